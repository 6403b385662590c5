"""How temporary relief takes part in the shared life: assessed, reviewed, the district asked above the limit, signed for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portal.actor import Actor
from portal.audit import words
from portal.errors import N_, RuleBroken
from portal.letters import hooks as letter_hooks
from portal.residents import hooks as residents
from portal.services.definitions import StepDefinition
from portal.services.items.registry import ItemHooks, Need
from portal.services.items.temporary_relief import actions, queries, reporting, signing, terms
from portal.services.items.temporary_relief.definition import ASSESS, DISTRICT
from portal.services.items.temporary_relief.models import TemporaryRelief
from portal.services.models import Application

NAME = "services.temporary_relief"
VERBS = {
    "services.assess_relief": N_("核定临时救助金额"),
    "services.give_relief_first": N_("先行救助"),
    "services.enter_relief_answer": N_("登记区级审批意见"),
    "services.record_relief_receipt": N_("登记先行救助签收"),
    "services.report_hardship": N_("主动发现上报"),
    "services.take_on_hardship": N_("办理主动发现上报"),
}


class TemporaryReliefHooks(ItemHooks):
    """Nothing is reviewed without a sum, nothing granted above the limit without the district."""

    own_steps = frozenset({ASSESS, DISTRICT})

    def check_answers(self, business: str, answers: Mapping[str, Any], on: dt.date) -> None:
        """What has not happened yet is no hardship; nobody lives in a family of none."""
        terms.check_told(answers, on)

    def requires(self, application: Application, step: StepDefinition) -> bool:
        """The district is asked only above the street's limit."""
        if step.code != DISTRICT:
            return step.required
        relief = queries.find_relief(application)
        return relief is not None and actions.goes_to_district(relief)

    def next_steps(self, applications: Sequence[Application], on: dt.date) -> dict[int, Need | None]:
        """The sum before the review, the district's answer before the decision where its limit is passed."""
        reliefs = queries.find_reliefs([one.id for one in applications])
        found: dict[int, Need | None] = {}
        for application in applications:
            relief, done = reliefs.get(application.id), {step.code for step in application.steps}
            asked = ASSESS if application.state == "accepted" else DISTRICT
            above = relief is not None and actions.goes_to_district(relief)
            step = next(one for one in application.definition.steps if one.code == asked)
            is_open = asked not in done and (asked == ASSESS or above)
            found[application.id] = Need(step.name, step.permission, step=asked) if is_open else None
        return found

    def before_decision(self, actor: Actor, application: Application, result: str, on: dt.date) -> None:
        """As the district answered, where it was asked; what was given first cannot be refused afterwards, but is explained."""
        relief = queries.find_relief(application)
        if relief is None:
            raise RuleBroken(None, N_("请先核定救助金额。"))
        if application.definition.four_eyes:
            actor.must_differ_from("services.decide_application", relief.assessed_by)
        wanted = {"agreed": "granted", "disagreed": "denied"}.get(relief.district_answer)
        if wanted is not None and wanted != result:
            raise RuleBroken("result", N_("决定须与区级审批意见一致。"))

    def after(self, actor: Actor, application: Application, verb: str, on: dt.date) -> None:
        """The verbs are the signatures; acceptance takes over what was assessed before it."""
        if verb == "accept_application":
            actions.sign_accepted(actor, application)
        elif verb == "review_application" and application.state == "reviewed":
            signing.sign_if_next(actor, application, signing.REVIEW)
            reporting.draft_if_asked(actor, application)
        elif verb == "decide_application":
            signing.sign_if_next(actor, application, signing.DECIDE)

    def on_issue(self, actor: Actor, application: Application, on: dt.date) -> str:
        """The approval form and the notice."""
        return actions.issue_papers(actor, application, on)

    def on_collect(self, actor: Actor, application: Application, on: dt.date) -> None:
        """Whoever collected signed for it."""
        relief = queries.find_relief(application)
        if relief is not None:
            actions.enter_receipt(actor, relief, application.collector, application.collector_relation)


def join() -> None:
    """Follow merges of residents, and name the verbs in the trail."""
    residents.on_merge(NAME, actions.move, actions.move_back)
    letter_hooks.define_subject(
        TemporaryRelief.__name__, reporting.find_relief, permission="services.read_application"
    )
    letter_hooks.on_answer(TemporaryRelief.__name__, reporting.hear_answer)
    words.name_verbs(VERBS)
    words.name_subjects({"ReliefReport": N_("主动发现上报"), "TemporaryRelief": N_("临时救助")})
    words.name_facts({"percent": N_("标准的百分比"), "receiver": N_("领取人"), "because": N_("理由")})
