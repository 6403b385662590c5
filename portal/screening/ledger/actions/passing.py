"""A dispute goes on: to another unit of the street (转办), up (上报), or to a body that does not report here (移交)."""

from __future__ import annotations

import datetime as dt

from portal import clock, settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.errors import N_, RuleBroken
from portal.screening.ledger import queries
from portal.screening.ledger.actions.holding import hold, must_be_open, must_be_past, note, word
from portal.screening.ledger.actions.progressing import write_progress
from portal.screening.ledger.actions.settling import must_not_be_mediated
from portal.screening.ledger.following import begin_care
from portal.screening.ledger.scale import ANSWER_DAYS, street_id_of
from portal.screening.reach import reached
from portal.screening.receiving import receiver_of
from portal.units.models import Unit
from portal.units.queries import get_unit, list_units

# Who answers for a dispute from the day on which it was told above.
HOLDERS = {"ours": N_("仍由本单位负责，请上级协调"), "theirs": N_("交给上级负责，本单位不再计入")}
PAPER_TOLD = "上报{body}：{why}"
MOVABLE = ("street", "community")


def list_targets(actor: Actor, dispute: Dispute) -> list[Unit]:
    """The units of the actor's street to which a dispute may be moved, by code."""
    units, here = reached(actor), standing.unit_now(dispute)
    return [
        one
        for one in list_units()
        if one.kind in MOVABLE and one.id != here and (units is None or one.id in units)
    ]


def move(
    actor: Actor, dispute: Dispute, *, version: int | None, unit_id: int, on: dt.date, reason: str
) -> Dispute:
    """From a day on another unit of the street answers for the dispute and counts it; not while a committee works on it, whose
    parties' names go nowhere else. Raises RuleBroken, Conflict."""
    actor.must("screening.move_dispute")
    _begin(actor, dispute, version)
    must_not_be_mediated(dispute)
    if unit_id not in {one.id for one in list_targets(actor, dispute)}:
        raise RuleBroken("unit_id", N_("请从所列选项中选择。"))
    why = word(reason, "reason", 300, wanted=True)
    standing.move_to(actor, dispute, unit_id=unit_id, on=on, note=why)
    return note(actor, "screening.move_dispute", dispute, body=get_unit(unit_id).name, day=on, reason=why)


def target_of(actor: Actor, dispute: Dispute) -> tuple[str, Unit | None]:
    """Where a dispute goes that its unit cannot settle: the street, from there the district; its name, and its unit here."""
    here = get_unit(standing.unit_now(dispute))
    street = get_unit(street_id_of(here.id))
    if street.id not in (here.id, actor.unit_id):
        return street.name, street
    return receiver_of(street, clock.today()), None


def escalate(
    actor: Actor, dispute: Dispute, *, version: int | None, on: dt.date, holder: str, reason: str
) -> Dispute:
    """Tell the body above: to help, or to take the dispute over. The street counts what it takes; the district reports elsewhere.

    Raises RuleBroken at the field, Conflict.
    """
    _begin(actor, dispute, version)
    if holder not in HOLDERS:
        raise RuleBroken("holder", N_("请从所列选项中选择。"))
    must_be_past(dispute, on)
    why = word(reason, "reason", 300, wanted=True)
    name, unit = target_of(actor, dispute)
    if holder == "theirs":
        must_not_be_mediated(dispute)
        if unit is not None:
            standing.move_to(actor, dispute, unit_id=unit.id, on=on, note=why)
        else:
            standing.hand_on(actor, dispute, on=on, note=f"{name}：{why}")
    care = queries.care_of(dispute) or begin_care(actor, dispute, unit_id=dispute.unit_id)
    care.escalated_to, care.escalated_on = name, on
    days = int(settings.value(ANSWER_DAYS.key, unit_id=street_id_of(dispute.unit_id)))
    care.escalation_due_on = due_after(on, days).due if holder == "ours" else None
    if holder == "ours":  # what is handed over says why in its step
        write_progress(actor, dispute, on=on, text=PAPER_TOLD.format(body=name, why=why))
    return note(actor, "screening.escalate", dispute, body=name, day=on, reason=why)


def hand_on(
    actor: Actor, dispute: Dispute, *, version: int | None, body: str, on: dt.date, reason: str
) -> Dispute:
    """The dispute went to a body that does not report here (信访、公安、法院…), named. Raises RuleBroken, Conflict."""
    _begin(actor, dispute, version)
    must_not_be_mediated(dispute)
    name = word(body, "body", 100, wanted=True)
    why = word(reason, "reason", 200, wanted=True)
    standing.hand_on(actor, dispute, on=on, note=f"{name}：{why}")
    return note(actor, "screening.hand_on", dispute, body=name, day=on, reason=why)


def _begin(actor: Actor, dispute: Dispute, version: int | None) -> None:
    hold(actor, dispute, version)
    must_be_open(dispute)
