"""驻所: a case passed on before any suit is filed, with every party's consent, to the joint room of the police station of the
respondent's area. The room's answer to our letter is the result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.letters.actions import draft_letter
from portal.letters.kinds import INTERIM, LIAISON
from portal.letters.models import Letter, LetterAnswer
from portal.mediation.actions.moves import note_event
from portal.mediation.links import papers, replies
from portal.mediation.links.limits import TRANSFER_DAYS
from portal.mediation.links.models import StationTransfer
from portal.mediation.links.people import street_of
from portal.mediation.links.queries import referrals_of, transfers_of
from portal.mediation.links.reading import consents_in_words, read_consents, read_word
from portal.mediation.models import MediationCase
from portal.mediation.states import BEFORE_ACCEPTANCE, RUNNING
from portal.units.queries import get_unit, unit_and_below

SUCCESSES = frozenset({"done", "agreed"})


def transfer_case(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    area_id: int,
    station: str,
    is_unfiled: bool,
    party_ids: Collection[int],
    consented_on: dt.date | None,
    room: str = "",
    court: str = "",
    due_on: dt.date | None = None,
) -> StationTransfer:
    """Pass the case on to the room of the respondent's area, and draft the letter. Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.transfer_case")
    case.expect_version(version)
    _must_be_free(case, is_unfiled)
    if area_id not in unit_and_below(street_of(actor).id):
        raise NotFound
    area, today = get_unit(area_id), clock.today()
    consents = read_consents(case.parties, party_ids, consented_on, everybody=True)
    days = dt.timedelta(days=settings.value(TRANSFER_DAYS.key))
    due = due_on or today + days
    if due < today:
        raise RuleBroken("due_on", N_("期限不能早于今天。"))
    row = StationTransfer(
        unit_id=case.unit_id,
        case=case,
        area=area,
        station=read_word(station, "station", 100, wanted=True),
        room=read_word(room, "room", 100) or papers.ROOM,
        court=read_word(court, "court", 100),
        made_on=today,
        due_on=due,
        made_by=actor.account_id,
    )
    row.consents = consents
    session.add(row)
    session.flush()
    row.letter = _letter_of(actor, row)
    session.flush()
    note_event(actor, case, verb="transfer_case", note=f"{row.station} {row.room}")
    return row


def hear_answer(actor: Actor, letter: Letter, answer: LetterAnswer) -> None:
    """The room answered: agreed, or not, with its own words; an interim answer says nothing yet."""
    row = session.get(StationTransfer, letter.subject_id)
    if row is None or row.letter_id != letter.id or answer.outcome == INTERIM:
        return
    row.state = "agreed" if answer.outcome in SUCCESSES else "failed"
    row.result, row.ended_on = answer.text or None, answer.received_on
    _end(actor, row, "end_transfer")


def hear_withdrawal(actor: Actor, letter: Letter) -> None:
    """Our letter was withdrawn, and the transfer with it."""
    row = session.get(StationTransfer, letter.subject_id)
    if row is not None and row.letter_id == letter.id and row.state in {"draft", "sent"}:
        row.state, row.ended_on = "withdrawn", clock.today()
        _end(actor, row, "withdraw_transfer")


def _end(actor: Actor, row: StationTransfer, verb: str) -> None:
    session.flush()
    note_event(actor, row.case, verb=verb, note=f"{row.station} {row.room}")
    audit.record(actor, f"mediation.{verb}", row, day=row.ended_on)


def _must_be_free(case: MediationCase, is_unfiled: bool) -> None:
    if case.state not in BEFORE_ACCEPTANCE | RUNNING:
        raise RuleBroken(None, N_("案件已结束或中止，不能移送。"))
    is_filed = any(one.entrusting == "after" and one.recalled_on is None for one in referrals_of(case))
    if not is_unfiled or is_filed or case.sued_on is not None:
        raise RuleBroken(
            "is_unfiled", N_("驻所移送只适用于尚未立案的纠纷。已经起诉立案的，请由人民法院委托调解。")
        )
    if any(one.state in {"draft", "sent"} for one in transfers_of(case)):
        raise RuleBroken(None, N_("这一案件已经移送，结果还没有回来。"))


def _letter_of(actor: Actor, row: StationTransfer) -> Letter:
    return draft_letter(
        actor,
        kind=LIAISON,
        unit_id=row.unit_id,
        addressee=row.station,
        subject=row,
        title=papers.TRANSFER_TITLE,
        body=papers.transfer(
            parties=replies.parties_of(row.case),
            category=row.case.dispute.category.name,
            area=row.area.name,
            court=row.court,
            consents=consents_in_words(row.consents or []),
            room=row.room,
        ),
        due_on=row.due_on,
    )
