"""The records of the table turned into the frozen facts of their papers, and these issued in the committee's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeParty
from portal.documents.actions.standing import replace_document
from portal.documents.models import Document
from portal.mediation.documents import case_facts, issue, last_fours, side_word, signing_name
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.records import papers, queries, signing
from portal.mediation.records.kinds import EVIDENCE_FORMS, OUTCOMES, PARTICIPANT_KINDS, POWERS, SIGNERS
from portal.mediation.records.lines import Line, spoken
from portal.mediation.records.models import (
    CaseAgent,
    EvidenceItem,
    Investigation,
    MediationSession,
    Signature,
)
from portal.mediation.records.strokes import draw
from portal.mediation.records.wording import PAPER_AGENT, PAPER_REMADE, PAPER_RETURNED
from portal.standards.codes import ETHNIC_GROUPS, SEX

AND = "、"


def issue_session(actor: Actor, one: MediationSession) -> Document:
    """8 人民调解记录 of a finished session."""
    return issue(actor, one.case, papers.SESSION, session_facts(one), day=clock.today())


def replace_session(actor: Actor, one: MediationSession) -> Document:
    """The same with the signatures that have been written on the screen since."""
    if one.document is None:
        raise ValueError("a session that was not finished has no paper")
    return replace_document(
        actor,
        one.document,
        facts=session_facts(one),
        subject=one.case,
        reason=PAPER_REMADE,
        last_fours=last_fours(one.case),
    )


def session_facts(one: MediationSession) -> papers.SessionPaper:
    """What the record of a session says."""
    start = clock.office_time(one.started_at)
    came = [row for row in one.attendances if row.agent or row.participant]
    seated = {party.id for party in one.parties}
    return papers.SessionPaper(
        **case_facts(one.case, start.date(), _seated(one)),
        position=one.position,
        day=start.date(),
        start=f"{start:%H:%M}",
        end=_time(one.ended_at),
        place=one.place,
        is_public=one.is_public,
        rights_told=one.rights_told,
        absent=AND.join(party.name for party in one.case.parties if party.id not in seated),
        agents=AND.join(
            PAPER_AGENT.format(name=row.agent.name, party=row.agent.party.name) for row in came if row.agent
        ),
        participants=AND.join(
            f"{row.participant.name}（{PARTICIPANT_KINDS[row.participant.kind]}）"
            for row in came
            if row.participant
        ),
        mediators=AND.join(mediator.name for mediator in one.mediators),
        recorder=one.recorder,
        lines=_lines(one.lines),
        result=one.result,
        outcome=OUTCOMES[one.outcome] if one.outcome else "",
        next_on=one.next_on,
        signs=sign_places(one),
    )


def _seated(one: MediationSession) -> list[DisputeParty]:
    """The parties of the record's head: those who came, or whose agents did."""
    acted = {row.agent.party_id for row in one.attendances if row.agent}
    return [party for party in one.case.dispute.parties if party in one.parties or party.id in acted]


def issue_investigation(actor: Actor, one: Investigation) -> Document:
    """6 人民调解调查记录 of a finished questioning."""
    return issue(actor, one.case, papers.INVESTIGATION, investigation_facts(one), day=clock.today())


def investigation_facts(one: Investigation) -> papers.InvestigationPaper:
    """What the record of a questioning says."""
    start = clock.office_time(one.started_at)
    known: dict[str, str] = one.details or {}
    return papers.InvestigationPaper(
        **case_facts(one.case, start.date()),
        day=start.date(),
        start=f"{start:%H:%M}",
        end=_time(one.ended_at),
        place=one.place,
        investigators=AND.join(mediator.name for mediator in one.mediators),
        recorder=one.recorder,
        asked=one.asked_name,
        sex=SEX.get(known.get("sex", ""), known.get("sex", "")),
        age=known.get("age", ""),
        ethnic_group=ETHNIC_GROUPS.get(known.get("ethnic_group", ""), known.get("ethnic_group", "")),
        job=known.get("job", ""),
        employer=known.get("employer", ""),
        phone=known.get("phone", ""),
        relation=known.get("relation", ""),
        lines=_lines(one.lines),
        signs=sign_places(one),
    )


