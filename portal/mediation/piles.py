"""What lies on somebody's desk in this room: each pile with its label, how many, and where it is worked off."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from portal.actor import Actor
from portal.disputes.queries import count_unseen_dangers
from portal.errors import N_
from portal.mediation import lists, standing
from portal.mediation.agreements.heads import list_waiting


@dataclass(frozen=True)
class Pile:
    """One pile: a marked label, how many lie there, the page that shows them, and whether it is late or dangerous."""

    code: str
    label: str
    count: int
    href: str
    is_late: bool = False


def piles_of(actor: Actor) -> list[Pile]:
    """The piles of a reader, the most urgent first; empty ones are left out."""
    found = []
    counts = lists.count_tabs(actor) if actor.can("mediation.read_case") else {}
    dangers = count_unseen_dangers(actor)
    if dangers:
        found.append(Pile("dangers", N_("涉险报告未阅"), dangers, url_for("disputes.list_dangers"), True))
    elif actor.can("mediation.decide_recusal"):
        found += _own_dangers(counts)
    recusals = lists.list_open_recusals(actor)
    if recusals:
        first = recusals[0]
        href = url_for("mediation.decide_recusal", case_id=first.case_id, recusal_id=first.id)
        found.append(Pile("recusals", N_("回避申请待决定"), len(recusals), href))
    for tab, count in lists.waiting_for(actor, counts).items():
        href = url_for("mediation.list_cases", tab=tab)
        found.append(Pile(tab, lists.TABS[tab], count, href, tab == "overdue"))
    opinions = list_waiting(actor)
    if opinions:
        href = url_for("mediation_agreements.give_opinions")
        found.append(Pile("opinions", N_("结案报告待签署意见"), len(opinions), href))
    hints = standing.list_hints(actor)
    if hints:
        late = any(hint.is_late for _committee, rows in hints for hint in rows)
        href = url_for("mediation.list_committees")
        found.append(Pile("committees", N_("调委会登记要处理的"), len(hints), href, late))
    return sorted(found, key=lambda pile: not pile.is_late)


def _own_dangers(counts: dict[str, int]) -> list[Pile]:
    """For a chair: the committee's own cases with a danger that was reported and that whoever supervises has not seen yet."""
    count = counts.get("danger", 0)
    if not count:
        return []
    href = url_for("mediation.list_cases", tab="danger")
    return [Pile("dangers", N_("已报公安、上级未阅的涉险案件"), count, href, True)]
