"""The check of the household's finances (家庭经济状况核对): asked by a numbered letter, answered, told, objected to, repeated.

No letter is written before every member has authorised it (社会救助法 art. 41; 个人信息保护法 art. 13), nor before every
supporter outside the household was asked: one who refuses is not asked about, and the household does not suffer for it.
What is asked is recorded with the case as its purpose.
"""

from __future__ import annotations

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.letters.actions import draft_letter
from portal.letters.kinds import ENQUIRY
from portal.letters.models import Letter, LetterAnswer
from portal.services.actions.decision import note_step
from portal.services.actions.moves import read_reason
from portal.services.documents import last_fours
from portal.services.items.minimum_living import documents, terms
from portal.services.items.minimum_living.actions.authorising import note_whole_numbers
from portal.services.items.minimum_living.definition import CHECK
from portal.services.items.minimum_living.models import DataCheck, HouseholdDeclaration
from portal.services.items.minimum_living.queries import newest_check, unauthorised
from portal.units.queries import get_unit, street_above

RIGHT = "services.request_data_check"
CORRECTED = ("income", "property")
DONE = frozenset({"matched", "settled"})
_AFTER_ANSWER = {
    "confirmed": "matched",
    "no_record": "matched",
    "differs": "mismatch",
    "returned": "withdrawn",
}
PAPER_MATCHED = "核对结果与申报一致"
PAPER_SETTLED = "核对结果不一致，申请人无异议"


