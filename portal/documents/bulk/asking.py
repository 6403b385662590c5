"""What a reader asks of the bulk print page, read from words: a day or days, a kind, a unit, whose papers, printed or not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from portal import clock
from portal.actor import Actor
from portal.documents.bulk import queries
from portal.documents.bulk.queries import Wanted
from portal.documents.kinds import all_kinds, readable_kinds
from portal.errors import N_, RuleBroken

DEFAULT_KIND = "acceptance_receipt"
MINE, ALL = "mine", "all"
UNPRINTED = "unprinted"
ISSUERS = ((MINE, N_("本人签发")), (ALL, N_("所有人签发")))
PRINTED = ((ALL, N_("全部")), (UNPRINTED, N_("还没有打印过的")))
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEYS = ("kind", "unit", "from", "to", "issuer", "printed")


@dataclass(frozen=True)
class Question:
    """The words that were given (or stand for none), what they mean, and what is wrong with them, by field."""

    given: Mapping[str, str]
    wanted: Wanted | None
    wrong: Mapping[str, RuleBroken]


def read(actor: Actor, words: Mapping[str, str]) -> Question:
    """Today's receipts of the reader's own counter, with what the words say otherwise."""
    today = clock.today().isoformat()
    given = {"kind": DEFAULT_KIND, "unit": "", "from": today, "to": today, "issuer": MINE, "printed": ALL}
    given.update({key: words[key].strip()[:40] for key in _KEYS if words.get(key, "").strip()})
    wrong: dict[str, RuleBroken] = {}
    first, last = (_day(given[key], key, wrong) for key in ("from", "to"))
    if first and last and last < first:
        wrong["to"] = RuleBroken("to", N_("截止日期不能早于起始日期。"))
    units = [str(unit.id) for unit in queries.list_issuing_units(actor)]
    kinds = [kind.code for kind in readable_kinds(actor)]
    _must_be_one_of(given["kind"], (ALL, *kinds), "kind", wrong)
    _must_be_one_of(given["unit"], ("", *units), "unit", wrong)
    _must_be_one_of(given["issuer"], (MINE, ALL), "issuer", wrong)
    _must_be_one_of(given["printed"], (UNPRINTED, ALL), "printed", wrong)
    if wrong or first is None or last is None:
        return Question(given, None, wrong)
    wanted = Wanted(
        first=first,
        last=last,
        kinds=() if given["kind"] == ALL else (given["kind"],),
        unit_id=int(given["unit"]) if given["unit"] else None,
        issued_by=actor.account_id if given["issuer"] == MINE else None,
        unprinted=given["printed"] == UNPRINTED,
    )
    return Question(given, wanted, wrong)


def left_out(actor: Actor, wanted: Wanted) -> int:
    """How many papers that meet the conditions are replaced or void, and therefore not printed."""
    standings = ("replaced", "void")
    return sum(queries.count_documents(actor, replace(wanted, status=status)) for status in standings)


def title_of(wanted: Wanted, count: int) -> str:
    """What the job is called: the kind, the day or days, how many. For the asker and the file; always Chinese."""
    kinds = {kind.code: kind.title for kind in all_kinds()}
    name = "、".join(kinds[code] for code in wanted.kinds) or EVERY_KIND
    days = wanted.first.isoformat()
    if wanted.last != wanted.first:
        days = f"{days}至{wanted.last.isoformat()}"
    return TITLE.format(name=name, days=days, count=count)


EVERY_KIND = "文书"
TITLE = "批量打印 {name} {days} 共{count}份"


def _day(text: str, key: str, wrong: dict[str, RuleBroken]) -> dt.date | None:
    try:
        if _ISO.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        wrong[key] = RuleBroken(key, N_("没有这一天，请检查年月日。"))
        return None
    wrong[key] = RuleBroken(key, N_("日期请写成 2026-11-22 的样式。"))
    return None


def _must_be_one_of(text: str, choices: tuple[str, ...], key: str, wrong: dict[str, RuleBroken]) -> None:
    if text not in choices:
        wrong[key] = RuleBroken(key, N_("请从所列选项中选择。"))
