"""A case is opened: an application at the door (written or told), the committee's own initiative, or a referral."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.errors import N_, NotFound, RuleBroken
from portal.mediation import documents, life, limits
from portal.mediation.actions.moves import move, note_event, read_reason
from portal.mediation.models import Committee, MediationCase
from portal.mediation.queries import in_sight
from portal.mediation.states import CASE_SOURCES, DIFFICULTIES, ENDED, NATURES, RESPONDENT_WISHES

_TABLES: dict[str, dict[str, str]] = {
    "source": CASE_SOURCES,
    "nature": NATURES,
    "difficulty": DIFFICULTIES,
    "respondent_wish": RESPONDENT_WISHES,
}
_OVER = ENDED | {"closed", "archived", "discarded"}


def open_case(
    actor: Actor,
    *,
    committee: Committee,
    dispute: Dispute,
    source: str,
    applied_on: dt.date,
    is_simple: bool = False,
    is_oral_application: bool = True,
    source_note: str = "",
    nature: str = "people",
    difficulty: str = "general",
    respondent_wish: str = "unknown",
    is_public: bool = True,
    place: str = "",
    note: str = "",
) -> MediationCase:
    """Open a case of a committee about a dispute, as a draft; its number (人调字) comes with the acceptance.

    `source_note` says who sent it and under which number. Raises RuleBroken at the field, NotFound for a committee out of
    sight, and where the committee is working on this dispute already.
    """
    actor.must("mediation.open_case")
    _must_keep(actor, committee)
    _must_be_codes(source=source, nature=nature, difficulty=difficulty, respondent_wish=respondent_wish)
    return _open(
        actor,
        committee,
        dispute,
        applied_on,
        note,
        source=source,
        source_note=source_note.strip()[:150],
        nature=nature,
        difficulty=difficulty,
        is_oral_application=is_oral_application,
        is_simple=is_simple,
        is_public=is_public,
        respondent_wish=respondent_wish,
        place=place.strip()[:150],
    )


def hand_over(
    actor: Actor, *, committee: Committee, dispute: Dispute, respondent_wish: str = "unknown", note: str = ""
) -> MediationCase:
    """Whoever carries a screened dispute on gives it to a committee today: parties, story and category are taken over, and the
    committee finds the case among those to review. Raises RuleBroken where the dispute is settled or a committee works on it.
    """
    actor.must("mediation.hand_over")
    _must_be_codes(respondent_wish=respondent_wish)
    if dispute.state != "open":
        raise RuleBroken(None, N_("这件纠纷现在不是“未化解”，请刷新页面。"))
    if any(case.state not in _OVER for case in cases_of(dispute)):
        raise RuleBroken(None, N_("调解委员会已经在办理这件纠纷，不能重复移送。"))
    return _open(
        actor,
        committee,
        dispute,
        clock.today(),
        note.strip()[:500],
        source="screening",
        source_note=dispute.number,
        respondent_wish=respondent_wish,
    )


def cases_of(dispute: Dispute) -> list[MediationCase]:
    """Every case of a dispute, of whatever committee, the newest last."""
    statement = select(MediationCase).where(MediationCase.dispute_id == dispute.id)
    return list(session.scalars(statement.order_by(MediationCase.id)))


def _open(
    actor: Actor, committee: Committee, dispute: Dispute, applied_on: dt.date, note: str, **about: Any
) -> MediationCase:
    """The draft of a case, with the day by which the committee decides."""
    if applied_on > clock.today():
        raise RuleBroken("applied_on", N_("日期不能晚于今天。"))
    _must_be_alone(committee, dispute)
    case = MediationCase(
        dispute=dispute,
        committee=committee,
        unit_id=committee.unit_id,
        entered_by=actor.account_id,
        applied_on=applied_on,
        answer_due_on=limits.answer_due(applied_on, committee.unit_id).due,
        **about,
    )
    session.add(case)
    session.flush()
    return note_event(actor, case, verb="open_case", day=applied_on, note=note)


def submit_case(actor: Actor, case: MediationCase, *, version: int | None) -> MediationCase:
    """The registration is whole: hand it over for the review. Raises RuleBroken, Conflict."""
    case.expect_version(version)
    life.require(case, "submit_case", actor)
    return move(actor, case, verb="submit_case", day=case.applied_on)


def record_wish(
    actor: Actor, case: MediationCase, *, version: int | None, wish: str, note: str = ""
) -> MediationCase:
    """What the respondent says to a mediation (人民调解法 art. 17); who refused clearly may agree later, with a note of how.

    Raises RuleBroken at `wish` or `note`, Conflict.
    """
    actor.must("mediation.open_case")
    case.expect_version(version)
    if wish not in RESPONDENT_WISHES or wish == "unknown":
        raise RuleBroken("wish", N_("请从所列选项中选择。"))
    if case.state not in {"draft", "reviewing"}:
        raise RuleBroken(None, N_("案件已受理或已结束。当事人改变意愿的，请办理终止或撤回。"))
    if case.respondent_wish == "refuses" and wish != "refuses":
        note = read_reason(note, "note")
    case.respondent_wish = wish
    return note_event(actor, case, verb="record_wish", note=note.strip()[:500])


def discard_case(actor: Actor, case: MediationCase, *, version: int | None, reason: str) -> MediationCase:
    """A registration was a mistake: it is kept with its reason and never counted. Raises RuleBroken at `reason`, Conflict."""
    case.expect_version(version)
    life.require(case, "discard_case", actor)
    why = read_reason(reason)
    if not _has_others(case) and not case.dispute.is_screened:
        standing.void(actor, case.dispute, note=why)
    return move(actor, case, verb="discard_case", note=why)


def _must_be_codes(**given: str) -> None:
    for field, code in given.items():
        if code not in _TABLES[field]:
            raise RuleBroken(field, N_("请从所列选项中选择。"))


def _must_keep(actor: Actor, committee: Committee) -> None:
    visible = session.scalar(
        select(Committee.id).where(Committee.id == committee.id, in_sight(actor, Committee.unit_id))
    )
    if visible is None:
        raise NotFound


def _must_be_alone(committee: Committee, dispute: Dispute) -> None:
    other = session.scalars(
        select(MediationCase)
        .where(
            MediationCase.dispute_id == dispute.id,
            MediationCase.committee_id == committee.id,
            MediationCase.state.not_in(sorted(_OVER)),
        )
        .order_by(MediationCase.id)
    ).first()
    if other is not None:
        raise RuleBroken(None, N_("本委员会正在办理这件纠纷，不能重复立案。"))


def _has_others(case: MediationCase) -> bool:
    found = session.scalar(
        select(MediationCase.id)
        .where(
            MediationCase.dispute_id == case.dispute_id,
            MediationCase.id != case.id,
            MediationCase.state != "discarded",
        )
        .limit(1)
    )
    return found is not None


def print_application(actor: Actor, case: MediationCase, *, version: int | None) -> MediationCase:
    """Freeze 1 人民调解申请书 as the case stands, for the applicant's signature. Raises RuleBroken, Conflict."""
    actor.must("mediation.open_case")
    case.expect_version(version)
    if case.source != "application" or case.state not in {"draft", "reviewing", "accepted", "mediating"}:
        raise RuleBroken(None, N_("只有当事人申请的、没有结束的案件才打印申请书。"))
    paper = documents.issue_application(actor, case, day=clock.today())
    return note_event(actor, case, verb="print_application", document=paper)
