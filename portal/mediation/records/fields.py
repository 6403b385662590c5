"""The one field of a record's text: lines of who and what, as many as were sent, with some empty ones to go on in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value

from portal.mediation.records.lines import RESULT_KEY, Line, Typed, mark_of, new_key, result_of, spoken
from portal.web.forms import clean_text

SPARE = 3
MOST_SENT = 1200
_KEY = re.compile(r"[0-9a-z~]{1,40}")


class LinesField(Field):
    """`data` is what was typed, as `Typed`; the page shows it with spare empty lines. Sent as four lists of equal length.

    `speakers` are all who may be chosen, `turns` those who are proposed one after another in the empty lines.
    """

    widget = None  # the page draws it itself, line by line

    def __init__(self, label: Any = "", validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.speakers: Sequence[str] = ()
        self.turns: Sequence[str] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the lists as they were sent, or the lines as they are stored."""
        self.process_errors: list[str] = []
        self.raw_data: list[str] | None = None
        self.data = [] if data is unset_value or data is None else typed_of(data)
        if formdata is not None and f"{self.name}-key" in formdata:
            columns = [
                formdata.getlist(f"{self.name}-{part}")[:MOST_SENT] for part in ("key", "who", "what", "was")
            ]
            self.raw_data = [*columns[1], *columns[2]]
            self.data = [
                Typed(key, clean_text(who)[:60], _text(what), was)
                for key, who, what, was in zip(*columns, strict=False)
                if _KEY.fullmatch(key)
            ]

    @property
    def course(self) -> list[Typed]:
        """The lines to show, with empty ones behind the last."""
        kept = [line for line in self.data if line.key != RESULT_KEY]
        while kept and not kept[-1].what:
            kept.pop()
        who = kept[-1].who if kept else ""
        for _number in range(SPARE):
            who = self._after(who)
            kept.append(Typed(new_key(), who, ""))
        return kept

    @property
    def result(self) -> Typed:
        """The line of the result."""
        return next((line for line in self.data if line.key == RESULT_KEY), Typed(RESULT_KEY, "", ""))

    def _after(self, who: str) -> str:
        """Who is proposed behind somebody's line: the next in turn, the first behind whoever has no turn."""
        if not self.turns:
            return self.speakers[0] if self.speakers else ""
        place = self.turns.index(who) + 1 if who in self.turns else 0
        return self.turns[place % len(self.turns)]

    def _value(self) -> str:
        return ""


def typed_of(lines: Sequence[Line]) -> list[Typed]:
    """Stored lines as a page shows them, each with the mark of its words."""
    found = [
        Typed(line["key"], line["who"], line["what"], mark_of(line["who"], line["what"]))
        for line in spoken(lines)
    ]
    result = result_of(lines)
    if result:
        found.append(Typed(RESULT_KEY, "", result, mark_of("", result)))
    return found


def _text(what: str) -> str:
    return str(clean_text(what.replace("\r\n", "\n")))


__all__ = ["LinesField", "typed_of"]
