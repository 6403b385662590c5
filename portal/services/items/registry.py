"""What code may add to a service item: the questions that the shared life asks it, and the registry of coded items.

An item without code answers with `ItemHooks` as it stands. No hook forks the table of transitions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.actor import Actor
from portal.db import Model
from portal.documents.facts import PaperFacts
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.residents.groups import Household, Organisation
from portal.residents.models import Resident
from portal.services.applicants import applicant_of
from portal.services.definitions import ItemDefinition, MaterialDefinition, StepDefinition
from portal.services.models import Application
from portal.standards.chinese_dates import chinese_date

Subject = Resident | Household | Organisation


@dataclass(frozen=True)
class Eligibility:
    """Whether somebody may have it on a day. `message` with `params` says why not, or what to know when it is so.

    `from_day` is the first day on which it could be applied for, where there is one.
    """

    ok: bool
    message: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    from_day: dt.date | None = None

    def must_hold(self, at: str | None = None) -> None:
        """Raise RuleBroken with the message, at the form field `at`, when it does not hold."""
        if not self.ok:
            raise RuleBroken(at, self.message, **self.chinese_params)

    @property
    def chinese_params(self) -> dict[str, Any]:
        """The parameters with their days as running Chinese text writes them, for paper and for a broken rule."""
        return {
            name: chinese_date(value) if isinstance(value, dt.date) else value
            for name, value in self.params.items()
        }


ELIGIBLE = Eligibility(True)


@dataclass(frozen=True)
class Asked:
    """What an item is asked about: for whom, which kind of business, on which day, at which unit."""

    subject: Subject
    business: str
    on: dt.date
    unit_id: int
    application: Application | None = None
    found: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What an item has read to answer: one question asks about each material in turn, and reads once."""

    @classmethod
    def about(cls, application: Application, on: dt.date) -> Asked:
        """The question that an application puts."""
        return cls(application.subject, application.business, on, application.unit_id, application)


@dataclass(frozen=True)
class Need:
    """What an application waits for next: the step in words (marked, or the item's own Chinese) and the right that takes it.

    `permission` is empty where nobody here can do anything but wait; `sentence` with `params` then says for what. `step` is
    the item's own step, `verb` that of the shared life. `is_late` marks what should have happened by now; `way_out` (words
    and address) leads to what mends it.
    """

    label: str
    permission: str = ""
    step: str = ""
    verb: str = ""
    sentence: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    is_late: bool = False
    way_out: tuple[str, str] | None = None


