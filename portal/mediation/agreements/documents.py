"""Agreements and what follows turned into the frozen facts of their papers. Nothing here changes a record.

Words that stand on paper are Chinese in every language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.disputes.models import DisputeParty
from portal.mediation.agreements import papers
from portal.mediation.agreements.kinds import (
    FORMS,
    ORAL,
    PERFORMANCES,
    PROOFS,
    SATISFACTIONS,
    SUIT_OUTCOMES,
    VISIT_WAYS,
)
from portal.mediation.agreements.models import (
    Agreement,
    CaseVisit,
    ClosingReport,
    Confirmation,
    Obligation,
    Performance,
    Urging,
)
from portal.mediation.agreements.queries import agreement_in_force
from portal.mediation.documents import case_facts, issue, last_fours, party_line, side_word, signing_name
from portal.mediation.models import MediationCase
from portal.mediation.numbering import CHINESE, numbered
from portal.mediation.records.models import CaseAgent, Signature
from portal.mediation.records.papers import SignPlace
from portal.mediation.records.signing import signatures_of
from portal.mediation.records.strokes import draw
from portal.mediation.states import CASE_SOURCES, MEMBER_ROLES
from portal.standards.amounts import capitals, figures

__all__ = [
    "agreement_paper",
    "closing_paper",
    "confirmation_paper",
    "issue",
    "last_fours",
    "left_blank",
    "receipt_paper",
    "urging_paper",
    "visit_paper",
]
PAPER_MEDIATOR = "人民调解员"
PAPER_RECORDER = "记录人"
PAPER_BESIDE = (("宣读人", "reader"), ("见证人", "witness"))
PAPER_HEAD = "{} {}"
PAPER_DAY = "{0.year}年{0.month}月{0.day}日"
PAPER_SUE = "当事人之间就调解协议的履行或者调解协议的内容发生争议的，一方当事人可以向人民法院提起诉讼（人民调解法第三十二条）。"
PAPER_ENFORCE = (
    "本协议已经人民法院司法确认，一方拒绝履行或者未全部履行的，"
    "对方当事人可以向人民法院申请强制执行（人民调解法第三十三条）。"
)
PAPER_PAY = "给付款项"
PAPER_VISIT = "了解调解协议的履行情况和当事人的意见"
PAPER_VISIT_WITHOUT = "了解调解结束后纠纷的情况和当事人的意见"
PAPER_SUED = "{day}起诉"
PAPER_REASONS = (
    "申请人之间因“{title}”，于{day}经{office}主持调解，达成{form}（编号：{number}），该协议已于{effective}生效。",
    "该协议是各方当事人自愿达成，内容具体明确，不违反法律法规的强制性规定，不损害国家利益、社会公共利益和他人的合法权益，不违背公序良俗。",
)

Paper = tuple[str, papers.CaseFacts]


def agreement_paper(agreement: Agreement) -> tuple[str, papers.AgreementFacts]:
    """The kind and the facts of an agreement's own paper, with what was signed on a screen so far."""
    case = agreement.case
    facts = papers.AgreementFacts(
        **case_facts(case, agreement.reached_on),
        facts_text=agreement.facts or "",
        issues=agreement.issues or "",
        terms=numbered((agreement.terms or "").splitlines(), CHINESE),
        manner=agreement.manner or "",
        owed=tuple(_owed(one) for one in agreement.obligations),
        figures=figures(agreement.amount_fen) if agreement.amount_fen else "",
        capitals=agreement.amount_capitals,
        is_performed_at_once=agreement.is_performed_at_once,
        copies=agreement.copies,
        reached_on=agreement.reached_on,
        place=agreement.place or case.place,
        signs=tuple(_places(agreement)),
    )
    return (papers.ORAL_FORM if agreement.form == ORAL else papers.AGREEMENT), facts


def what_of(one: Obligation) -> str:
    """What is owed, in words: an act, or money with what it is for."""
    return one.what or PAPER_PAY


def _owed(one: Obligation) -> papers.OwedLine:
    return papers.OwedLine(
        debtor=one.debtor.name,
        creditor=one.creditor.name if one.creditor else "",
        what=what_of(one),
        figures=figures(one.fen) if one.fen else "",
        due_on=one.due_on,
    )


