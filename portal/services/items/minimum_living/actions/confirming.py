"""Reporting to whoever confirms (报送审核确认), and the answer: a district post in the portal, or a letter that we enter."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.letters.actions import draft_letter
from portal.letters.kinds import SUBMISSION
from portal.letters.models import Letter, LetterAnswer
from portal.services.actions.decision import note_step
from portal.services.actions.moves import read_note, read_reason
from portal.services.items.minimum_living import documents, terms
from portal.services.items.minimum_living.actions.checking import outside_body
from portal.services.items.minimum_living.actions.granting import granted_sheet
from portal.services.items.minimum_living.actions.opinion import issue_approval_form
from portal.services.items.minimum_living.definition import DISTRICT_VISIT, REPORT
from portal.services.items.minimum_living.models import HouseholdDeclaration, SupportConfirmation
from portal.services.items.minimum_living.queries import current_confirmation, current_opinion
from portal.services.items.minimum_living.vocabulary import ANSWERS, WAYS

_AFTER_ANSWER = {"agreed": "confirmed", "disagreed": "denied", "returned": "returned"}
VISIT_FIRST = N_("近亲属已备案的家庭，须先登记区级入户核查，再确认（57号第二十条）。")


def report_household(
    actor: Actor, declaration: HouseholdDeclaration, *, version: int | None, way: str
) -> SupportConfirmation:
    """Report a reviewed application: to a district post that signs in here (`post`), or by a numbered letter (`letter`).

    The form with its signatures is issued for it. Raises RuleBroken where the street confirms itself, or it was reported.
    """
    actor.must("services.report_household")
    declaration.expect_version(version)
    application = declaration.application
    if application.state != "reviewed":
        raise RuleBroken(None, N_("审核以后才能报送。"))
    if way not in WAYS or way == "street" or not goes_to_district(declaration):
        raise RuleBroken("way", N_("这一申请由街道确认，不需要报送；或者请选择报送方式。"))
    if current_confirmation(declaration) is not None:
        raise RuleBroken(None, N_("已经报送，正在等待答复。"))
    issue_approval_form(actor, application, declaration)
    made = SupportConfirmation(
        declaration=declaration, way=way, reported_on=clock.today(), reported_by=actor.account_id
    )
    session.add(made)
    session.flush()
    if way == "letter":
        addressee_id, addressee = outside_body(application.unit_id, terms.DISTRICT_BODY.key)
        made.letter = draft_letter(
            actor,
            kind=SUBMISSION,
            unit_id=application.unit_id,
            title=documents.PAPER_REPORT_TITLE,
            body=documents.report_letter(declaration),
            subject=made,
            subject_label=f"{application.number} {application.item.name}",
            subject_href=f"/services/applications/{application.id}/report",
            enclosures=documents.report_enclosures(declaration),
            addressee_id=addressee_id,
            addressee=addressee,
        )
    declaration.touch()
    session.flush()
    audit.record(actor, "services.report_household", declaration, way=way)
    return made


def goes_to_district(declaration: HouseholdDeclaration) -> bool:
    """Whether the district confirms this one; what was ended under art. 29 is decided by the street."""
    return declaration.ended_on is None and not terms.is_street(declaration.application.unit_id)


def confirm_household(
    actor: Actor,
    declaration: HouseholdDeclaration,
    *,
    version: int | None,
    answer: str,
    number: str = "",
    note: str = "",
) -> SupportConfirmation:
    """The district's answer, given in the portal; reasons are required unless it confirms.

    Raises RuleBroken at `answer` or `note`, while a registered relative's household was not visited by the district, and
    where the standard of the first month has changed since the opinion and would change what was judged.
    """
    actor.must("services.confirm_household")
    declaration.expect_version(version)
    confirmation = current_confirmation(declaration)
    if confirmation is None or confirmation.way != "post" or confirmation.answer:
        raise RuleBroken(None, N_("这一申请没有等待区级确认。"))
    if answer not in ANSWERS:
        raise RuleBroken("answer", N_("请选择确认意见。"))
    opinion = current_opinion(declaration)
    advised_against = opinion is not None and opinion.opinion != "agree"
    if answer == "confirmed" or (answer == "denied" and advised_against):
        granted_sheet(declaration, clock.today())
    text = read_note(note) if answer == "confirmed" else read_reason(note, "note")
    _enter(actor, confirmation, answer, number=number, on=clock.today(), note=text)
    return confirmation


def hear_answer(actor: Actor, letter: Letter, answer: LetterAnswer) -> None:
    """The letter of report was answered. An interim answer changes nothing, nor does one to any other letter about it."""
    outcome = _AFTER_ANSWER.get(answer.outcome, "")
    confirmation = reported_by(letter)
    if confirmation is None or not outcome:
        return
    if not answer.number.strip():
        raise RuleBroken("number", N_("确认意见须登记对方文号，决定书上要写。"))
    if outcome != "confirmed" and not (answer.text or "").strip():
        raise RuleBroken("text", N_("不同意、退回的，请照答复写明理由，告知书上要写。"))
    confirmation.file_id = answer.file_id
    _enter(
        actor,
        confirmation,
        outcome,
        number=answer.number,
        on=answer.dated_on,
        note=(answer.text or "")[:1000],
    )


def hear_withdrawal(actor: Actor, letter: Letter) -> None:
    """The letter of report was withdrawn before it was answered: the report came back, and may be made again."""
    confirmation = reported_by(letter)
    if confirmation is None or confirmation.answer:
        return
    confirmation.answer, confirmation.answered_on = "returned", clock.today()
    confirmation.answered_by, confirmation.note = actor.account_id, letter.withdrawn_because
    confirmation.declaration.touch()
    session.flush()
    declaration = confirmation.declaration
    audit.record(actor, "services.enter_confirmation", declaration, answer="returned", day=clock.today())


def reported_by(letter: Letter) -> SupportConfirmation | None:
    """The report that this very letter is, while it is the newest; the district's own post is not answered for by letters."""
    found = session.get(SupportConfirmation, letter.subject_id) if letter.subject_id else None
    if found is None or found.way != "letter" or found.letter_id != letter.id:
        return None
    return found if found is found.declaration.confirmations[-1] else None


def _enter(
    actor: Actor, confirmation: SupportConfirmation, answer: str, *, number: str, on: dt.date, note: str
) -> None:
    declaration = confirmation.declaration
    application = declaration.application
    if application.state != "reviewed":
        raise RuleBroken(None, N_("这一申请已经决定，不能再登记确认意见。"))
    if answer == "confirmed" and declaration.relatives and not _was_visited(declaration):
        raise RuleBroken(None, VISIT_FIRST)
    confirmation.answer, confirmation.answered_on = answer, on
    confirmation.answered_by, confirmation.number = actor.account_id, number.strip()[:80]
    confirmation.note = note
    declaration.touch()
    session.flush()
    audit.record(actor, "services.enter_confirmation", declaration, answer=answer, number=number, day=on)
    if answer != "returned":
        note_step(actor, application, REPORT, f"{ANSWERS[answer]} {confirmation.number}".strip())


def _was_visited(declaration: HouseholdDeclaration) -> bool:
    return any(step.code == DISTRICT_VISIT for step in declaration.application.steps)
