"""How the support of destitute persons takes part in the shared life, in letters that are answered, and in merged residents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal import settings
from portal.actor import Actor
from portal.audit import words
from portal.db import session
from portal.documents.models import Document
from portal.errors import N_, NotFound, RuleBroken
from portal.letters import hooks as letter_hooks
from portal.letters.queries import LARGEST_KEY
from portal.residents import hooks as residents
from portal.residents.models import Resident
from portal.services.assistance.actions.letters import first_letter, issue_decision_letter
from portal.services.assistance.queries import find_standing_membership
from portal.services.assistance.terms_settings import (
    DESTITUTE_DISTRICT,
    DESTITUTE_STREET,
    is_decided_by_street,
)
from portal.services.definitions import StepDefinition
from portal.services.items.destitute_support import actions, definition, queries, signing, waiting
from portal.services.items.destitute_support.actions import confirming
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.registry import Asked, Eligibility, ItemHooks, Need
from portal.services.models import Application
from portal.services.notices.queries import find_notices, state_of
from portal.services.queries import get_application
from portal.units.queries import street_above

NAME = "services.destitute_support"
RESULTS = {"confirmed": "granted", "denied": "denied"}
NOTICE_DAYS = 5  # the working days that seven calendar days of public notice hold at most


class DestituteSupportHooks(ItemHooks):
    """Nothing is reviewed without a visit and an opinion, decided during a public notice or against the district's answer."""

    own_steps = frozenset(step.code for step in definition.DEFINITION.steps)

    def eligible(self, asked: Asked) -> Eligibility:
        """Nobody who is supported already: the other support ends first."""
        found = super().eligible(asked)
        if not found.ok or not isinstance(asked.subject, Resident):
            return found
        member = find_standing_membership(asked.subject.id)
        if member is not None and (asked.application is None or asked.application.issued_on is None):
            message = N_("%(name)s正在享受救助（%(number)s），先办理停保，再申请特困人员救助供养。")
            return Eligibility(False, message, {"name": asked.subject.name, "number": member.file.number})
        return found

    def promised_days(self, application: Application) -> int:
        """The street's days and the notice's, and the district's where it confirms (特困人员认定办法)."""
        on = application.accepted_on or application.applied_on
        street = street_above(application.unit_id, on)
        days = int(settings.value(DESTITUTE_STREET.key, on=on)) + NOTICE_DAYS
        if is_decided_by_street(street.id if street else application.unit_id, on):
            return days
        return days + int(settings.value(DESTITUTE_DISTRICT.key, on=on))

    def requires(self, application: Application, step: StepDefinition) -> bool:
        """Nobody is announced who is refused; a street that decides reports to nobody."""
        case = queries.find_case(application)
        if case is None:
            return step.required
        if step.code == definition.NOTICE:
            return case.opinion != "disagree"
        if step.code == definition.REPORT:
            return confirming.goes_to_district(case)
        return step.required

    def may_take(self, application: Application, step: StepDefinition) -> bool:
        """The visit first, then the opinion, then its notice; the report once."""
        case, code = queries.find_case(application), step.code
        if code == definition.VISIT:
            return case is None or not case.opinion
        if case is None:
            return False
        if code == definition.REPORT:
            return confirming.goes_to_district(case) and not confirming.is_reported(case)
        return code == definition.OPINION or case.opinion == "agree"

    def next_steps(self, applications: Sequence[Application], on: dt.date) -> dict[int, Need | None]:
        """Step by step, to whoever must act; while a notice hangs or a letter is on its way, nobody."""
        keys = [one.id for one in applications]
        cases, notices = queries.find_cases(keys), find_notices(Application.__name__, keys)
        return {
            one.id: waiting.next_need(one, cases.get(one.id), notices.get(one.id), on) for one in applications
        }

    def before(self, actor: Actor, application: Application, verb: str, on: dt.date) -> None:
        """Locked until the public notice is over."""
        if verb in {"review_application", "decide_application"}:
            case = queries.find_case(application)
            if case is None or not case.opinion:
                raise RuleBroken(None, N_("还没有初审意见。"))
            state = state_of(application, on)
            if case.opinion == "agree" and state.locked:
                raise RuleBroken(None, state.sentence, **state.params)
        if verb == "void_acceptance" and application.issued_on is not None:
            raise RuleBroken(None, N_("已经建档，不能再作废受理；请在“社会救助—在保户”中办理停保。"))

    def before_decision(self, actor: Actor, application: Application, result: str, on: dt.date) -> None:
        """As the opinion, the notice and the district say."""
        case = _case(application)
        if case.opinion != "agree" and result != "denied":
            raise RuleBroken("result", N_("初审意见是建议不予；要给予的，请退回重新作出初审意见。"))
        if case.opinion == "agree" and state_of(application, on).refuse_only and result != "denied":
            raise RuleBroken("result", N_("公示异议成立，不再公示，只能作出不予确认的决定。"))
        if confirming.goes_to_district(case):
            if case.answer not in RESULTS:
                raise RuleBroken("result", N_("还没有收到区级确认意见，不能决定。"))
            if RESULTS[case.answer] != result:
                raise RuleBroken("result", N_("决定须与区级确认意见一致。"))

    def after(self, actor: Actor, application: Application, verb: str, on: dt.date) -> None:
        """Signatures in the chain, and the letter that follows a refusal at once."""
        if verb == "review_application":
            signing.sign_if_next(actor, application, signing.REVIEW)
        if verb == "return_application":
            signing.start_again(actor, application)
        if verb == "decide_application":
            signing.sign_if_next(actor, application, signing.LEAD)
            if application.result == "denied":
                actions.issue_refusal(actor, _case(application))

    def on_issue(self, actor: Actor, application: Application, on: dt.date) -> str:
        """The file is opened, its first decision's notice and the signed form issued; the file's number is the result."""
        case = _case(application)
        file = actions.open_granted_file(actor, case, on=on)
        confirming.issue_form(actor, case)
        issue_decision_letter(actor, file.decisions[0])
        return file.number

    def result_papers(self, application: Application) -> Sequence[Document]:
        """The notice of the file's first decision (确认通知书)."""
        return first_letter(queries.find_file(application))


