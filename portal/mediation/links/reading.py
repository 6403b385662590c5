"""Reading what is typed into the links: words within their length, days that are past, the consents of parties. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from portal import clock
from portal.disputes.models import DisputeParty
from portal.errors import N_, RuleBroken
from portal.standards.chinese_dates import chinese_date

PAPER_CONSENT = "{names}已于{day}同意。"


def read_word(text: str, field: str, most: int, *, wanted: bool = False) -> str:
    """A text as it is kept; raises RuleBroken at `field` when it is missing or too long."""
    word = text.strip()
    if wanted and not word:
        raise RuleBroken(field, N_("请填写这一项。"))
    if len(word) > most:
        raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=most)
    return word


def must_be_past(day: dt.date | None, field: str, since: dt.date | None = None) -> None:
    """Raise RuleBroken at `field` for a day after today or before `since`."""
    if day is not None and day > clock.today():
        raise RuleBroken(field, N_("日期不能晚于今天。"))
    if day is not None and since is not None and day < since:
        raise RuleBroken(field, N_("日期不能早于 %(since)s。"), since=since.isoformat())


def read_consents(
    parties: Sequence[DisputeParty], party_ids: Collection[int], on: dt.date | None, *, everybody: bool
) -> list[dict[str, Any]]:
    """Who consented on which day, as it is kept; raises RuleBroken at `party_ids` where not everybody did who must."""
    chosen = [party for party in parties if party.id in set(party_ids)]
    if everybody and len(chosen) < len(parties):
        missing = "、".join(party.name for party in parties if party not in chosen)
        raise RuleBroken("party_ids", N_("须经各方当事人同意，还没有%(names)s的同意。"), names=missing)
    if chosen and on is None:
        raise RuleBroken("consented_on", N_("请填写当事人同意的日期。"))
    must_be_past(on, "consented_on")
    return [{"party": one.id, "name": one.name, "on": on.isoformat()} for one in chosen if on is not None]


def consents_in_words(consents: Sequence[dict[str, Any]]) -> str:
    """A sentence for a letter: who consented when; empty without any."""
    if not consents:
        return ""
    names = "、".join(str(one["name"]) for one in consents)
    return PAPER_CONSENT.format(names=names, day=chinese_date(dt.date.fromisoformat(consents[0]["on"])))