def request_data_check(actor: Actor, declaration: HouseholdDeclaration, *, version: int | None) -> DataCheck:
    """Draft the letter that asks for the check. Raises RuleBroken while anybody has not authorised it: nothing is asked then."""
    actor.must(RIGHT)
    declaration.expect_version(version)
    application = declaration.application
    if application.state != "accepted" or declaration.ended_on is not None:
        raise RuleBroken(None, N_("受理以后、审核以前才能申请核对。"))
    _must_be_allowed(declaration)
    former = newest_check(declaration)
    if former is not None and former.state != "objected":
        raise RuleBroken(None, N_("已经申请过核对，请等待结果或先处理上一次的结果。"))
    made = DataCheck(
        declaration=declaration,
        round=len(declaration.checks) + 1,
        requested_on=clock.today(),
        requested_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    addressee_id, addressee = outside_body(application.unit_id, terms.CHECK_BODY.key)
    made.letter = draft_letter(
        actor,
        kind=ENQUIRY,
        unit_id=application.unit_id,
        title=documents.PAPER_CHECK_TITLE,
        body=documents.check_letter(declaration, made),
        subject=made,
        subject_label=f"{application.number} {application.item.name}",
        subject_href=f"/services/applications/{application.id}/data-check",
        enclosures=(documents.PAPER_AUTHORISATIONS,),
        addressee_id=addressee_id,
        addressee=addressee,
    )
    declaration.touch()
    session.flush()
    supporters = sum(one.consent == "given" for one in declaration.supporters)
    persons = len(declaration.members)
    note_whole_numbers(actor, declaration, title=documents.PAPER_CHECK_TITLE, persons=persons + supporters)
    audit.record(
        actor,
        RIGHT,
        declaration,
        number=application.number or "",
        purpose="minimum_living",
        persons=persons,
        supporters=supporters,
        round=made.round,
    )
    return made


def _must_be_allowed(declaration: HouseholdDeclaration) -> None:
    """Everybody in the household has authorised it, and everybody outside who owes support was asked."""
    missing = unauthorised(declaration, clock.today())
    if missing:
        names = "、".join(one.member.resident.name for one in missing)
        raise RuleBroken(None, N_("还没有取得%(names)s的核对授权，依法不能查询任何信息。"), names=names)
    unasked = [one.name for one in declaration.supporters if not one.consent]
    if unasked:
        raise RuleBroken(
            None,
            N_(
                "还没有登记赡养、抚养、扶养义务人%(names)s是否同意核对。请征求本人意见，在“赡养、抚养、扶养义务人”中登记；不同意的不影响申请，只是不查询本人。"
            ),
            names="、".join(unasked),
        )


def outside_body(unit_id: int, setting: str) -> tuple[int | None, str]:
    """Whom a letter goes to: the body that the setting names, else the unit above the street (its key). Raises RuleBroken."""
    named = str(settings.value(setting, unit_id=unit_id))
    if named:
        return None, named
    today = clock.today()
    street = street_above(unit_id, today) or get_unit(unit_id)
    parent = street.parent_id_on(today)
    if parent is None:
        raise RuleBroken(None, N_("还没有设定收件单位，请系统管理员在“设置—最低生活保障”中填写。"))
    return parent, ""


def hear_answer(actor: Actor, letter: Letter, answer: LetterAnswer) -> None:
    """The letter was answered: the check stands as it says; a final answer that agrees completes the step.

    Only the check's own letter moves it, and only while it waits; any other answer stands on its letter alone.
    """
    check = session.get(DataCheck, letter.subject_id) if letter.subject_id else None
    state = _AFTER_ANSWER.get(answer.outcome, "")
    if check is None or not state or check.letter_id != letter.id or check.state != "requested":
        return
    check.state, check.answered_on = state, answer.dated_on
    check.report_number = answer.number[:80]
    check.result = {"text": answer.text or ""}
    check.declaration.touch()
    session.flush()
    if state == "matched":
        note_step(actor, check.declaration.application, CHECK, PAPER_MATCHED)


def hear_withdrawal(actor: Actor, letter: Letter) -> None:
    """The check's own letter was withdrawn before it was answered: the round ends, and another may be asked for."""
    check = session.get(DataCheck, letter.subject_id) if letter.subject_id else None
    if check is None or check.letter_id != letter.id or check.state != "requested":
        return
    check.state = "withdrawn"
    _kept(actor, check)


def tell_mismatch(actor: Actor, check: DataCheck, *, version: int | None, differences: str) -> DataCheck:
    """Tell the applicant what differs (核对结果告知书; 57号 art. 18), on paper; raises RuleBroken at `differences`."""
    actor.must(RIGHT)
    check.expect_version(version)
    _must_be(check, "mismatch")
    text = read_reason(differences, "differences")
    check.result = {**(check.result or {}), "differences": text}
    application = check.declaration.application
    check.notice = issue_document(
        actor,
        kind="check_result_notice",
        facts=documents.check_result_notice(check, text),
        unit_id=application.unit_id,
        subject=application,
        last_fours=last_fours(application),
    )
    check.state, check.told_on = "told", clock.today()
    return _kept(actor, check)


def record_objection(actor: Actor, check: DataCheck, *, version: int | None, text: str) -> DataCheck:
    """The applicant objects with proofs: another round may be asked for. Raises RuleBroken at `text`."""
    actor.must(RIGHT)
    check.expect_version(version)
    _must_be(check, "told")
    check.objection = read_reason(text, "text")
    check.state, check.objected_on = "objected", clock.today()
    return _kept(actor, check)


def settle_mismatch(actor: Actor, check: DataCheck, *, version: int | None) -> DataCheck:
    """The applicant has no objection, and the step is done: income and property are to be corrected to what was found, and
    saved again, before an opinion reckons with them."""
    actor.must(RIGHT)
    check.expect_version(version)
    _must_be(check, "told")
    check.state = "settled"
    declaration = check.declaration
    declaration.sections = [one for one in declaration.sections if one not in CORRECTED]
    _kept(actor, check)
    note_step(actor, check.declaration.application, CHECK, PAPER_SETTLED)
    return check


def _must_be(check: DataCheck, state: str) -> None:
    if check.state != state:
        raise RuleBroken(None, N_("这次核对的状态已经变了，请刷新页面。"))


def _kept(actor: Actor, check: DataCheck) -> DataCheck:
    check.declaration.touch()
    session.flush()
    audit.record(actor, "services.note_data_check", check, state=check.state, round=check.round)
    return check
