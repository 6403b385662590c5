"""How low-income support takes part in the shared life of an application, and in what happens to letters and residents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from portal.actor import Actor
from portal.audit import words
from portal.db import Model, session
from portal.documents import bars
from portal.documents.facts import PaperFacts
from portal.documents.models import Document
from portal.errors import N_, NotFound, RuleBroken
from portal.letters import hooks as letter_hooks
from portal.letters.queries import LARGEST_KEY
from portal.residents import hooks as residents
from portal.residents.models import Resident
from portal.services.assistance.actions.letters import first_letter, issue_decision_letter
from portal.services.assistance.adjustments import left_behind
from portal.services.definitions import MaterialDefinition, StepDefinition
from portal.services.items.minimum_living import (
    definition,
    new_standard,
    next_step,
    queries,
    reading,
    signing,
    terms,
)
from portal.services.items.minimum_living.actions import checking, confirming, granting
from portal.services.items.minimum_living.actions.merging import move, move_back
from portal.services.items.minimum_living.form import papers as form_papers
from portal.services.items.minimum_living.models import (
    DataCheck,
    HouseholdDeclaration,
    SupportConfirmation,
)
from portal.services.items.registry import ELIGIBLE, Asked, Eligibility, ItemHooks, Need
from portal.services.models import Application
from portal.services.notices.queries import state_of
from portal.services.queries import get_application

NAME = "services.minimum_living"
INCOMPLETE = N_("家庭申报还没有填完：%(names)s。")
UNSIGNED = N_("还没有取得%(names)s的核对授权，不能受理；拒绝授权的，请办理一次性告知。")
RESULTS = {"confirmed": "granted", "denied": "denied"}
FACTS = {
    "section": N_("页面"),
    "members": N_("人数"),
    "member": N_("成员"),
    "answer": N_("答复"),
    "opinion": N_("意见"),
    "scheme": N_("救助种类"),
    "persons": N_("保障人口"),
    "round": N_("轮次"),
    "way": N_("方式"),
    "because": N_("情形"),
    "purpose": N_("查询目的"),
}
VERBS = {
    "services.declare_household": N_("填写家庭申报"),
    "services.read_declaration": N_("查看家庭申报"),
    "services.authorise_check": N_("登记核对授权"),
    "services.record_investigation": N_("登记调查"),
    "services.request_data_check": N_("申请经济状况核对"),
    "services.print_whole_numbers": N_("出具载有完整证件号码的文书"),
    "services.note_data_check": N_("登记核对情况"),
    "services.write_opinion": N_("初审意见"),
    "services.report_household": N_("报送确认"),
    "services.confirm_household": N_("区级确认"),
    "services.enter_confirmation": N_("登记确认意见"),
    "services.extend_due_date": N_("延长办理期限"),
    "services.end_procedure": N_("终止审核确认程序"),
    "services.issue_refusal": N_("出具不予确认同意告知书"),
}
SUBJECTS = {
    "HouseholdDeclaration": N_("家庭申报"),
    "DataCheck": N_("经济状况核对"),
}


class MinimumLivingHooks(ItemHooks):
    """Nothing is accepted half declared, checked without authorisation, decided during a public notice or against the answer."""

    own_steps = frozenset(step.code for step in definition.DEFINITION.steps)
    refusal_paper = granting.REFUSAL

    def eligible(self, asked: Asked) -> Eligibility:
        """What is still missing in the declaration, in one sentence."""
        if asked.application is None or asked.application.state in {"supplementing"}:
            return ELIGIBLE
        declaration = queries.find_declaration(asked.application)
        states = queries.section_states(declaration, asked.application)
        names = "、".join(state.label for state in states[:-1] if not state.is_done)
        return Eligibility(False, INCOMPLETE, {"names": names}) if names else ELIGIBLE

    def asks_for(self, material: MaterialDefinition, asked: Asked) -> bool:
        """Proof of disability, illness, school only where the declaration says so; the rest the clerk decides."""
        told = _TOLD.get(material.code)
        if told is None or asked.application is None:
            return True
        if definition.CODE not in asked.found:
            asked.found[definition.CODE] = queries.find_declaration(asked.application)
        declaration = asked.found[definition.CODE]
        if declaration is None:
            return True
        return any((member.details or {}).get(told) for member in declaration.members)

    def applicant(self, application: Application) -> Resident | None:
        """Who declared for the household; before its first page is saved, who came for it."""
        declaration = queries.find_declaration(application)
        return declaration.applicant if declaration is not None else super().applicant(application)

    def application_form(self, application: Application) -> tuple[str, PaperFacts] | None:
        """The application as the applicant signs it, from the declaration. Raises RuleBroken before its first page is saved."""
        declaration = queries.find_declaration(application)
        if declaration is None or not declaration.members:
            raise RuleBroken(None, N_("请先填写家庭申报，再打印申请书。"))
        return form_papers.KIND, form_papers.support_application(declaration)

    def before_acceptance(self, actor: Actor, application: Application, on: dt.date) -> None:
        """The whole declaration, and the authorisation of everybody."""
        declaration = queries.find_declaration(application)
        states = queries.section_states(declaration, application)
        names = [state.label for state in states[:-1] if not state.is_done]
        if declaration is None or names:
            raise RuleBroken(None, INCOMPLETE, names="、".join(names))
        waiting = queries.unauthorised(declaration, on)
        if waiting:
            raise RuleBroken(None, UNSIGNED, names="、".join(w.member.resident.name for w in waiting))

    def promised_days(self, application: Application) -> int:
        """30, 20 where the street decides, 45 where it was lengthened for a reason (57号 art. 22)."""
        declaration = queries.find_declaration(application)
        if declaration is not None and declaration.extended_days is not None:
            return declaration.extended_days
        on = application.accepted_on or application.applied_on
        return terms.limit_of(application.unit_id, on, is_long=False)

    def requires(self, application: Application, step: StepDefinition) -> bool:
        """Nobody is announced who is refused; the district visits where a relative is registered; a street reports to nobody."""
        declaration = queries.find_declaration(application)
        if declaration is None:
            return step.required
        if declaration.ended_on is not None:
            return False
        if step.code == definition.NOTICE:
            opinion = queries.current_opinion(declaration)
            return opinion is None or opinion.opinion == "agree"
        if step.code == definition.DISTRICT_VISIT:
            return bool(declaration.relatives)
        if step.code == definition.REPORT:
            return confirming.goes_to_district(declaration)
        return step.required

    def may_take(self, application: Application, step: StepDefinition) -> bool:
        """The opinion after visit and check, the notice after the opinion, the report once."""
        return next_step.may_take(application, queries.find_declaration(application), step.code)

    def next_steps(self, applications: Sequence[Application], on: dt.date) -> dict[int, Need | None]:
        """Step by step, to whoever must act; while a notice hangs or a letter is on its way, nobody."""
        return next_step.next_steps(applications, on)

    def records_of(self, application: Application) -> Sequence[Model]:
        """The rounds of the check and the reports to the district."""
        declaration = queries.find_declaration(application)
        return [*declaration.checks, *declaration.confirmations] if declaration else ()

    def before(self, actor: Actor, application: Application, verb: str, on: dt.date) -> None:
        """Locked until the public notice is over, and until whoever confirms has answered."""
        if verb == "end_application":
            raise RuleBroken(None, N_("请在“低保办理”中按第二十九条终止程序，再审核并作出不予确认的决定。"))
        declaration = queries.find_declaration(application)
        if declaration is None or declaration.ended_on is not None:
            return
        if verb in {"review_application", "decide_application"}:
            opinion = queries.current_opinion(declaration)
            if opinion is None:
                raise RuleBroken(None, N_("还没有初审意见。"))
            if opinion.opinion == "agree":
                _must_be_over(application, on)
        if verb == "issue_result" and application.household is None:
            raise RuleBroken(None, N_("这一申请没有家庭，不能建档。"))
        if verb == "void_acceptance" and application.issued_on is not None:
            raise RuleBroken(None, N_("已经建档，不能再作废受理；请在“社会救助—在保户”中办理停保。"))

    def before_decision(self, actor: Actor, application: Application, result: str, on: dt.date) -> None:
        """The decision says what whoever confirms has answered; what was ended or advised against is refused."""
        declaration = _declaration(application)
        if declaration.ended_on is not None:
            _must_be(result, "denied", N_("程序已经终止，只能作出不予确认的决定。"))
            return
        opinion = queries.current_opinion(declaration)
        if opinion is None or opinion.opinion != "agree":
            _must_be(result, "denied", N_("初审意见是建议不予；要给予的，请退回重新作出初审意见。"))
        if state_of(application, on).refuse_only:
            _must_be(result, "denied", N_("公示异议成立，不再公示，只能作出不予确认的决定。"))
        if confirming.goes_to_district(declaration):
            confirmation = queries.current_confirmation(declaration)
            answer = confirmation.answer if confirmation else ""
            if answer not in RESULTS:
                raise RuleBroken("result", N_("还没有收到区级确认意见，不能决定。"))
            _must_be(result, RESULTS[answer], N_("决定须与区级确认意见一致。"))
        if opinion is not None and (result == "granted" or opinion.opinion != "agree"):
            granting.granted_sheet(declaration, on)

    def after(self, actor: Actor, application: Application, verb: str, on: dt.date) -> None:
        """Signatures in the chain, and the letter that follows a refusal at once."""
        if verb == "review_application":
            signing.sign_if_next(actor, application, signing.REVIEW)
        if verb == "return_application":
            signing.start_again(actor, application)
        if verb == "decide_application":
            signing.sign_if_next(actor, application, signing.LEAD)
            if application.result == "denied":
                granting.issue_refusal(actor, _declaration(application))

    def on_issue(self, actor: Actor, application: Application, on: dt.date) -> str:
        """The file is opened and the notice of its first decision (确认通知书) issued; its number is the result."""
        file = granting.open_granted_file(actor, application, declaration=_declaration(application), on=on)
        issue_decision_letter(actor, file.decisions[0])
        return file.number

    def result_papers(self, application: Application) -> Sequence[Document]:
        """The notice of the file's first decision (确认通知书)."""
        return first_letter(queries.find_file(application))


