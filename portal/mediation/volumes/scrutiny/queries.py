"""Suspicions as they follow from what is on file: nothing of them is stored but how each was settled.

A suspicion blocks nothing by itself; an unsettled one keeps its case from the list of payment.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from portal import settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import Dispute, DisputeParty
from portal.errors import NotFound
from portal.mediation.agreements.models import Agreement
from portal.mediation.models import CaseMediator, MediationCase
from portal.mediation.queries import LARGEST_KEY, in_sight, visible
from portal.mediation.records.models import MediationSession, SessionAttendance
from portal.mediation.records.queries import UNFINISHED
from portal.mediation.volumes.pay_models import CallBack, CallSample, SuspicionVerdict
from portal.mediation.volumes.scrutiny import practice
from portal.mediation.volumes.scrutiny.likeness import grams, likeness

MOST_CASES = 2000
MOST_HOURS = dt.timedelta(hours=24)
_AT_ONCE = 500
# Who takes part in a case and who leads it, a few statements for all cases.
WITH_PEOPLE = (
    selectinload(MediationCase.dispute).selectinload(Dispute.parties),
    selectinload(MediationCase.mediators).joinedload(CaseMediator.mediator),
)

# A registered person's key, or a name at a unit (see `_who`).
_Who = tuple[int | None, str, int]


@dataclass(frozen=True)
class Suspicion:
    """One suspicion about a case.

    `about` tells it from others of its kind, `params` fill the sentence of the page, `other` is the case that it points at,
    `verdict` how it was settled (None: not yet).
    """

    case: MediationCase
    kind: str
    about: str
    params: dict[str, Any] = field(default_factory=dict)
    other: MediationCase | None = None
    verdict: SuspicionVerdict | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it."""
        return self.verdict is None


def suspicions(cases: Sequence[MediationCase]) -> list[Suspicion]:
    """Every suspicion about these cases, settled ones too, in the order of the cases."""
    found = [*_alike(cases), *_persons(cases), *_overlaps(cases), *_calls(cases)]
    verdicts = _verdicts([case.id for case in cases])
    place = {case.id: n for n, case in enumerate(cases)}
    judged = [
        Suspicion(
            one.case,
            one.kind,
            one.about,
            one.params,
            one.other,
            verdicts.get((one.case.id, one.kind, one.about)),
        )
        for one in found
    ]
    return sorted(judged, key=lambda one: (place[one.case.id], one.kind, one.about))


def kept_from_pay(cases: Sequence[MediationCase]) -> dict[int, list[Suspicion]]:
    """Of these cases the ones that are not paid: with an unsettled suspicion, or one that was found true."""
    found: dict[int, list[Suspicion]] = defaultdict(list)
    for one in suspicions(cases):
        if one.verdict is None or one.verdict.verdict == "upheld":
            found[one.case.id].append(one)
    return dict(found)


def find_suspicion(actor: Actor, case_id: int, kind: str, about: str) -> Suspicion:
    """One suspicion about a case in sight; raises Forbidden or NotFound."""
    actor.must("mediation.read_suspicions")
    if not 0 < case_id <= LARGEST_KEY:
        raise NotFound
    case = session.scalars(select(MediationCase).where(MediationCase.id == case_id, visible(actor))).first()
    if case is None:
        raise NotFound
    for one in suspicions([case]):
        if (one.kind, one.about) == (kind, about):
            return one
    raise NotFound


def cases_between(actor: Actor, first: dt.date, last: dt.date) -> list[MediationCase]:
    """The cases accepted in a period that this actor may see, imported ones left out, at most two thousand."""
    query = (
        select(MediationCase)
        .where(
            MediationCase.accepted_on.between(first, last),
            MediationCase.is_imported.is_(False),
            visible(actor),
        )
        .options(*WITH_PEOPLE)
        .order_by(MediationCase.accepted_on, MediationCase.id)
        .limit(MOST_CASES)
    )
    return list(session.scalars(query))


def _verdicts(case_ids: Iterable[int]) -> dict[tuple[int, str, str], SuspicionVerdict]:
    query = select(SuspicionVerdict).where(SuspicionVerdict.case_id.in_(list(case_ids)))
    return {(one.case_id, one.kind, one.about): one for one in session.scalars(query)}


# Texts that look alike


def _alike(cases: Sequence[MediationCase]) -> list[Suspicion]:
    """For each case the one of its mediator's cases before it that it is most alike, when that is too much."""
    by_mediator: dict[int, list[MediationCase]] = defaultdict(list)
    for case in cases:
        if case.accepted_on is not None and case.lead is not None:
            by_mediator[case.lead.id].append(case)
    found = []
    for mediator_id, own in by_mediator.items():
        found += _alike_of(mediator_id, own)
    return found