def issue_power(actor: Actor, agent: CaseAgent) -> Document:
    """5 授权委托书, for the principal's signature."""
    known: dict[str, str] = agent.details or {}
    facts = papers.PowerPaper(
        **case_facts(agent.case, agent.granted_on, [agent.party]),
        principal=agent.party.name,
        agent=agent.name,
        sex=SEX.get(known.get("sex", ""), known.get("sex", "")),
        age=known.get("age", ""),
        identity=known.get("identity", ""),
        employer=known.get("employer", ""),
        phone=known.get("phone", ""),
        relation=known.get("relation", ""),
        matters=agent.matters or "",
        is_special=agent.authority == "special",
        powers=tuple(POWERS[code] for code in agent.power_codes),
        granted_on=agent.granted_on,
        valid_from=agent.valid_from,
        valid_to=agent.valid_to,
    )
    return issue(actor, agent.case, papers.POWER, facts, day=clock.today())


def issue_list(actor: Actor, case: MediationCase, purpose: str) -> Document:
    """4 身份证明清单 or 7 证据材料清单, as the list stands today."""
    today = clock.today()
    facts: papers.IdentityList | papers.EvidenceList
    lines = tuple(proof_line(item) for item in queries.evidence_of(case, purpose))
    common: dict[str, Any] = {**case_facts(case, today), "made_on": today, "made_by": actor.name}
    if purpose == "identity":
        missing = AND.join(party.name for party in queries.without_identity(case))
        facts = papers.IdentityList(**common, proofs=lines, without=missing)
        return issue(actor, case, papers.IDENTITY, facts, day=today)
    facts = papers.EvidenceList(**common, items=lines)
    return issue(actor, case, papers.EVIDENCE, facts, day=today)


def proof_line(item: EvidenceItem) -> papers.ProofLine:
    """One line of either list."""
    returned = ""
    if item.returned_on is not None:
        returned = PAPER_RETURNED.format(day=item.returned_on, name=item.returned_to)
    return papers.ProofLine(
        number=item.position,
        owner=item.party.name if item.party else "",
        name=item.name,
        source=item.source,
        form=EVIDENCE_FORMS[item.form],
        pages=item.pages,
        supplied_by=item.supplied_by,
        supplied_on=item.supplied_on,
        returned=returned,
    )


def sign_places(subject: Any) -> tuple[papers.SignPlace, ...]:
    """The places to sign of a record, each with the signature that was written on the screen, if one was."""
    there = signing.signatures_of(subject)
    return tuple(_place(one, there, subject.case) for one in signing.wanted_signers(subject.case, subject))


def _place(wanted: signing.Wanted, there: Sequence[Signature], case: MediationCase) -> papers.SignPlace:
    made = next((one for one in there if wanted.is_met_by(one)), None)
    party = next((one for one in case.dispute.parties if one.id == wanted.party_id), None)
    label = SIGNERS[wanted.kind]
    if party is not None and wanted.kind == "party":
        label = side_word(party)
    elif party is not None and wanted.kind in ("reader", "witness"):
        label = f"{label}（{party.name}）"
    elif made is not None and made.kind == "agent":
        label = SIGNERS["agent"]
    name = _signed_by(made, party) if made else wanted.name or _name_of(wanted, party)
    written = made is not None and made.way == "screen" and made.strokes
    return papers.SignPlace(
        label=label,
        name=name,
        image=draw(made.strokes) if written and made else None,
        day=made.signed_on if written and made else None,
    )


def _signed_by(made: Signature, party: DisputeParty | None) -> str:
    """Who signed; for an organisation its name, with whoever signed in its name behind it."""
    if (
        made.kind == "party"
        and party is not None
        and party.kind == "organisation"
        and made.name != party.name
    ):
        return f"{party.name}（{made.name}）" if made.name else party.name
    return made.name


def _name_of(wanted: signing.Wanted, party: DisputeParty | None) -> str:
    """Whose place it is before anybody has signed: the party's, or that of the mediator who led, asked or recorded."""
    if wanted.mediator_id is not None:
        mediator = session.get(Mediator, wanted.mediator_id)
        return mediator.name if mediator else ""
    return signing_name(party) if party and wanted.kind == "party" else ""


def _lines(lines: Iterable[Line] | None) -> tuple[papers.SpokenLine, ...]:
    return tuple(papers.SpokenLine(who=line["who"], what=line["what"]) for line in spoken(lines))


def _time(moment: dt.datetime | None) -> str:
    return f"{clock.office_time(moment):%H:%M}" if moment is not None else ""