class ItemHooks:
    """The item's side of the shared life. Every method may be overridden; actions call them inside their transaction.

    `own_steps` are the steps that the item completes by actions of its own; the hall's plain form refuses them.
    `refusal_paper` is the kind of the paper with which the item itself tells a refusal; empty where the hall's notice does.
    """

    own_steps: frozenset[str] = frozenset()
    refusal_paper: str = ""

    def eligible(self, asked: Asked) -> Eligibility:
        """Whether the subject may apply and have the result on that day."""
        if isinstance(asked.subject, Resident) and asked.subject.death_date is not None:
            return Eligibility(False, N_("%(name)s已登记为死亡，不能再申请。"), {"name": asked.subject.name})
        return ELIGIBLE

    def propose_business(self, asked: Asked) -> str:
        """The kind of business that fits this subject best, empty when nothing speaks for one."""
        return ""

    def asks_for(self, material: MaterialDefinition, asked: Asked) -> bool:
        """Whether a conditional material (视情形) is asked for here; the clerk may still mark it as not needed."""
        return True

    def applicant(self, application: Application) -> Resident | None:
        """The person who stands as the applicant on paper where a household applies; None for any other subject."""
        return applicant_of(application)

    def application_form(self, application: Application) -> tuple[str, PaperFacts] | None:
        """The item's own form for signature (申请书) as kind of paper and facts; None where the form of every item does."""
        return None

    def check_answers(self, business: str, answers: Mapping[str, Any], on: dt.date) -> None:
        """Whether what was just typed can be at all (no accident tomorrow); raises RuleBroken at the question's code.

        A draft may leave questions open, so only what is answered is looked at.
        """

    def doubt_answers(
        self, business: str, answers: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, Any]] | None:
        """What the counter should look at twice though it may be right: a marked sentence and its parameters."""
        return None

    def before_acceptance(self, actor: Actor, application: Application, on: dt.date) -> None:
        """A last look before the number is taken; raises RuleBroken."""

    def before(self, actor: Actor, application: Application, verb: str, on: dt.date) -> None:
        """Whether a verb of the life may be done on that day, asked after its guards; raises RuleBroken with the sentence.

        A page asks it as well, to show the button as locked together with the reason. It writes nothing.
        """

    def requires(self, application: Application, step: StepDefinition) -> bool:
        """Whether a step of the item must be done before the state it belongs to is left."""
        return step.required

    def may_take(self, application: Application, step: StepDefinition) -> bool:
        """Whether a step of the item can be done now, so far as its order goes; a page offers only such a step."""
        return True

    def next_steps(self, applications: Sequence[Application], on: dt.date) -> dict[int, Need | None]:
        """What these running applications wait for, by key, where the item knows better than its list of steps; read in bulk.

        None stands for the verb that leads on in the shared life; a key that is left out is answered from the steps.
        """
        return {}

    def records_of(self, application: Application) -> Sequence[Model]:
        """What the item keeps of an application that letters may be about: they stand on the case's page with its own."""
        return ()

    def before_decision(self, actor: Actor, application: Application, result: str, on: dt.date) -> None:
        """A last look at what is about to be decided (`granted`, `denied`); raises RuleBroken."""

    def after(self, actor: Actor, application: Application, verb: str, on: dt.date) -> None:
        """A verb of the life was done: what must follow it, such as a signature in a chain or the letter of a refusal."""

    def promised_days(self, application: Application) -> int:
        """The working days within which this application is to be decided."""
        return application.definition.promised_days

    def on_issue(self, actor: Actor, application: Application, on: dt.date) -> str:
        """Make the result (a card, a certificate) and say in a few words what it is, for the record and the slip.

        An item without code hands out the paper that its definition words, if it does.
        """
        from portal.services.results import (
            issue_result_paper,  # it stands above: it reads what is registered here
        )

        return issue_result_paper(actor, application, on)

    def result_papers(self, application: Application) -> Sequence[Document]:
        """The papers that are handed over at the collection, as they stand; empty for an item whose result is none of ours."""
        from portal.services.results import (
            result_papers_of,  # it stands above: it reads what is registered here
        )

        return result_papers_of(application)

    def on_void(self, actor: Actor, application: Application, reason: str) -> None:
        """Undo what `on_issue` made, for an acceptance that is declared void."""

    def on_collect(self, actor: Actor, application: Application, on: dt.date) -> None:
        """The result is in the resident's hand."""


@dataclass(frozen=True)
class CodedItem:
    """An item written in code: the definition that seeds it, and its hooks."""

    definition: ItemDefinition
    hooks: ItemHooks


_DEFAULT = ItemHooks()
_coded: dict[str, CodedItem] = {}


def register_item(definition: ItemDefinition, hooks: ItemHooks) -> None:
    """Add a coded item; its definition names the hooks by the item's own code."""
    if definition.hooks != definition.code:
        raise ValueError(f"item {definition.code} must name its own hooks")
    _coded[definition.code] = CodedItem(definition, hooks)


def coded_items() -> list[CodedItem]:
    """Every item written in code, by its code."""
    return [_coded[code] for code in sorted(_coded)]


def hooks_of(definition: ItemDefinition) -> ItemHooks:
    """The hooks that a definition names; the default ones for an item without code."""
    coded = _coded.get(definition.hooks)
    return coded.hooks if coded else _DEFAULT
