"""An agreement is written down, changed, made ready to be signed, or struck. What makes it bind is `concluding`."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import allocate_number, issue_document, replace_document, void_document
from portal.documents.models import IssuedNumber
from portal.errors import N_, RuleBroken
from portal.mediation import life
from portal.mediation.actions.moves import note_event, read_reason
from portal.mediation.agreements import documents, limits
from portal.mediation.agreements.kinds import ORAL
from portal.mediation.agreements.models import Agreement, Obligation
from portal.mediation.agreements.queries import agreement_in_force, open_agreement
from portal.mediation.agreements.terms import (
    NewAgreement,
    NewObligation,
    check_agreement,
    read_capitals,
    read_copies,
)
from portal.mediation.models import MediationCase
from portal.mediation.numbers import ORAL as ORAL_BOOK
from portal.mediation.numbers import WRITTEN as WRITTEN_BOOK
from portal.mediation.records import signing


def draft_agreement(
    actor: Actor, case: MediationCase, *, version: int | None, new: NewAgreement
) -> Agreement:
    """Write down what the parties agree on; nothing binds yet. Raises RuleBroken at the field, Forbidden, Conflict."""
    life.allow(case, "conclude", actor)
    case.expect_version(version)
    if open_agreement(case) is not None:
        raise RuleBroken(None, N_("这件案件已经有一份没有完成的协议，请在那一份上修改。"))
    agreement = Agreement(case=case, case_id=case.id, round=case.round, entered_by=actor.account_id)
    _write(agreement, new)
    session.add(agreement)
    session.flush()
    note_event(actor, case, verb="draft_agreement", day=new.reached_on)
    return agreement


def change_agreement(
    actor: Actor, agreement: Agreement, *, version: int | None, new: NewAgreement, strike_because: str = ""
) -> Agreement:
    """Change the words of an agreement that does not bind yet. Words that somebody has signed already are changed only with the
    signatures struck, for which `strike_because` says why; its number stays and its paper is issued anew.

    Raises RuleBroken at the field, Forbidden, Conflict.
    """
    case = agreement.case
    life.allow(case, "conclude", actor)
    agreement.expect_version(version)
    must_be_open(agreement)
    before = text_of(agreement)
    if signing.signatures_of(agreement):
        if not strike_because.strip():
            raise RuleBroken(
                "strike_because",
                N_("已经有人签字。要修改内容，须先划去签名并写明原因，修改后请各方重新签字。"),
            )
        signing.strike(actor, agreement, strike_because)
    _write(agreement, new)
    agreement.touch()
    session.flush()
    if agreement.state == "signing" and text_of(agreement) != before:
        agreement.state = "draft"
    session.flush()
    note_event(actor, case, verb="change_agreement", note=strike_because.strip()[:300])
    return agreement


def issue_agreement(
    actor: Actor, agreement: Agreement, *, version: int | None, with_paper: bool = True
) -> Agreement:
    """The words are final: the number is taken from the book of its form, the paper frozen, to be signed now. Without paper it
    follows with the conclusion, for what is signed on a screen at once.

    Raises RuleBroken with what stands in the way, Conflict.
    """
    case = agreement.case
    life.allow(case, "conclude", actor)
    agreement.expect_version(version)
    if agreement.state != "draft":
        raise RuleBroken(None, N_("这份协议已经定稿，请各方签字。"))
    _must_fit_case(agreement)
    if with_paper:
        paper(actor, agreement, reason=N_("修改内容后重新定稿"))
    else:
        book = ORAL_BOOK if agreement.form == ORAL else WRITTEN_BOOK
        number = allocate_number(actor, unit_id=case.unit_id, kind=book.code, on=agreement.reached_on)
        agreement.number, agreement.issued_number_id = number.text, number.id
    agreement.state = "signing"
    session.flush()
    note_event(actor, case, verb="issue_agreement", day=agreement.reached_on, document=agreement.document)
    return agreement


def strike_agreement(actor: Actor, agreement: Agreement, *, version: int | None, reason: str) -> Agreement:
    """The parties did not sign after all: the paper and its number are void, the case goes on. Raises RuleBroken, Conflict."""
    life.allow(agreement.case, "conclude", actor)
    agreement.expect_version(version)
    must_be_open(agreement)
    void(actor, agreement, reason=read_reason(reason), on=clock.today())
    note_event(actor, agreement.case, verb="strike_agreement", note=reason.strip()[:300])
    return agreement


def void(actor: Actor, agreement: Agreement, *, reason: str, on: dt.date) -> None:
    """Strike an agreement with its reason; a paper that never bound anybody is void with its number."""
    was_in_force = agreement.state == "effective"
    agreement.state, agreement.struck_on, agreement.struck_because = "struck", on, reason[:300]
    if agreement.document is not None and not was_in_force and agreement.document.status == "valid":
        void_document(actor, agreement.document, reason=reason[:300])
    session.flush()


def paper(actor: Actor, agreement: Agreement, *, reason: str) -> None:
    """Issue the agreement's paper; a later edition keeps the number."""
    kind, facts = documents.agreement_paper(agreement)
    case = agreement.case
    if agreement.document is not None and agreement.document.status == "valid":
        if agreement.document.kind == kind:
            agreement.document = replace_document(
                actor,
                agreement.document,
                facts=facts,
                subject=case,
                reason=reason,
                on=agreement.reached_on,
                keep_number=True,
                last_fours=documents.last_fours(case),
            )
            session.flush()
            return
        void_document(actor, agreement.document, reason=N_("改用另一种协议形式"))
        agreement.document, agreement.issued_number_id = None, None
    taken = agreement.issued_number_id
    made = issue_document(
        actor,
        kind=kind,
        facts=facts,
        unit_id=case.unit_id,
        subject=case,
        on=agreement.reached_on,
        number=session.get_one(IssuedNumber, taken) if taken is not None else None,
        last_fours=documents.last_fours(case),
    )
    agreement.document, agreement.number = made, made.number
    agreement.issued_number_id = made.issued_number_id
    session.flush()


