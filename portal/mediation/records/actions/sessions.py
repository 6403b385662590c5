"""A sitting at the table: opened, written while people talk, finished with its paper, reopened when the text must change.

Saving what is typed takes no version: two writers' texts are put together by line, and neither takes anything from the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.standing import void_document
from portal.errors import N_, RuleBroken
from portal.mediation.actions.moves import note_event
from portal.mediation.models import MediationCase
from portal.mediation.records import documents, queries, signing
from portal.mediation.records.choices import OVERLAP, day_of, must_be_in_time, read_word
from portal.mediation.records.kinds import OUTCOMES
from portal.mediation.records.lines import Merged, Typed, check_lines, put_together, spoken
from portal.mediation.records.models import MediationSession, SessionAttendance
from portal.mediation.records.sums import must_agree
from portal.mediation.records.wording import note_words
from portal.mediation.states import OPEN, STATES

WRITABLE = OPEN | {"terminated", "withdrawn"}


@dataclass(frozen=True)
class Seats:
    """Who sits at the table, by key; a party that does not come is left out."""

    parties: Sequence[int]
    mediators: Sequence[int]
    agents: Sequence[int] = ()
    participants: Sequence[int] = ()


@dataclass(frozen=True)
class Circumstances:
    """When and where, and who writes: the head of a session's record."""

    started_at: dt.datetime
    place: str = ""
    recorder: str = ""
    is_public: bool = True
    rights_told: bool = True
    ended_at: dt.datetime | None = None


def open_session(
    actor: Actor, case: MediationCase, *, version: int | None, seats: Seats, at: Circumstances
) -> MediationSession:
    """Open the next session of a case under mediation, numbered within the case.

    Raises RuleBroken before the acceptance, at the field, and where a mediator sits at another table at that time.
    """
    actor.must("mediation.mediate")
    case.expect_version(version)
    _must_be_mediating(case)
    must_be_in_time(case, at.started_at, at.ended_at)
    made = MediationSession(
        case=case,
        position=queries.next_position(MediationSession, MediationSession.case_id == case.id),
        round=case.round,
        entered_by=actor.account_id,
        started_at=at.started_at,
    )
    _fill(case, made, seats, at)
    session.add(made)
    session.flush()
    _must_not_overlap(made)
    note_event(
        actor,
        case,
        verb="hold_session",
        day=day_of(made.started_at),
        note=note_words("session_opened", number=made.position),
    )
    return made


def change_session(
    actor: Actor, one: MediationSession, *, version: int | None, seats: Seats, at: Circumstances
) -> MediationSession:
    """Change the head of a record that is not finished. Raises RuleBroken, Conflict."""
    _must_be_open(actor, one)
    one.expect_version(version)
    must_be_in_time(one.case, at.started_at, at.ended_at)
    _fill(one.case, one, seats, at)
    one.touch()
    session.flush()
    _must_not_overlap(one)
    audit.record(actor, "mediation.change_session", one.case, position=one.position)
    return one


def write_session(
    actor: Actor, one: MediationSession, *, typed: Sequence[Typed], page: str, is_draft: bool = False
) -> Merged:
    """Keep what was typed, together with what others typed meanwhile; `page` names the page that sends it.

    A draft (saved by itself) may hold sums whose figures and capitals do not agree yet; otherwise that is refused at `lines`.
    """
    _must_be_open(actor, one)
    check_lines(typed)
    if not is_draft:
        _sums_must_agree([line.what for line in typed])
    merged = put_together(one.lines or [], typed, page=page)
    if merged.lines != (one.lines or []):
        one.lines = merged.lines
        one.touch()
        session.flush()
        audit.record(actor, "mediation.write_session", one.case, position=one.position)
    return merged


def finish_session(
    actor: Actor,
    one: MediationSession,
    *,
    version: int | None,
    ended_at: dt.datetime,
    outcome: str,
    next_on: dt.date | None = None,
) -> MediationSession:
    """End a session: its text stands still from now on, and its paper is made for the signatures.

    Raises RuleBroken at the field: nothing written, sums that do not agree, no outcome, an overlap; Conflict.
    """
    _must_be_open(actor, one)
    one.expect_version(version)
    must_be_in_time(one.case, one.started_at, ended_at)
    if outcome not in OUTCOMES or not outcome:
        raise RuleBroken("outcome", N_("请选择这次调解的结果。"))
    if next_on is not None and (outcome != "again" or next_on < day_of(one.started_at)):
        raise RuleBroken("next_on", N_("只有择日再调才填下次日期，并且不能早于这次。"))
    if not spoken(one.lines):
        raise RuleBroken(None, N_("还没有记录内容，不能结束。请先写下调解经过。"))
    if not one.result:
        raise RuleBroken(None, N_("还没有写调解结果，请回到记录页面，在最下面写明。"))
    _sums_must_agree([line["what"] for line in one.lines or []])
    one.ended_at, one.outcome, one.next_on = ended_at, outcome, next_on
    one.finished_at, one.finished_by = clock.now(), actor.account_id
    session.flush()
    _must_not_overlap(one)
    one.document = documents.issue_session(actor, one)
    note_event(
        actor,
        one.case,
        verb="hold_session",
        day=day_of(one.started_at),
        note=note_words("session_finished", number=one.position, outcome=OUTCOMES[outcome]),
        document=one.document,
    )
    return one