def _places(agreement: Agreement) -> Iterable[SignPlace]:
    """The places to sign, in the order of the form: parties with their readers and witnesses, mediators, recorders."""
    case, there = agreement.case, signatures_of(agreement)
    for party in case.parties:
        yield _place(side_word(party), signing_name(party), _first(there, ("party", "agent"), party.id))
        if party.cannot_read:
            for label, kind in PAPER_BESIDE:
                one = _first(there, (kind,), party.id)
                yield _place(label, one.name if one else "", one)
    for role in ("lead", "joint"):
        for row in case.mediators:
            if row.role == role and row.until is None:
                signed = next((s for s in there if _is_by(s, row.mediator_id)), None)
                yield _place(PAPER_MEDIATOR, row.mediator.name, signed)
    recorders = [row.mediator.name for row in case.mediators if row.role == "recorder" and row.until is None]
    for name in recorders or [agreement.recorder or (case.lead.name if case.lead else "")]:
        signed = next((s for s in there if s.kind == "recorder" and s.name == name), None)
        yield _place(PAPER_RECORDER, name, signed)


def _is_by(one: Signature, mediator_id: int) -> bool:
    return one.kind == "mediator" and one.mediator_id == mediator_id


def _first(there: list[Signature], kinds: tuple[str, ...], party_id: int) -> Signature | None:
    return next((one for one in there if one.kind in kinds and one.party_id == party_id), None)


def _place(label: str, name: str, one: Signature | None) -> SignPlace:
    if one is None or one.way != "screen" or not one.strokes:
        return SignPlace(label=label, name=name)
    return SignPlace(label=label, name=name or one.name, image=draw(one.strokes), day=one.signed_on)


def receipt_paper(row: Performance) -> Paper:
    """收条 of one payment: the whole sum that the one owes the other by the agreement, what was paid by then, what is left."""
    owed = row.obligation
    between = [
        one
        for one in owed.agreement.obligations
        if one.fen and (one.debtor_id, one.creditor_id) == (owed.debtor_id, owed.creditor_id)
    ]
    whole = sum(one.fen for one in between)
    done = sum(
        paid.fen
        for one in between
        for paid in one.performances
        if paid.struck_on is None and (paid.done_on, paid.id) <= (row.done_on, row.id)
    )
    facts = papers.ReceiptFacts(
        **case_facts(owed.agreement.case, row.done_on),
        agreement_number=owed.agreement.number or "",
        payer=row.payer,
        payee=row.payee,
        figures=figures(row.fen),
        capitals=capitals(row.fen),
        owed_figures=figures(whole),
        done_figures=figures(done),
        left_figures=figures(whole - done),
        proof="" if row.proof == "receipt" else PROOFS[row.proof],
        note=row.note or "",
        done_on=row.done_on,
    )
    return papers.RECEIPT, facts


def urging_paper(row: Urging) -> Paper:
    """督促履行通知 of one thing owed."""
    owed = row.obligation
    agreement = owed.agreement
    left = owed.fen - owed.done_fen
    facts = papers.UrgingFacts(
        **case_facts(agreement.case, row.urged_on),
        agreement_number=agreement.number or "",
        effective_on=agreement.effective_on or agreement.reached_on,
        debtor=owed.debtor.name,
        creditor=owed.creditor.name if owed.creditor else "",
        what=what_of(owed),
        due_on=owed.due_on,
        left_figures=figures(left) if left else "",
        left_capitals=capitals(left) if left else "",
        perform_by=row.perform_by,
        remedies=remedies_of(agreement),
        urged_on=row.urged_on,
    )
    return papers.URGING, facts


def remedies_of(agreement: Agreement) -> str:
    """What the parties may do when an agreement is not kept: sue on it, or have the confirmed one enforced."""
    confirmed = session.scalar(
        select(Confirmation.id).where(
            Confirmation.agreement_id == agreement.id, Confirmation.state == "valid"
        )
    )
    return PAPER_ENFORCE if confirmed is not None else PAPER_SUE


