"""Reporting to whoever confirms, and the answer: a district post in the portal, or the letter's own."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document, replace_document
from portal.errors import N_, RuleBroken
from portal.letters.actions import draft_letter
from portal.letters.kinds import SUBMISSION
from portal.letters.models import Letter, LetterAnswer
from portal.services.actions.decision import note_step
from portal.services.actions.moves import read_note, read_reason
from portal.services.assistance.outside import district_body
from portal.services.assistance.terms_settings import is_decided_by_street
from portal.services.documents import last_fours
from portal.services.items.destitute_support import documents
from portal.services.items.destitute_support.definition import REPORT
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.vocabulary import ANSWERS, REPORTS
from portal.units.queries import street_above

_AFTER_ANSWER = {"agreed": "confirmed", "disagreed": "denied", "returned": "returned"}


def goes_to_district(case: DestituteCase) -> bool:
    """Whether the district confirms; a street to which it was delegated decides itself."""
    today = clock.today()
    street = street_above(case.application.unit_id, today)
    return not is_decided_by_street(street.id if street else case.application.unit_id, today)


def is_reported(case: DestituteCase) -> bool:
    """Whether a report waits for its answer or was answered; one that came back counts no more."""
    return bool(case.report_way) and case.answer != "returned"


def report_person(actor: Actor, case: DestituteCase, *, version: int | None, way: str) -> DestituteCase:
    """Report a reviewed case: the form with its signatures is issued, and by `letter` the letter of report drafted.

    Raises RuleBroken where the street confirms itself, or it was reported; Conflict when out of date.
    """
    actor.must("services.report_household")
    case.expect_version(version)
    application = case.application
    if application.state != "reviewed":
        raise RuleBroken(None, N_("审核以后才能报送。"))
    if way not in REPORTS or not goes_to_district(case):
        raise RuleBroken("way", N_("这一申请由街道确认，不需要报送；或者请选择报送方式。"))
    if is_reported(case):
        raise RuleBroken(None, N_("已经报送，正在等待答复。"))
    issue_form(actor, case)
    case.report_way, case.reported_on, case.answer = way, clock.today(), ""
    case.answered_on = case.answered_by = None
    if way == "letter":
        addressee_id, addressee = district_body(application.unit_id)
        case.letter = draft_letter(
            actor,
            kind=SUBMISSION,
            unit_id=application.unit_id,
            title=documents.PAPER_REPORT_TITLE,
            body=documents.report_letter(case),
            subject=case,
            subject_label=f"{application.number} {application.item.name}",
            subject_href=f"/services/applications/{application.id}",
            enclosures=documents.PAPER_REPORT_ENCLOSURES,
            addressee_id=addressee_id,
            addressee=addressee,
        )
    case.touch()
    application.touch()
    session.flush()
    audit.record(actor, "services.report_household", application, way=way)
    return case


def issue_form(actor: Actor, case: DestituteCase) -> None:
    """Issue 救助供养审批表 with everybody who has signed so far; the latest takes the place of the one before."""
    application, facts, former = case.application, documents.approval_form(case), case.form
    if former is not None and former.status == "valid":
        case.form = replace_document(
            actor,
            former,
            facts=facts,
            subject=application,
            reason=documents.PAPER_SIGNED_ON,
            last_fours=last_fours(application),
        )
    else:
        case.form = issue_document(
            actor,
            kind="destitute_form",
            facts=facts,
            unit_id=application.unit_id,
            subject=application,
            last_fours=last_fours(application),
        )
    session.flush()


def confirm_person(
    actor: Actor,
    case: DestituteCase,
    *,
    version: int | None,
    answer: str,
    number: str = "",
    note: str = "",
    is_spot_checked: bool = False,
) -> DestituteCase:
    """The district's answer, given in the portal; reasons are required unless it confirms. Raises RuleBroken."""
    actor.must("services.confirm_household")
    case.expect_version(version)
    if case.report_way != "post" or case.answer:
        raise RuleBroken(None, N_("这一申请没有等待区级确认。"))
    if answer not in ANSWERS:
        raise RuleBroken("answer", N_("请选择确认意见。"))
    text = read_note(note) if answer == "confirmed" else read_reason(note, "note")
    case.is_spot_checked = is_spot_checked
    _enter(actor, case, answer, number=number, on=clock.today(), note=text)
    return case


def hear_answer(actor: Actor, letter: Letter, answer: LetterAnswer) -> None:
    """The letter of report was answered. An interim answer changes nothing, nor does one to any other letter about it."""
    outcome = _AFTER_ANSWER.get(answer.outcome, "")
    case = _reported_by(letter)
    if case is not None and outcome and not case.answer:
        text = (answer.text or "")[:1000]
        _enter(actor, case, outcome, number=answer.number, on=answer.dated_on, note=text)


def hear_withdrawal(actor: Actor, letter: Letter) -> None:
    """The letter of report was withdrawn before it was answered: the report may be made again."""
    case = _reported_by(letter)
    if case is not None and not case.answer:
        _enter(actor, case, "returned", number="", on=clock.today(), note=letter.withdrawn_because)


def _reported_by(letter: Letter) -> DestituteCase | None:
    found = session.get(DestituteCase, letter.subject_id) if letter.subject_id else None
    return (
        found if found is not None and found.letter_id == letter.id and found.report_way == "letter" else None
    )


def _enter(actor: Actor, case: DestituteCase, answer: str, *, number: str, on: dt.date, note: str) -> None:
    application = case.application
    if application.state != "reviewed":
        raise RuleBroken(None, N_("这一申请已经决定，不能再登记确认意见。"))
    case.answer, case.answered_on, case.answered_by = answer, on, actor.account_id
    case.answer_number, case.note = number.strip()[:80], note
    case.touch()
    application.touch()
    session.flush()
    audit.record(actor, "services.enter_confirmation", application, answer=answer, number=number, day=on)
    if answer != "returned":
        note_step(actor, application, REPORT, f"{ANSWERS[answer]} {case.answer_number}".strip())
