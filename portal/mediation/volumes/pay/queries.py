"""Finding lists of payment by the case, what could stand in the next one, and why a case cannot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import exists, select

from portal import settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound
from portal.mediation.models import MediationCase
from portal.mediation.queries import LARGEST_KEY, in_sight
from portal.mediation.volumes.models import Volume, VolumeCase
from portal.mediation.volumes.pay import practice
from portal.mediation.volumes.pay_models import PayLine, PayList
from portal.mediation.volumes.queries import good_volume
from portal.mediation.volumes.scrutiny.queries import WITH_PEOPLE, Suspicion, kept_from_pay
from portal.units.queries import unit_and_below

CARRIED = dt.timedelta(days=730)


@dataclass(frozen=True)
class Candidate:
    """A case with a checked volume that no list has paid: its form, what it brings, and why it is not paid now (marked)."""

    case: MediationCase
    form: str
    fen: int
    why_not: str = ""


def get_list(actor: Actor, list_id: int) -> PayList:
    """The list, if its street is in sight; raises Forbidden or NotFound."""
    actor.must("mediation.read_pay")
    if 0 < list_id <= LARGEST_KEY:
        query = select(PayList).where(PayList.id == list_id, in_sight(actor, PayList.unit_id))
        found = session.scalars(query).first()
        if found is not None:
            return found
    raise NotFound


def get_line(actor: Actor, line_id: int) -> PayLine:
    """A line of a list in sight; raises Forbidden or NotFound."""
    found = session.get(PayLine, line_id) if 0 < line_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_list(actor, found.pay_list_id)
    return found


def list_lists(actor: Actor) -> list[PayList]:
    """The lists in sight, the newest first."""
    actor.must("mediation.read_pay")
    query = select(PayList).where(in_sight(actor, PayList.unit_id))
    return list(session.scalars(query.order_by(PayList.id.desc()).limit(100)))


def waiting_lists(actor: Actor) -> list[PayList]:
    """For the workbench: the lists that wait for this actor's signature."""
    from portal.mediation.volumes.pay.chain import CHAIN
    from portal.signoffs import chain_view

    if not actor.can("mediation.read_pay"):
        return []
    return [
        one
        for one in list_lists(actor)
        if one.state == "signing" and any(step.may_sign for step in chain_view(actor, one, CHAIN).steps)
    ]


def candidates(street_id: int, last: dt.date) -> list[Candidate]:
    """Every case closed by a day (and within two years before) whose volume was found good and that stands in no list."""
    paid = exists().where(
        PayLine.case_id == MediationCase.id, PayLine.corrects_id.is_(None), PayLine.left_out_because == ""
    )
    query = (
        select(MediationCase)
        .join(VolumeCase, VolumeCase.case_id == MediationCase.id)
        .join(Volume, Volume.id == VolumeCase.volume_id)
        .where(
            MediationCase.unit_id.in_(unit_and_below(street_id)),
            MediationCase.state == "archived",
            MediationCase.is_imported.is_(False),
            MediationCase.nature == "people",
            MediationCase.closed_on <= last,
            MediationCase.closed_on > last - CARRIED,
            good_volume(),
            ~paid,
        )
        .options(*WITH_PEOPLE)
        .order_by(MediationCase.closed_on, MediationCase.id)
    )
    cases = list(session.scalars(query))
    kept = kept_from_pay(cases)
    return [_candidate(case, last, bool(kept.get(case.id)), _upheld(kept, case)) for case in cases]


def _upheld(kept: dict[int, list[Suspicion]], case: MediationCase) -> bool:
    return any(one.verdict is not None for one in kept.get(case.id, ()))


def _candidate(case: MediationCase, day: dt.date, is_kept: bool, is_upheld: bool) -> Candidate:
    form = case.agreement_form or "none"
    fen = practice.sum_of(case.difficulty, form, day)
    lead, why = case.lead, ""
    if lead is None:
        why = N_("没有主持的调解员。")
    elif lead.kind == "full_time" and settings.value(practice.FULL_TIME.key, on=day, unit_id=case.unit_id):
        why = N_("专职调解员，不按件补贴。")
    elif is_upheld:
        why = N_("疑点查实，不予补贴。")
    elif is_kept:
        why = N_("有疑点没有处理。")
    elif not fen:
        why = N_("按标准不补贴。")
    return Candidate(case, form, fen, why)


def corrections_of(line: PayLine) -> list[PayLine]:
    """What later lists have changed of a line, those of discarded lists left out."""
    query = select(PayLine).where(PayLine.corrects_id == line.id, PayLine.left_out_because == "")
    return list(session.scalars(query.order_by(PayLine.id)))


def net_of(line: PayLine) -> int:
    """What a line comes to with its corrections, in fen."""
    return line.fen + sum(one.fen for one in corrections_of(line))


def with_good_volume(case_ids: list[int]) -> set[int]:
    """Those of these cases whose volume was found good in its current edition."""
    query = (
        select(VolumeCase.case_id)
        .join(Volume, Volume.id == VolumeCase.volume_id)
        .where(VolumeCase.case_id.in_(case_ids), good_volume())
    )
    return set(session.scalars(query))