_TOLD = {"disability": "disability_kind", "illness": "is_ill", "school": "study"}


def _must_be_over(application: Application, on: dt.date) -> None:
    state = state_of(application, on)
    if state.locked:
        raise RuleBroken(None, state.sentence, **state.params)


def _must_be(result: str, wanted: str, message: str) -> None:
    if result != wanted:
        raise RuleBroken("result", message)


def _declaration(application: Application) -> HouseholdDeclaration:
    found = queries.find_declaration(application)
    if found is None:
        raise RuleBroken(None, N_("这一申请还没有家庭申报。"))
    return found


def _find_check(actor: Actor, key: int) -> letter_hooks.About:
    return _about(actor, DataCheck, key, "data-check")


def _find_confirmation(actor: Actor, key: int) -> letter_hooks.About:
    return _about(actor, SupportConfirmation, key, "report")


def _about(actor: Actor, model: Any, key: int, page: str) -> letter_hooks.About:
    """A record of an application that the actor may read; raises Forbidden, or NotFound where it is out of sight."""
    record = session.get(model, key) if 0 < key <= LARGEST_KEY else None
    if record is None:
        actor.must("services.read_application")
        raise NotFound
    application = get_application(actor, record.declaration.application_id)
    label = f"{application.number} {application.item.name}"
    return letter_hooks.About(record, label, f"/services/applications/{application.id}/{page}")


def join() -> None:
    """Take part in letters that are answered or withdrawn, in merges of residents, and in the words of the trail."""
    for model, find in ((DataCheck, _find_check), (SupportConfirmation, _find_confirmation)):
        letter_hooks.define_subject(model.__name__, find, permission="services.read_application")
    letter_hooks.on_answer(DataCheck.__name__, checking.hear_answer)
    letter_hooks.on_answer(SupportConfirmation.__name__, confirming.hear_answer)
    letter_hooks.on_withdraw(DataCheck.__name__, checking.hear_withdrawal)
    letter_hooks.on_withdraw(SupportConfirmation.__name__, confirming.hear_withdrawal)
    letter_hooks.keep_whole_numbers(DataCheck.__name__, reading.checks_handled)
    letter_hooks.advise_on(SupportConfirmation.__name__, new_standard.advice_before_answer)
    left_behind.add_source(NAME, new_standard.left_behind)
    bars.bar(NAME, reading.papers_kept)
    residents.on_merge(NAME, move, move_back)
    words.name_verbs(VERBS)
    words.name_subjects(SUBJECTS)
    words.name_facts(FACTS)


__all__ = ["MinimumLivingHooks", "join"]