def _alike_of(mediator_id: int, own: Sequence[MediationCase]) -> list[Suspicion]:
    compared = int(settings.value(practice.COMPARED.key))
    newest = max((case.accepted_on, case.id) for case in own)
    everything = _cases_of(mediator_id, newest, compared + len(own))
    texts = texts_of(everything)
    order = [case.id for case in everything]
    known = {case.id: case for case in everything}
    units = {case.unit_id for case in own}
    limits = {one: int(settings.value(practice.ALIKE.key, unit_id=one)) / 100 for one in units}
    found = []
    for case in own:
        at = order.index(case.id)
        before = order[max(0, at - compared) : at]
        best = max(((likeness(texts[case.id], texts[one]), one) for one in before), default=(0.0, 0))
        if best[0] >= limits[case.unit_id]:
            other = known[best[1]]
            params = {"percent": round(best[0] * 100), "number": other.number or ""}
            found.append(Suspicion(case, "similar", str(other.id), params, other))
    return found


def _cases_of(mediator_id: int, newest: tuple[Any, int], limit: int) -> list[MediationCase]:
    """The last cases that a mediator led up to one, in the order of their acceptance."""
    query = (
        select(MediationCase)
        .join(CaseMediator, CaseMediator.case_id == MediationCase.id)
        .where(
            CaseMediator.mediator_id == mediator_id,
            CaseMediator.role == "lead",
            CaseMediator.until.is_(None),
            or_(
                MediationCase.accepted_on < newest[0],
                and_(MediationCase.accepted_on == newest[0], MediationCase.id <= newest[1]),
            ),
        )
        .options(*WITH_PEOPLE)
        .order_by(MediationCase.accepted_on.desc(), MediationCase.id.desc())
        .limit(limit)
    )
    return list(reversed(list(session.scalars(query).unique())))


def texts_of(cases: Sequence[MediationCase]) -> dict[int, frozenset[str]]:
    """The trigrams of what each case tells: its story and what was agreed, without the parties' names."""
    terms: dict[int, str] = {}
    keys = [case.id for case in cases]
    for agreement in session.scalars(
        select(Agreement).where(Agreement.case_id.in_(keys), Agreement.state == "effective")
    ):
        terms[agreement.case_id] = agreement.terms or ""
    found = {}
    for case in cases:
        names = [party.name for party in case.dispute.parties]
        found[case.id] = grams(f"{case.dispute.story or ''}\n{terms.get(case.id, '')}", names)
    return found


# One person in too many cases


def _persons(cases: Sequence[MediationCase]) -> list[Suspicion]:
    """A party for whom, within the days before a case, there are more cases than the office finds likely."""
    limits = {unit_id: _person_limits(unit_id) for unit_id in {case.unit_id for case in cases}}
    parties = [
        (case, case.accepted_on, party)
        for case in cases
        for party in case.parties
        if case.accepted_on is not None and party.kind == "person"
    ]
    days_of = _case_days([party for _case, _day, party in parties])
    found = []
    for case, accepted_on, party in parties:
        most, days = limits[case.unit_id]
        own = days_of[_who(party.resident_id, party.name, case.unit_id)]
        count = bisect_right(own, accepted_on) - bisect_right(own, accepted_on - dt.timedelta(days=days))
        if count > most:
            about = f"r{party.resident_id}" if party.resident_id else f"n{party.name}"[:60]
            params = {"name": party.name, "count": count, "days": days}
            found.append(Suspicion(case, "person", about, params))
    return found


def _person_limits(unit_id: int) -> tuple[int, int]:
    """How many cases of one person are likely at a unit, and within how many days."""
    return (
        int(settings.value(practice.PERSON_CASES.key, unit_id=unit_id)),
        int(settings.value(practice.PERSON_DAYS.key, unit_id=unit_id)),
    )


def _who(resident_id: int | None, name: str, unit_id: int) -> _Who:
    """Whose cases are counted together: a registered person's everywhere, an unregistered one's of that name at one unit."""
    return (resident_id, "", 0) if resident_id else (None, name, unit_id)