def text_of(agreement: Agreement) -> str:
    """The words that are signed: another word is another agreement."""
    lines = [
        agreement.form,
        agreement.reached_on.isoformat(),
        agreement.facts or "",
        agreement.issues or "",
        agreement.terms or "",
        agreement.manner or "",
        str(agreement.amount_fen),
        agreement.amount_capitals,
    ]
    owed = (
        f"{one.debtor_id}>{one.creditor_id} {one.fen} {one.due_on} {one.what or ''}"
        for one in agreement.obligations
    )
    return "\n".join([*lines, *owed])


def _write(agreement: Agreement, new: NewAgreement) -> None:
    case = agreement.case
    check_agreement(new, {party.id for party in case.parties})
    must_be_possible_day(case, new.reached_on)
    if new.form == ORAL:
        why = limits.why_written(
            unit_id=case.unit_id,
            on=new.reached_on,
            is_asked=new.is_asked_in_writing,
            is_performed_at_once=new.is_performed_at_once,
            difficulty=case.difficulty,
        )
        if why:
            raise RuleBroken("form", why)
    agreement.form, agreement.reached_on = new.form, new.reached_on
    agreement.facts, agreement.terms = new.facts.strip(), new.terms.strip()
    agreement.issues, agreement.manner = new.issues.strip() or None, new.manner.strip() or None
    agreement.place, agreement.recorder = new.place.strip()[:150], new.recorder.strip()[:100]
    agreement.amount_fen = new.amount_fen
    agreement.amount_capitals = read_capitals(new.amount_fen, new.amount_capitals)
    agreement.copies = read_copies(new.copies, len(case.parties))
    agreement.is_asked_in_writing = new.is_asked_in_writing
    agreement.is_performed_at_once = new.is_performed_at_once
    agreement.obligations[:] = [_owed(one, position) for position, one in enumerate(new.obligations, start=1)]


def _owed(new: NewObligation, position: int) -> Obligation:
    row = Obligation(
        position=position,
        debtor_id=new.debtor_id,
        creditor_id=new.creditor_id,
        kind="money" if new.fen else "act",
        fen=new.fen,
        due_on=new.due_on,
    )
    row.what = new.what.strip() or None
    return row


def must_be_possible_day(case: MediationCase, day: dt.date) -> None:
    """An agreement is never older than the acceptance, nor than the one that it replaces (reference A.3, fill-in rules)."""
    if case.accepted_on is not None and day < case.accepted_on:
        raise RuleBroken(
            "reached_on",
            N_("协议日期不能早于受理日期（%(day)s 受理）。"),
            day=case.accepted_on,
        )
    if day > clock.today():
        raise RuleBroken("reached_on", N_("协议日期不能晚于今天。"))
    before = agreement_in_force(case)
    if before is not None and before.effective_on is not None and day < before.effective_on:
        raise RuleBroken(
            "reached_on", N_("新协议不能早于原协议生效的日期（%(day)s）。"), day=before.effective_on
        )


def _must_fit_case(agreement: Agreement) -> None:
    """What may have changed since it was written: parties come and go."""
    case = agreement.case
    must_be_possible_day(case, agreement.reached_on)
    here = {party.id for party in case.parties}
    if len(here) < 2:
        raise RuleBroken(None, N_("协议至少要有双方当事人。"))
    if any(
        one.debtor_id not in here or (one.creditor_id is not None and one.creditor_id not in here)
        for one in agreement.obligations
    ):
        raise RuleBroken(None, N_("有当事人已经退出，请修改协议中的履行事项。"))
    if agreement.copies < len(here) + 1:
        agreement.copies = len(here) + 1


def must_be_open(agreement: Agreement) -> None:
    """Raise RuleBroken when an agreement binds already or is void: nothing of it changes any more."""
    if agreement.state not in ("draft", "signing"):
        raise RuleBroken(
            None,
            N_(
                "这份协议已经生效或作废，不能再改。当事人要改变内容的，请办理“重新调解”；当场调解登记错了的，由主任“作废登记”。"
            ),
        )
