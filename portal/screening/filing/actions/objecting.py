"""Objections (异议): a unit says that a dispute of its period is not its own, is a twin, or is none; the street decides.

An open objection does not stop filing: the dispute counts until it is decided.
"""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions import standing
from portal.disputes.kinds import NOT_COUNTED
from portal.disputes.models import Dispute
from portal.errors import N_, RuleBroken
from portal.screening import freezing
from portal.screening.filing import rules
from portal.screening.filing.actions.superseding import hold, supersede
from portal.screening.kinds import GROUNDS, UNIT_PERIODS
from portal.screening.models import Objection, ReportDuty
from portal.units.queries import get_unit

RAISE, DECIDE = "screening.object", "screening.decide_objection"
LONGEST = 1000
# 和平里纠〔2026〕3号 in whatever brackets, or with none: 和平里纠2026-3.
TYPED_NUMBER = re.compile(r"(\D+?)\s*[〔\[(（【]?\s*(\d{4})\s*[〕\])）】\-－ ]+\s*(?:第\s*)?0*(\d+)\s*号?")
PAPER_NUMBER = "{}〔{}〕{}号"
PAPER_UPHELD = "异议成立：{number}不再计入本单位"


def raise_objection(
    actor: Actor,
    duty: ReportDuty,
    *,
    dispute: Dispute,
    version: int | None,
    ground: str,
    reason: str,
    other_unit_id: int | None = None,
    other_number: str = "",
) -> Objection:
    """Object to a dispute that counts as found in this period. `version` is the dispute's.

    `other_unit_id` may say whose it is instead; `other_number` must name the twin. Raises RuleBroken at the field, Conflict.
    """
    actor.must(RAISE)
    held = freezing.lock_duty(duty.id)
    rules.must_be_a_unit_s(held)
    dispute.expect_version(version)
    if ground not in GROUNDS:
        raise RuleBroken("ground", N_("请选择异议的理由。"))
    if dispute.id not in rules.figures_of(held).of("found"):
        raise RuleBroken(None, N_("这件纠纷已经不算本期的新增，不需要提出异议。"))
    made = Objection(
        dispute_id=dispute.id,
        duty_id=held.id,
        unit_id=held.unit_id,
        ground=ground,
        raised_by=actor.account_id,
    )
    made.reason = _reason(reason, "reason")
    if ground == "not_ours" and other_unit_id is not None:
        made.other_unit_id = get_unit(other_unit_id).id
    if ground == "duplicate":
        made.other_dispute_id = find_twin(other_number, dispute).id
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:
        raise RuleBroken(None, N_("对这件纠纷已经提出异议，正等街道决定。")) from None
    audit.record(actor, RAISE, made, unit=held.unit_id, number=dispute.number, ground=ground)
    return made


def decide_objection(
    actor: Actor,
    objection: Objection,
    *,
    version: int | None,
    is_upheld: bool,
    answer: str,
    other_unit_id: int | None = None,
    other_number: str = "",
) -> Objection:
    """The street's decision. Upheld: the dispute belonged to another unit from the first day, is merged, or counts nowhere;
    a report in force of that period gets a new edition. Nobody decides what they raised themselves.
    Raises RuleBroken at the field, Forbidden, Conflict."""
    actor.must(DECIDE)
    actor.must_differ_from(DECIDE, objection.raised_by)
    dispute, other = objection.dispute, other_unit_id or objection.other_unit_id
    units = {objection.unit_id}
    if other is not None:
        units.add(standing.counting_unit_id(other, dispute.found_on))
    touched = hold(_duties_of(dispute, units))
    session.refresh(objection)
    if objection.state != "open":
        raise RuleBroken(None, N_("这件异议已经决定。"))
    objection.expect_version(version)
    objection.answer = _reason(answer, "answer")
    objection.state = "upheld" if is_upheld else "refused"
    objection.decided_by, objection.decided_at = actor.account_id, clock.now()
    session.flush()
    if is_upheld and dispute.state not in NOT_COUNTED:
        _carry_out(actor, objection, other_unit_id, other_number)
        reason = PAPER_UPHELD.format(number=dispute.number)
        for duty in touched:
            if duty.unit_id == objection.unit_id:
                supersede(actor, duty, reason_code="objection", reason=reason)
    audit.record(
        actor, DECIDE, objection, unit=objection.unit_id, number=dispute.number, result=objection.state
    )
    return objection


def find_twin(number: str, dispute: Dispute) -> Dispute:
    """The other dispute by its number, as it was registered or as people type it; raises RuleBroken at `other_number`."""
    typed = TYPED_NUMBER.fullmatch(number.strip())
    told = PAPER_NUMBER.format(*typed.groups()) if typed else number.strip()
    found = session.scalars(select(Dispute).where(Dispute.number.in_({number.strip(), told}))).first()
    if found is None or found.id == dispute.id or found.state in NOT_COUNTED:
        raise RuleBroken("other_number", N_("没有找到这个编号的另一件纠纷，请照登记的编号填写。"))
    return found


def _carry_out(actor: Actor, objection: Objection, other_unit_id: int | None, other_number: str) -> None:
    """What an upheld objection does to the dispute, with the street's own choice before that of the unit."""
    dispute, note = objection.dispute, objection.answer or ""
    if objection.ground == "not_ours":
        unit_id = other_unit_id or objection.other_unit_id
        if unit_id is None or standing.counting_unit_id(unit_id, dispute.found_on) == objection.unit_id:
            raise RuleBroken("other_unit_id", N_("请选择这件纠纷属于哪个单位。"))
        objection.other_unit_id = unit_id
        standing.belonged_to(actor, dispute, unit_id=unit_id, note=note)
    elif objection.ground == "duplicate":
        twin = objection.other_dispute
        if other_number.strip() or twin is None:
            twin = find_twin(other_number, dispute)
        objection.other_dispute_id = twin.id
        standing.merge(actor, dispute, into=twin, note=note)
    else:
        standing.void(actor, dispute, note=note)
    session.flush()


def _duties_of(dispute: Dispute, unit_ids: set[int]) -> list[int]:
    """The periods of these units in which the dispute counts as found: the week, and the day where days are owed."""
    return list(
        session.scalars(
            select(ReportDuty.id).where(
                ReportDuty.unit_id.in_(unit_ids),
                ReportDuty.kind.in_(sorted(UNIT_PERIODS)),
                ReportDuty.first <= dispute.found_on,
                ReportDuty.last >= dispute.found_on,
            )
        )
    )


def _reason(text: str, field: str) -> str:
    words = text.strip()
    if not words:
        raise RuleBroken(field, N_("请写明理由。"))
    if len(words) > LONGEST:
        raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=LONGEST)
    return words