def _case_days(parties: Iterable[DisputeParty]) -> dict[_Who, list[dt.date]]:
    """By person the days on which a case of theirs was accepted, in order, a case once; a few hundred persons a statement."""
    residents = sorted({one.resident_id for one in parties if one.resident_id})
    names = sorted({one.name for one in parties if not one.resident_id})
    rows: set[tuple[_Who, int, dt.date]] = set()
    for start in range(0, max(len(residents), len(names)), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        asked = or_(
            DisputeParty.resident_id.in_(residents[part]),
            and_(DisputeParty.resident_id.is_(None), DisputeParty.name.in_(names[part])),
        )
        query = (
            select(
                DisputeParty.resident_id,
                DisputeParty.name,
                MediationCase.unit_id,
                MediationCase.id,
                MediationCase.accepted_on,
            )
            .join(MediationCase, MediationCase.dispute_id == DisputeParty.dispute_id)
            .where(MediationCase.accepted_on.is_not(None), asked)
        )
        for resident_id, name, unit_id, case_id, day in session.execute(query):
            rows.add((_who(resident_id, name, unit_id), case_id, day))
    found: dict[_Who, list[dt.date]] = defaultdict(list)
    for who, _case_id, day in sorted(rows, key=lambda row: row[2]):
        found[who].append(day)
    return found


# Two sessions of one mediator at one time


@dataclass(frozen=True)
class _Sitting:
    """One mediator at one session; one that nobody has ended is taken to last some hours."""

    session_id: int
    case_id: int
    position: int
    start: dt.datetime
    end: dt.datetime


def _overlaps(cases: Sequence[MediationCase]) -> list[Suspicion]:
    keys = {case.id: case for case in cases}
    found: dict[tuple[int, str], tuple[_Sitting, _Sitting]] = {}
    for sittings in _sittings(list(keys)).values():
        for place, one in enumerate(sittings):
            for other in sittings[place + 1 :]:
                if other.start >= one.end + MOST_HOURS:
                    break
                if other.start >= one.end or one.case_id == other.case_id:
                    continue
                for mine, its in ((one, other), (other, one)):
                    if mine.case_id in keys:
                        found[mine.session_id, f"{mine.position}-{its.session_id}"] = (mine, its)
    others = {
        case.id: case
        for case in session.scalars(
            select(MediationCase).where(MediationCase.id.in_({its.case_id for _mine, its in found.values()}))
        )
    }
    return [
        Suspicion(
            keys[mine.case_id],
            "overlap",
            about,
            {"number": others[its.case_id].number or "", "at": its.start},
            others[its.case_id],
        )
        for (_key, about), (mine, its) in sorted(found.items())
    ]


def _sittings(case_ids: list[int]) -> dict[int, list[_Sitting]]:
    """By mediator, every session about the time of those of these cases, by their beginning."""
    own = select(MediationSession.started_at, SessionAttendance.mediator_id).join(SessionAttendance)
    rows = session.execute(
        own.where(MediationSession.case_id.in_(case_ids), SessionAttendance.mediator_id.is_not(None))
    ).all()
    if not rows:
        return {}
    query = (
        select(
            SessionAttendance.mediator_id,
            MediationSession.id,
            MediationSession.case_id,
            MediationSession.position,
            MediationSession.started_at,
            MediationSession.ended_at,
        )
        .join(MediationSession, MediationSession.id == SessionAttendance.session_id)
        .where(
            SessionAttendance.mediator_id.in_({row.mediator_id for row in rows}),
            MediationSession.started_at.between(
                min(row.started_at for row in rows) - MOST_HOURS,
                max(row.started_at for row in rows) + MOST_HOURS,
            ),
        )
        .order_by(MediationSession.started_at, MediationSession.id)
    )
    found: dict[int, list[_Sitting]] = defaultdict(list)
    for mediator_id, key, case_id, position, start, end in session.execute(query):
        found[mediator_id].append(_Sitting(key, case_id, position, start, end or start + UNFINISHED))
    return found


# What a call back found


def _calls(cases: Sequence[MediationCase]) -> list[Suspicion]:
    keys = {case.id: case for case in cases}
    query = select(CallBack).where(CallBack.case_id.in_(list(keys)), CallBack.result == "not_confirmed")
    return [
        Suspicion(keys[one.case_id], "call_back", str(one.id), {"called": one.called})
        for one in session.scalars(query.order_by(CallBack.id))
    ]


def list_samples(actor: Actor) -> list[CallSample]:
    """The samples of the committees in sight, the newest first."""
    actor.must("mediation.read_suspicions")
    query = select(CallSample).where(in_sight(actor, CallSample.unit_id))
    return list(session.scalars(query.order_by(CallSample.id.desc()).limit(100)))


def get_sample(actor: Actor, sample_id: int) -> CallSample:
    """A sample in sight; raises Forbidden or NotFound."""
    actor.must("mediation.read_suspicions")
    if 0 < sample_id <= LARGEST_KEY:
        query = select(CallSample).where(CallSample.id == sample_id, in_sight(actor, CallSample.unit_id))
        found = session.scalars(query).first()
        if found is not None:
            return found
    raise NotFound


def get_call(actor: Actor, call_id: int) -> CallBack:
    """One call of a sample in sight; raises Forbidden or NotFound."""
    found = session.get(CallBack, call_id) if 0 < call_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    get_sample(actor, found.sample_id)
    return found
