"""The lines of a record, who says what, and how two writers' texts are put together. Pure: no database, no form.

A line is {"key", "who", "what", "by"}: `key` names it for as long as it lives, `by` is the page that wrote it last. A page sends
with each line the mark of the words that it was given (`was`), so that what it changed can be told from what others changed.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.errors import N_, RuleBroken
from portal.mediation.records.wording import PAPER_TWIN

RESULT_KEY = "result"
MOST_LINES = 1000
LONGEST_WHAT = 4000

Line = dict[str, str]


@dataclass(frozen=True)
class Typed:
    """One line as a page sends it; empty `what` strikes a line that was there."""

    key: str
    who: str
    what: str
    was: str = ""


@dataclass(frozen=True)
class Merged:
    """Two texts put together: the lines, and the keys of lines that both had changed (kept twice)."""

    lines: list[Line]
    clashes: tuple[str, ...]
    has_others: bool


def new_key() -> str:
    """A name for a line that nobody else gives."""
    return secrets.token_hex(6)


def mark_of(who: str, what: str) -> str:
    """The short mark of a line's words; empty for a line that is not there."""
    return hashlib.sha256(f"{who}\n{what}".encode()).hexdigest()[:16] if what else ""


def result_of(lines: Iterable[Line]) -> str:
    """What came of a session: the line under its own key."""
    return next((line["what"] for line in lines if line["key"] == RESULT_KEY), "")


def spoken(lines: Iterable[Line] | None) -> list[Line]:
    """The lines of the course, without the result."""
    return [line for line in lines or [] if line["key"] != RESULT_KEY]


def text_of(lines: Iterable[Line] | None) -> str:
    """Every word of a record in one text, as it is signed."""
    return "\n".join(f"{line['who']}：{line['what']}" for line in lines or [])


def check_lines(typed: Sequence[Typed]) -> None:
    """Raise RuleBroken at `lines` where the record grows out of all bounds."""
    if len(typed) > MOST_LINES:
        raise RuleBroken("lines", N_("一次记录最多 %(most)s 行，请另起一次。"), most=MOST_LINES)
    for number, line in enumerate(typed, 1):
        if len(line.what) > LONGEST_WHAT:
            raise RuleBroken(
                "lines",
                N_("第 %(number)s 行太长，每行最多 %(most)s 个字，请分成几行。"),
                number=number,
                most=LONGEST_WHAT,
            )


def put_together(stored: Sequence[Line], typed: Sequence[Typed], *, page: str) -> Merged:
    """The text after a page was saved: a later save never takes away what an earlier one of another page wrote.

    A line that only one of the two changed is taken from that one; a line that both changed is kept twice, the later words
    under a key of their own; a line that the page does not know stays.
    """
    there = {line["key"]: line for line in stored}
    known = {line.key for line in typed}
    clashes: list[str] = []
    after: dict[str, list[Line]] = {}
    kept: dict[str, Line | None] = {}
    last = ""
    for line in typed:
        mine, before = _mine(line, page), there.get(line.key)
        if before is None:
            # Gone meanwhile: it comes back only when this page changed it, or made it.
            if mine and not (line.was and mark_of(line.who, line.what) == line.was):
                after.setdefault(last, []).append(mine)
            continue
        kept[line.key], clashed = _choose(before, line, mine, page)
        last = line.key
        if clashed:
            clashes.append(line.key)
            if mine:
                _keep_twin(there, kept, after, mine, page)
    whole = list(after.get("", []))
    for one in stored:
        chosen = kept.get(one["key"], one)
        if chosen is not None:
            whole.append(chosen)
        whole.extend(after.get(one["key"], []))
    result = [one for one in whole if one["key"] == RESULT_KEY]
    has_others = bool(clashes) or any(one["key"] not in known and one.get("by") != page for one in stored)
    return Merged(spoken(whole) + result, tuple(clashes), has_others)


def _mine(line: Typed, page: str) -> Line | None:
    if not line.what:
        return None
    return {"key": line.key, "who": line.who, "what": line.what, "by": page}


def _choose(before: Line, line: Typed, mine: Line | None, page: str) -> tuple[Line | None, bool]:
    """Which words of a line stand, and whether both had changed it."""
    if mine and (mine["who"], mine["what"]) == (before["who"], before["what"]):
        return before, False
    if before.get("by") == page or mark_of(before["who"], before["what"]) == line.was:
        return mine, False
    return before, mark_of(line.who, line.what) != line.was


def _keep_twin(
    there: dict[str, Line], kept: dict[str, Line | None], after: dict[str, list[Line]], mine: Line, page: str
) -> None:
    """Keep the later words beside the earlier ones, once for each page however often it saves."""
    key = f"{mine['key']}~{page[:8]}"
    twin = {"key": key, "who": mine["who"] or PAPER_TWIN, "what": PAPER_TWIN + mine["what"], "by": page}
    if key in there:
        kept[key] = twin
    else:
        after.setdefault(mine["key"], []).append(twin)


def clean_page(text: str) -> str:
    """The name of a page as its form sends it; a new one when it sends none."""
    return text if re.fullmatch("[0-9a-f]{12}", text) else new_key()
