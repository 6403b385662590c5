"""How sessions, investigations and powers of attorney are signed: by whom, from which day on, and under which words."""

from __future__ import annotations

from typing import Any

from portal.errors import N_
from portal.mediation.models import MediationCase
from portal.mediation.records.choices import day_of
from portal.mediation.records.lines import text_of
from portal.mediation.records.models import CaseAgent, Investigation, MediationSession
from portal.mediation.records.signing import SignedKind, Wanted, define_signed, mediator_wanted, party_wants
from portal.mediation.records.wording import sign_words

_FIRST_FINISH = N_("请先结束记录，再签名。")


def join() -> None:
    """Register the three kinds; may be called again."""
    define_signed(
        "MediationSession",
        SignedKind(
            wanted=_of_session,
            first_day=lambda one: day_of(one.started_at),
            text=lambda one: text_of(one.lines),
            not_yet=_until_finished,
        ),
    )
    define_signed(
        "Investigation",
        SignedKind(
            wanted=_of_investigation,
            first_day=lambda one: day_of(one.started_at),
            text=lambda one: text_of(one.lines),
            not_yet=_until_finished,
        ),
    )
    define_signed("CaseAgent", SignedKind(wanted=_of_power, first_day=lambda one: one.granted_on))


def _until_finished(one: Any) -> str:
    return "" if one.is_finished else _FIRST_FINISH


def _of_session(case: MediationCase, one: MediationSession, wants_seal: bool) -> list[Wanted]:
    """Everybody who sat at the table, in the order of the form: parties, participants, mediators, recorder.

    Who was assigned to record signs as the recorder and not once more as a mediator.
    """
    acted = {row.agent.party_id for row in one.attendances if row.agent}
    found: list[Wanted] = []
    for party in case.dispute.parties:
        if party in one.parties or party.id in acted:
            found += party_wants(party, wants_seal=wants_seal)
    for row in one.attendances:
        if row.participant is not None:
            name = row.participant.name
            found.append(Wanted("participant", sign_words("participant", name), name=name))
    only_records = {
        row.mediator.name for row in case.mediators if row.role == "recorder" and row.until is None
    }
    found += [
        mediator_wanted(mediator)
        for mediator in one.mediators
        if mediator.name != one.recorder or mediator.name not in only_records
    ]
    found.append(_recorder(one.recorder))
    return found


def _of_investigation(case: MediationCase, one: Investigation, wants_seal: bool) -> list[Wanted]:
    """The person asked (with reader and witness where he cannot read), who asked, and the recorder."""
    found = [Wanted("asked", sign_words("asked", one.asked_name), name=one.asked_name)]
    if one.cannot_read:
        found.append(Wanted("reader", sign_words("reader", one.asked_name), party_id=one.party_id))
        found.append(Wanted("witness", sign_words("witness", one.asked_name), party_id=one.party_id))
    found += [mediator_wanted(mediator, "investigator") for mediator in one.mediators]
    found.append(_recorder(one.recorder))
    return found


def _of_power(case: MediationCase, one: CaseAgent, wants_seal: bool) -> list[Wanted]:
    """The principal, with reader and witness where he cannot read, and the seal of an organisation."""
    return party_wants(one.party, wants_seal=one.party.kind == "organisation")


def _recorder(name: str) -> Wanted:
    return Wanted("recorder", sign_words("recorder", name), name=name)
