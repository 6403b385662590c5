"""How birth registration takes part in the shared life of an application, and in what happens to residents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portal.actor import Actor
from portal.audit import words as trail
from portal.db import session
from portal.documents.models import Document
from portal.documents.progress import tell_progress
from portal.errors import N_, RuleBroken
from portal.residents import hooks as residents
from portal.residents.models import Resident
from portal.services.definitions import MaterialDefinition
from portal.services.items.birth_registration import actions, rules
from portal.services.items.birth_registration.definition import (
    APPROVAL,
    APPROVAL_DAYS,
    CHANGE,
    LATE,
    REGISTER,
)
from portal.services.items.birth_registration.models import BirthRegistration
from portal.services.items.birth_registration.newborns import following
from portal.services.items.birth_registration.queries import (
    find_partner,
    find_valid,
    parents_of,
    registrations_of,
    registrations_of_application,
)
from portal.services.items.birth_registration.words import FACTS, STATUSES, SUBJECTS, VERBS
from portal.services.items.registry import Asked, Eligibility, ItemHooks
from portal.services.models import Application

NAME = "services.birth_registration"


class BirthRegistrationHooks(ItemHooks):
    """One parent or two, by the office's rules; nothing else stands in the way of a registration."""

    def eligible(self, asked: Asked) -> Eligibility:
        """Anybody alive; a change needs something to change."""
        base = super().eligible(asked)
        if not base.ok or not isinstance(asked.subject, Resident) or asked.business != CHANGE:
            return base
        if asked.application is not None and _former_of_either(asked.application):
            return base
        if find_valid(asked.subject.id) is None:
            return Eligibility(False, N_("没有查到有效的生育登记，不能办变更。请办“登记”或“补登”。"))
        return base

    def propose_business(self, asked: Asked) -> str:
        """A registration; whoever has one already is likely to come for a change."""
        has_one = isinstance(asked.subject, Resident) and find_valid(asked.subject.id) is not None
        return CHANGE if has_one else REGISTER

    def asks_for(self, material: MaterialDefinition, asked: Asked) -> bool:
        """The wedding's document only where the province wants one."""
        if material.code == "marriage":
            return rules.rules_on(asked.on, asked.unit_id).marriage_required
        return True

    def before(self, actor: Actor, application: Application, verb: str, on: dt.date) -> None:
        """What needs an approval goes through review and decision."""
        if verb == "complete_on_the_spot" and application.business == APPROVAL:
            raise RuleBroken(None, N_("再生育审批不能当场办结，请按受理、审核、决定的顺序办理。"))

    def check_answers(self, business: str, answers: Mapping[str, Any], on: dt.date) -> None:
        """No day that cannot be, and no expected day that another one typed rules out."""
        rules.check_days(answers, on)
        if business == REGISTER:
            rules.check_not_born(answers, on)

    def doubt_answers(
        self, business: str, answers: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, Any]] | None:
        """An expected day far from what the last period gives."""
        return rules.doubt_due_date(answers)

    def before_acceptance(self, actor: Actor, application: Application, on: dt.date) -> None:
        """The office's rules on parents, region, days, number and form of the certificate."""
        answers = application.answers or {}
        found = rules.rules_on(on, application.unit_id)
        own, partner = application.resident, find_partner(application)
        rules.check_days(answers, on)
        rules.check_children(answers)
        rules.check_parents(answers, (own.sex if own else "0", partner.sex if partner else None), found)
        rules.check_region(answers, found, on)
        if application.business == LATE and not answers.get("newborns"):
            raise RuleBroken("newborns", N_("补登请填写这次出生的孩子。"))
        if answers.get("collects") == "electronic" and not found.electronic:
            raise RuleBroken("collects", N_("本地还没有开通电子凭证，请选择窗口或邮寄。"))
        _check_limit(application, answers, found)
        if application.business == REGISTER:
            rules.check_not_born(answers, on)
            _check_same_pregnancy(application, rules.due_date(answers))

    def promised_days(self, application: Application) -> int:
        """A registration is done at once or within the item's days; an approval has the days of its two levels."""
        return APPROVAL_DAYS if application.business == APPROVAL else super().promised_days(application)

    def on_issue(self, actor: Actor, application: Application, on: dt.date) -> str:
        """The registration with its certificate."""
        made = actions.issue_registration(actor, application, on=on)
        return f"{rules.rules_on(on, application.unit_id).title} {made.number}"

    def result_papers(self, application: Application) -> Sequence[Document]:
        """The certificate of the registration that was made for it."""
        made = registrations_of_application(application.id)
        return [one.document for one in made if one.document is not None and one.document.status == "valid"]

    def on_void(self, actor: Actor, application: Application, reason: str) -> None:
        """The registration ends with the acceptance that it was made for."""
        actions.undo_application(actor, application, reason=reason)


def _former_of_either(application: Application) -> bool:
    return any(find_valid(one.id) for one in parents_of(application) if one is not None)


def _check_limit(application: Application, answers: dict[str, Any], found: rules.BirthRules) -> None:
    if not found.limit or application.business == APPROVAL:
        return
    order = rules.birth_order(answers.get("children") or [], found)
    if order.number > found.limit:
        raise RuleBroken(
            "children",
            N_("按登记的子女计算是第 %(number)s 孩，超过本地登记的 %(limit)s 孩，请按“再生育审批”办理。"),
            number=order.number,
            limit=found.limit,
        )


def _check_same_pregnancy(application: Application, due: dt.date | None) -> None:
    """Mother and father may come separately: one pregnancy is registered once, whoever of them came first."""
    if due is None:
        return
    for parent in parents_of(application):
        for other in registrations_of(parent.id) if parent is not None else []:
            near = other.due_on and abs((other.due_on - due).days) <= rules.SAME_PREGNANCY_DAYS
            if other.status == "valid" and near:
                raise RuleBroken(
                    None,
                    N_("这次怀孕已经登记过，编号%(number)s。内容有变化的请办“变更”。"),
                    number=other.number,
                )


def _standing(registration_id: int) -> str:
    found = session.get(BirthRegistration, registration_id)
    return STATUSES[found.status] if found else ""


def join() -> None:
    """Take part in merges and deaths of residents, in the public check of a certificate, and in the trail's words."""
    tell_progress(BirthRegistration.__name__, _standing)
    residents.on_merge(NAME, actions.move_registrations, actions.move_registrations_back)
    residents.on_merge(f"{NAME}.newborns", following.move, following.move_back)
    residents.on_death(f"{NAME}.newborns", following.follow_death)
    trail.name_verbs(VERBS)
    trail.name_subjects(SUBJECTS)
    trail.name_facts(FACTS)
