"""The two signatures of a change of shift: who leaves writes the sheet, who comes looks it through and takes over.

The sheet says what is open; it moves no case to another desk (that is 移交).
"""

from __future__ import annotations

from portal import audit, clock, settings
from portal.accounts.queries import get_account
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.documents.facts import to_plain
from portal.errors import N_, Forbidden, RuleBroken
from portal.services.actions.moves import read_note
from portal.services.custody.places import STATES as PLACES
from portal.services.shifts import queries
from portal.services.shifts.models import ShiftHandover
from portal.services.shifts.papers import SHEET, ShiftLine, ShiftSheet
from portal.services.states import STATES
from portal.units.queries import get_unit

RIGHT = "services.hand_over_shift"
TAKE_OVER = "services.take_over_shift"


def hand_over_shift(actor: Actor, *, to_account_id: int, note: str = "") -> ShiftHandover:
    """Write and sign the sheet for a colleague, with everything open as it stands now. Raises RuleBroken at the field."""
    actor.must(RIGHT)
    taker = get_account(to_account_id)
    if taker.id == actor.account_id or not taker.is_active:
        raise RuleBroken("to_account_id", N_("请选择接班的同事。"))
    if not actor.unit_id:
        raise RuleBroken(None, N_("您没有岗位所在的单位，不能交班。"))
    unit, day = get_unit(actor.unit_id), clock.today()
    words = read_note(note)[:500]
    facts = ShiftSheet(
        office=unit.name_on(day),
        office_phone=unit.phone,
        complaint_phone=str(settings.value("services.complaint_phone", on=day, unit_id=unit.id)),
        office_address=unit.address,
        day=day,
        giver=actor.name,
        taker=taker.name,
        cases=_cases(actor),
        originals=_originals(actor),
        note=words,
    )
    plain = to_plain(facts)
    made = ShiftHandover(
        unit_id=unit.id,
        day=day,
        from_id=actor.account_id,
        to_id=taker.id,
        content={"cases": plain["cases"], "originals": plain["originals"]},
        note=words,
    )
    session.add(made)
    session.flush()
    made.document = issue_document(actor, kind=SHEET, facts=facts, unit_id=unit.id, subject=made)
    session.flush()
    audit.record(
        actor,
        "services.hand_over_shift",
        made,
        taker=taker.id,
        cases=len(facts.cases),
        originals=len(facts.originals),
    )
    return made


def take_over_shift(
    actor: Actor, handover: ShiftHandover, *, version: int | None, remark: str = ""
) -> ShiftHandover:
    """Sign for it; only the colleague whom it names may, at any of their posts. What was found otherwise goes into `remark`."""
    actor.must(TAKE_OVER)
    handover.expect_version(version)
    if handover.to_id != actor.account_id:
        raise Forbidden(TAKE_OVER)
    if handover.taken_at is not None:
        raise RuleBroken(None, N_("这张交接班表已经接班。"))
    handover.remark, handover.taken_at = read_note(remark, "remark")[:300], clock.now()
    session.flush()
    audit.record(actor, "services.take_over_shift", handover, remark=handover.remark)
    return handover


def _cases(actor: Actor) -> tuple[ShiftLine, ...]:
    return tuple(
        ShiftLine(
            number=one.number or "",
            name=one.subject_name,
            what=one.item.name,
            state=STATES[one.state],
            due_on=one.due_on or one.supplement_due_on,
        )
        for one in queries.open_cases(actor.account_id)
    )


def _originals(actor: Actor) -> tuple[ShiftLine, ...]:
    return tuple(
        ShiftLine(
            number=one.application.number or "",
            name=one.application.subject_name,
            what=one.name,
            state=one.holder or PLACES[one.state],
            due_on=one.return_on,
        )
        for one in queries.kept_originals(actor)
    )
