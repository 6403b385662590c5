"""What the page of one application shows besides the record: how far it is, what can be done next and what stands in the way.

Nothing here decides: the table of transitions does, and the same rules speak again when a verb is tried.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from portal import clock
from portal.actor import Actor
from portal.errors import N_, Forbidden, RuleBroken
from portal.services import checklist, life
from portal.services.definitions import FieldDefinition, ItemDefinition, StepDefinition
from portal.services.items.registry import Need, hooks_of
from portal.services.life import Transition
from portal.services.models import Application, ApplicationStep
from portal.services.routes import parts
from portal.services.states import BEFORE_ACCEPTANCE, OPEN
from portal.web.wording import in_words

# Which verb a state is waiting for; the first one that this post may do is the page's primary button.
LEADS_ON = (
    "review_application",
    "decide_application",
    "issue_result",
    "collect_result",
    "close_application",
    "resume_application",
)
DANGEROUS = frozenset({"void_acceptance", "discard_draft", "end_application"})
_STAGES = (
    ("checked", N_("核对材料"), "applied_on"),
    ("accepted", N_("受理"), "accepted_on"),
    ("reviewed", N_("审核"), "reviewed_on"),
    ("decided", N_("决定"), "decided_on"),
    ("issued", N_("制发"), "issued_on"),
    ("collected", N_("领取"), "collected_on"),
    ("closed", N_("办结"), "closed_on"),
)
_STOPPED = frozenset({"refused", "withdrawn", "voided", "discarded", "ended"})


@dataclass(frozen=True)
class NextStep:
    """One verb that this reader may do now; `blocked` is the sentence that says what is missing, or empty."""

    transition: Transition
    blocked: str = ""

    @property
    def verb(self) -> str:
        """The verb, which is the view's name as well."""
        return self.transition.verb

    @property
    def kind(self) -> str:
        """How its button looks."""
        return "danger" if self.verb in DANGEROUS else "secondary"


@dataclass(frozen=True)
class NamedStep:
    """A step that the item adds: its definition, what was done, if it was, and whether it must be.

    `address` is the item's own page for it; empty where the hall's plain form does. `is_under_way`: begun, and waiting for
    something still, such as a notice that hangs or a letter that is not answered.
    """

    definition: StepDefinition
    done: ApplicationStep | None
    is_mine: bool
    is_required: bool = True
    address: str = ""
    is_under_way: bool = False


def definition_of(application: Application) -> ItemDefinition:
    """The definition that counts now: the one in force today for what is not accepted yet, the bound one afterwards."""
    if application.state in BEFORE_ACCEPTANCE:
        return checklist.definition_on(application, clock.today())
    return application.definition


def questions_of(application: Application) -> tuple[FieldDefinition, ...]:
    """The questions that this application answers."""
    return definition_of(application).fields_for(application.business)


def next_steps(application: Application, actor: Actor) -> list[NextStep]:
    """Everything that this reader may do now, each with what stands in its way."""
    return [NextStep(t, obstacle(t, application, actor)) for t in life.possible(application, actor)]


def primary_of(steps: list[NextStep]) -> NextStep | None:
    """The verb that leads on, after acceptance; before it the form of the draft has the buttons."""
    return next((step for verb in LEADS_ON for step in steps if step.verb == verb), None)


def primary_for(steps: list[NextStep], need: Need | None) -> NextStep | None:
    """The verb that leads on, while it is what is waited for: not beside a step of the item that comes before it."""
    found = primary_of(steps)
    return found if found is not None and need is not None and need.verb else None


def named_steps(application: Application, actor: Actor, need: Need | None = None) -> list[NamedStep]:
    """The item's own steps with what was done; the one that `need` still waits for is under way, though it was begun."""
    done, hooks = {step.code: step for step in application.steps}, hooks_of(application.definition)
    return [
        NamedStep(
            step,
            done.get(step.code),
            is_mine=application.state == step.during
            and actor.can(step.permission)
            and hooks.may_take(application, step),
            is_required=hooks.requires(application, step),
            address=parts.step_address(application, step.code),
            is_under_way=need is not None
            and need.step == step.code
            and (step.code in done or bool(need.sentence)),
        )
        for step in application.definition.steps
    ]


def is_handling(application: Application, actor: Actor) -> bool:
    """Whether this reader works on the case now: then the case itself is the reason to see its numbers."""
    if application.state not in OPEN:
        return False
    return application.handler_id == actor.account_id or bool(life.possible(application, actor))


def stages(application: Application) -> list[tuple[str, str, str]]:
    """How far it is, for the macro `steps`: word, state and day."""
    shown = [s for s in _STAGES if not (application.is_on_the_spot and s[0] in {"accepted", "reviewed"})]
    at = _place(application, [code for code, _label, _date in shown])
    found = []
    for place, (code, label, date) in enumerate(shown):
        day = getattr(application, date)
        state = "done" if place < at else "todo"
        if place == at:
            state = "failed" if application.state in _STOPPED else "current"
        if _ends_with_decision(application) and code in {"issued", "collected"}:
            state, day = "skipped", None
        found.append((gettext(label), state, str(day) if day and place < at else ""))
    return found


def _place(application: Application, codes: list[str]) -> int:
    """The place of the stage that is under way: the one after the last that was reached."""
    state = application.suspended_from if application.state == "suspended" else application.state
    if state in _STOPPED:
        reached = [c for c in codes if c != "checked" and getattr(application, f"{c}_on") is not None]
        return codes.index(reached[-1]) + 1 if reached and reached[-1] != codes[-1] else 0
    if state in BEFORE_ACCEPTANCE:
        return 0
    if state == "decided" and _ends_with_decision(application):
        return codes.index("closed")
    return codes.index(state) + 1 if state in codes else 0


def _ends_with_decision(application: Application) -> bool:
    """Whether nothing is made and fetched after the decision."""
    if application.result == "denied":
        return True
    return not application.definition.hands_out and application.issued_on is None


def obstacle(transition: Transition, application: Application, actor: Actor) -> str:
    """The sentence that says why this verb would be refused now, or empty."""
    try:
        life.must_be_free(transition, application, actor)
    except RuleBroken as error:
        return in_words(error)
    except Forbidden as error:
        return str(gettext(error.message)) if error.message else ""
    return ""