def reopen_session(
    actor: Actor, one: MediationSession, *, version: int | None, reason: str
) -> MediationSession:
    """Open a finished record again, because its text must change: every signature is struck and the paper void, with the reason.

    Raises RuleBroken without a reason, Conflict.
    """
    actor.must("mediation.mediate")
    one.expect_version(version)
    _case_must_be_open(one.case)
    if not one.is_finished:
        raise RuleBroken(None, N_("这份记录还没有结束，可以直接修改。"))
    reason = read_word(reason, "reason", 300)
    signing.strike(actor, one, reason)
    if one.document is not None and one.document.status == "valid":
        void_document(actor, one.document, reason=reason)
    one.finished_at = one.finished_by = one.document = None
    one.outcome, one.ended_at, one.next_on = "", None, None
    session.flush()
    note_event(
        actor,
        one.case,
        verb="hold_session",
        note=note_words("session_reopened", number=one.position, reason=reason),
    )
    return one


def remake_paper(actor: Actor, one: MediationSession, *, version: int | None) -> MediationSession:
    """Make the paper again with the signatures that were written on the screen; the former one is replaced."""
    actor.must("mediation.mediate")
    one.expect_version(version)
    if not one.is_finished or one.document is None:
        raise RuleBroken(None, N_("请先结束记录。"))
    one.document = documents.replace_session(actor, one)
    one.touch()
    session.flush()
    return one


def drop_session(actor: Actor, one: MediationSession, *, version: int | None) -> MediationCase:
    """Take back a session that was opened by mistake: the last one, with nothing written in it."""
    _must_be_open(actor, one)
    one.expect_version(version)
    case = one.case
    if one.lines or one.position != queries.count_sessions(case.id):
        raise RuleBroken(None, N_("已经写了内容的、或者后面还有调解的，不能撤销。"))
    note_event(actor, case, verb="hold_session", note=note_words("session_dropped", number=one.position))
    session.delete(one)
    session.flush()
    return case


def overlaps(one: MediationSession) -> list[tuple[str, MediationSession]]:
    """With which other sessions this one overlaps, with the name of the mediator who sits at both."""
    return [
        (mediator.name, other)
        for mediator in one.mediators
        for other in queries.overlapping_sessions(
            mediator.id, one.started_at, queries.end_of(one), but=one.id
        )
    ]


def _fill(case: MediationCase, one: MediationSession, seats: Seats, at: Circumstances) -> None:
    one.started_at, one.ended_at = at.started_at, at.ended_at
    one.place = read_word(at.place or case.place, "place", 150)
    one.recorder = read_word(at.recorder, "recorder", 100)
    one.is_public, one.rights_told = at.is_public, at.rights_told
    day = day_of(at.started_at)
    if not seats.mediators:
        raise RuleBroken("mediators", N_("请勾选在场的调解员。"))
    if not (seats.parties or seats.agents):
        raise RuleBroken("parties", N_("请勾选到场的当事人。"))
    offered = {
        "party_id": [party.id for party in case.parties],
        "mediator_id": [mediator.id for mediator in queries.mediators_to_choose(case)],
        "agent_id": [agent.id for agent in queries.agents_now(case, day)],
        "participant_id": [one.id for one in queries.participants_of(case)],
    }
    wanted = {
        (column, key)
        for column, keys in (
            ("party_id", seats.parties),
            ("mediator_id", seats.mediators),
            ("agent_id", seats.agents),
            ("participant_id", seats.participants),
        )
        for key in keys
    }
    if any(key not in offered[column] for column, key in wanted):
        raise RuleBroken(None, N_("所选的人里有不在本案、或者当天没有授权的，请重新勾选。"))
    kept = [row for row in one.attendances if _seat(row) in wanted]
    there = {_seat(row) for row in kept}
    new = [
        SessionAttendance(**{column: key})
        for column, keys in offered.items()
        for key in keys
        if (column, key) in wanted - there
    ]
    one.attendances = [*kept, *new]


def _seat(row: SessionAttendance) -> tuple[str, int]:
    for column in ("party_id", "mediator_id", "agent_id", "participant_id"):
        key = getattr(row, column)
        if key is not None:
            return column, key
    raise ValueError("nobody sits here")


def _sums_must_agree(texts: Iterable[str]) -> None:
    for number, text in enumerate(texts, 1):
        must_agree(text, "lines", number)


def _must_be_mediating(case: MediationCase) -> None:
    if case.accepted_on is None:
        raise RuleBroken(None, N_("这一案件还没有受理，不能记录调解。请先办理受理。"))
    if case.state == "accepted":
        raise RuleBroken(None, N_("请先告知各方当事人权利义务，再开始调解。"))
    if case.state != "mediating":
        raise RuleBroken(None, N_("这一案件现在是“%(state)s”，不能另开一次调解。"), state=STATES[case.state])


def _case_must_be_open(case: MediationCase) -> None:
    if case.state not in WRITABLE:
        raise RuleBroken(None, N_("这一案件现在是“%(state)s”，记录不能再改。"), state=STATES[case.state])


def _must_be_open(actor: Actor, one: MediationSession) -> None:
    actor.must("mediation.mediate")
    _case_must_be_open(one.case)
    if one.is_finished:
        raise RuleBroken(
            None, N_("这份记录已经结束，文字不能再改。确需修改的，请写明原因重新打开，签名会划去。")
        )


def _must_not_overlap(one: MediationSession) -> None:
    if settings.value(OVERLAP.key, on=day_of(one.started_at)) != "refuse":
        return
    for name, other in overlaps(one):
        local = clock.office_time(other.started_at)
        raise RuleBroken(
            "day",
            N_("%(name)s 这段时间在 %(case)s 的第 %(number)s 次调解（%(start)s 开始），不能同时在两处。"),
            name=name,
            case=other.case.number or "",
            number=other.position,
            start=f"{local:%Y-%m-%d %H:%M}",
        )