def _case(application: Application) -> DestituteCase:
    found = queries.find_case(application)
    if found is None:
        raise RuleBroken(None, N_("还没有登记入户调查。"))
    return found


def _find(actor: Actor, key: int) -> letter_hooks.About:
    case = session.get(DestituteCase, key) if 0 < key <= LARGEST_KEY else None
    if case is None:
        actor.must("services.read_application")
        raise NotFound
    application = get_application(actor, case.application_id)
    label = f"{application.number} {application.item.name}"
    return letter_hooks.About(case, label, f"/services/applications/{application.id}")


def move(actor: Actor, *, gone: Resident, kept: Resident) -> list[int]:
    """Let cases follow a merge."""
    statement = select(DestituteCase).where(DestituteCase.resident_id == gone.id)
    rows = list(session.scalars(statement.order_by(DestituteCase.id)))
    for row in rows:
        row.resident_id = kept.id
    session.flush()
    return [row.id for row in rows]


def move_back(actor: Actor, *, gone: Resident, kept: Resident, moved: list[Any]) -> None:
    """Undo `move`."""
    for key in moved:
        session.get_one(DestituteCase, key).resident_id = gone.id
    session.flush()


def join() -> None:
    """Take part in letters that are answered or withdrawn, in merges of residents, and in the words of the trail."""
    letter_hooks.define_subject(DestituteCase.__name__, _find, permission="services.read_application")
    letter_hooks.on_answer(DestituteCase.__name__, confirming.hear_answer)
    letter_hooks.on_withdraw(DestituteCase.__name__, confirming.hear_withdrawal)
    residents.on_merge(NAME, move, move_back)
    words.name_subjects({"DestituteCase": N_("特困人员认定")})
