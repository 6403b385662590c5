"""Showing a whole number or phone outside the matter that one is handling: with a reason, and recorded before it is seen."""

from __future__ import annotations

from portal import audit
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.residents.actions.writing import read_reason
from portal.residents.models import Resident
from portal.residents.queries.records import get_paper

# 个人信息保护法 art. 6, 28, 51: a stated and reasonable purpose.
REASONS: dict[str, str] = {
    "handling": N_("正在办理此人的事项"),
    "in_person": N_("本人当面要求核对"),
    "contact": N_("需要与本人联系"),
    "inspection": N_("上级检查或投诉核查"),
    "other": N_("其他（请写明）"),
}


def reveal_number(
    actor: Actor, resident: Resident, *, reason: str, note: str = "", paper_id: int | None = None
) -> str:
    """A whole document number, or the phone when no document is named; kept in the audit trail without the number.

    Raises Forbidden, NotFound, RuleBroken at `reason`, or at `note` where the reason asks for words.
    """
    actor.must("residents.reveal_number")
    if reason not in REASONS:
        raise RuleBroken("reason", N_("请选择查看原因。"))
    words = read_reason(note, "note") if reason == "other" else ""
    paper = get_paper(resident, paper_id) if paper_id is not None else None
    what = paper.kind if paper else "phone"
    value = paper.number if paper else resident.phone
    audit.record(
        actor,
        "residents.reveal_number",
        resident,
        what=what,
        reason=reason,
        **({"note": words} if words else {}),
    )
    return value or ""