def visit_paper(row: CaseVisit) -> Paper:
    """11 人民调解回访记录."""
    case = row.case
    suit = [PAPER_SUED.format(day=_day(case.sued_on))] if case.sued_on is not None else []
    if row.suit_outcome:
        suit.append(SUIT_OUTCOMES[row.suit_outcome])
    facts = papers.VisitFacts(
        **case_facts(case, row.visited_on),
        agreement_number=(row.agreement.number or "") if row.agreement else "",
        visited=row.visited,
        way=VISIT_WAYS[row.way],
        reason=row.reason or (PAPER_VISIT if row.agreement else PAPER_VISIT_WITHOUT),
        performance=PERFORMANCES[row.performance],
        satisfaction=SATISFACTIONS[row.satisfaction],
        situation=row.situation or "",
        suit="，".join(suit),
        danger=row.danger or "",
        visitor=row.visitor.name,
        visited_on=row.visited_on,
    )
    return papers.VISIT, facts


def confirmation_paper(row: Confirmation) -> Paper:
    """12 司法确认申请书, with the full numbers that the register has of the parties."""
    agreement = row.agreement
    case = agreement.case
    common = case_facts(case, row.prepared_on)
    effective = agreement.effective_on or agreement.reached_on
    said = [line.strip() for line in (row.reasons or "").splitlines() if line.strip()]
    usual = [
        text.format(
            title=case.dispute.title,
            day=_day(agreement.reached_on),
            office=common["office"],
            form=FORMS[agreement.form],
            number=agreement.number or "",
            effective=_day(effective),
        )
        for text in PAPER_REASONS
    ]
    happened = [line.strip() for line in (agreement.facts or "").splitlines() if line.strip()]
    facts = papers.ConfirmationFacts(
        **common,
        applicants=tuple(_applicant(case, party, row) for party in case.parties),
        agreement_number=agreement.number or "",
        agreement_form=FORMS[agreement.form],
        reached_on=agreement.reached_on,
        effective_on=effective,
        last_on=row.raw_last_on,
        mediators="、".join(
            m.mediator.name for m in case.mediators if m.until is None and m.role != "recorder"
        ),
        reasons=(usual[0], *(said or [*happened, *usual[1:]])),
        court=row.court,
        prepared_on=row.prepared_on,
    )
    return papers.CONFIRMATION, facts


def _applicant(case: MediationCase, party: DisputeParty, row: Confirmation) -> papers.Applicant:
    line = party_line(party, row.prepared_on)
    resident = party.resident
    paper = resident.primary_paper if resident else None
    agents = session.scalars(select(CaseAgent).where(CaseAgent.party_id == party.id).order_by(CaseAgent.id))
    return papers.Applicant(
        name=line.name,
        is_person=line.is_person,
        sex=line.sex,
        birth=_birth_of(party),
        ethnic_group=line.ethnic_group,
        identity_number=line.credit_code if not line.is_person else (paper.number or "" if paper else ""),
        address=line.address,
        phone=line.phone,
        legal_representative=line.legal_representative,
        agent="、".join(one.name for one in agents if one.acts_on(row.prepared_on)),
    )


def _birth_of(party: DisputeParty) -> dt.date | None:
    typed = (party.details or {}).get("birth", "")
    if typed:
        return dt.date.fromisoformat(typed)
    return party.resident.birth_date if party.resident else None


def left_blank(case: MediationCase) -> list[str]:
    """The parties whose number (for a person also the day of birth) an application to the court would leave to be written."""
    blank = []
    for party in case.parties:
        paper = party.resident.primary_paper if party.resident else None
        if party.kind == "organisation":
            is_known = bool(party_line(party, clock.today()).credit_code)
        else:
            is_known = bool(paper and paper.number) and _birth_of(party) is not None
        if not is_known:
            blank.append(party.name)
    return blank


def closing_paper(report: ClosingReport) -> Paper:
    """结案报告表."""
    case = report.case
    agreement = agreement_in_force(case)
    facts = papers.ClosingFacts(
        **case_facts(case, report.reported_on),
        handled_by="、".join(m.mediator.name for m in case.mediators if m.until is None),
        accepted_on=case.accepted_on,
        ended_on=case.performed_on or report.reported_on,
        reported_on=report.reported_on,
        source=CASE_SOURCES[case.source],
        summary=report.summary or "",
        result=report.result or "",
        agreement_number=(agreement.number or "") if agreement else "",
        opinion=report.opinion or "",
        opinion_by=PAPER_HEAD.format(MEMBER_ROLES[report.opinion_role], report.opinion_by)
        if report.opinion_by
        else "",
        opinion_on=report.opinion_on,
        is_own_opinion=report.opinion_is_own,
    )
    return papers.CLOSING, facts


def _day(day: dt.date) -> str:
    return PAPER_DAY.format(day)
