"""The life of an application, in one table: which verb leads from which states to which, with its guards, date and paper.

Items add named steps inside a state (`definitions.StepDefinition`); none adds a transition of its own. The order follows
行政许可法 art. 32 (five answers) and arts. 42–44, used as good practice for services that are no licence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal import clock
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.services.guards import (
    agent_is_checked,
    allowed_on_the_spot,
    answers_complete,
    awaited_in_vain,
    clock_is_not_for_supplement,
    decided_by_another,
    is_finished,
    is_granted,
    materials_settled,
    never_notified,
    not_deemed,
    nothing_awaited,
    nothing_left_open,
    nothing_promised,
    originals_are_home,
    promises_kept,
    refusal_delivered,
    results_printed,
    reviewed_by_another,
    something_awaited,
    something_missing,
    something_to_hand_out,
    steps_done,
)
from portal.services.items.registry import hooks_of
from portal.services.models import Application
from portal.services.states import BEFORE_ACCEPTANCE, MATERIAL_STATES, OPEN, RESULTS, RUNNING, STATES

__all__ = [
    "EVENTS",
    "MATERIAL_STATES",
    "OPEN",
    "RESULTS",
    "STATES",
    "TRANSITIONS",
    "Transition",
    "must_be_free",
    "possible",
    "require",
]

Guard = Callable[[Application, Actor], None]


@dataclass(frozen=True)
class Transition:
    """One verb of the life. `date` names the column it stamps, `paper` the kind of paper it makes (None: none).

    `target` None leads back to where a suspension came from. `right` names the permission's verb where several verbs
    share one. Of the guards, `fits` says whether the verb makes sense for this item at all; it hides the button. With
    `keeps_first` the date of the first time stays.
    """

    verb: str
    label: str
    sources: frozenset[str]
    target: str | None
    guards: tuple[Guard, ...] = ()
    date: str | None = None
    paper: str | None = None
    right: str = ""
    fits: tuple[Guard, ...] = ()
    keeps_first: bool = False

    @property
    def permission(self) -> str:
        """The right that opens it: the verb, in this room."""
        return f"services.{self.right or self.verb}"

    def leads_to(self, application: Application) -> str:
        """The state after it."""
        return self.target if self.target is not None else application.suspended_from or application.state


_CANCELLABLE = RUNNING | {"decided", "issued", "suspended"}

_TABLE = (
    Transition(
        "accept_application",
        N_("受理"),
        BEFORE_ACCEPTANCE,
        "accepted",
        guards=(materials_settled, agent_is_checked, answers_complete),
        date="accepted_on",
        paper="acceptance_receipt",
    ),
    Transition(
        "complete_on_the_spot",
        N_("当场办结"),
        BEFORE_ACCEPTANCE,
        "decided",
        guards=(materials_settled, nothing_promised, agent_is_checked, answers_complete),
        date="decided_on",
        paper="closing_slip",
        fits=(allowed_on_the_spot,),
    ),
    Transition(
        "notify_missing",
        N_("一次性告知"),
        BEFORE_ACCEPTANCE,
        "supplementing",
        guards=(something_missing, not_deemed),
        date="notified_on",
        paper="one_time_notice",
        keeps_first=True,
    ),
    Transition("supplement_application", N_("收到补正"), frozenset({"supplementing"}), "draft"),
    Transition(
        "refuse_application",
        N_("不予受理"),
        BEFORE_ACCEPTANCE,
        "refused",
        paper="non_acceptance_notice",
    ),
    Transition(
        "review_application",
        N_("审核"),
        frozenset({"accepted"}),
        "reviewed",
        guards=(nothing_awaited, steps_done, reviewed_by_another),
        date="reviewed_on",
    ),
    Transition("return_application", N_("退回"), RUNNING, "accepted"),
    Transition(
        "decide_application",
        N_("决定"),
        frozenset({"reviewed"}),
        "decided",
        guards=(nothing_awaited, steps_done, decided_by_another),
        date="decided_on",
    ),
    Transition(
        "issue_result",
        N_("制发"),
        frozenset({"decided"}),
        "issued",
        guards=(promises_kept,),
        date="issued_on",
        fits=(is_granted, something_to_hand_out),
    ),
    Transition(
        "collect_result",
        N_("领取"),
        frozenset({"issued"}),
        "collected",
        guards=(results_printed,),
        date="collected_on",
    ),
    Transition(
        "close_application",
        N_("办结"),
        frozenset({"collected", "decided"}),
        "closed",
        guards=(originals_are_home, nothing_left_open, refusal_delivered),
        date="closed_on",
        fits=(is_finished,),
    ),
    Transition(
        "ask_supplement",
        N_("补正通知"),
        RUNNING,
        "suspended",
        guards=(nothing_awaited,),
        date="suspended_on",
        paper="supplement_notice",
    ),
    Transition(
        "answer_supplement",
        N_("收到补正材料"),
        RUNNING | {"suspended"},
        None,
        fits=(something_awaited,),
    ),
    Transition(
        "miss_supplement",
        N_("逾期未补正"),
        RUNNING | {"suspended"},
        None,
        guards=(awaited_in_vain,),
        fits=(something_awaited,),
    ),
    Transition(
        "suspend_application",
        N_("中止"),
        RUNNING,
        "suspended",
        date="suspended_on",
        paper="suspension_notice",
    ),
    Transition(
        "resume_application",
        N_("恢复"),
        frozenset({"suspended"}),
        None,
        fits=(clock_is_not_for_supplement,),
    ),
    Transition(
        "end_application",
        N_("终止办理"),
        RUNNING | {"suspended"},
        "ended",
        guards=(originals_are_home, decided_by_another),
        date="closed_on",
        paper="termination_notice",
    ),
    Transition(
        "withdraw_application",
        N_("撤回"),
        BEFORE_ACCEPTANCE | RUNNING | {"suspended"},
        "withdrawn",
        guards=(originals_are_home,),
    ),
    Transition("void_acceptance", N_("受理作废"), _CANCELLABLE, "voided"),
    Transition(
        "discard_draft",
        N_("放弃草稿"),
        frozenset({"draft"}),
        "discarded",
        guards=(originals_are_home,),
        right="draft_application",
        fits=(never_notified,),
    ),
)
TRANSITIONS: dict[str, Transition] = {t.verb: t for t in _TABLE}
# What else stands in an application's history, without a change of state.
EVENTS: dict[str, str] = {verb: transition.label for verb, transition in TRANSITIONS.items()} | {
    "draft_application": N_("登记申请"),
    "receive_promised": N_("补交材料"),
    "complete_step": N_("办理步骤"),
    "hand_over": N_("移交"),
    "recompute_due_date": N_("调整截止日"),
    "check_sample": N_("事后抽查"),
    "correct_receipt": N_("更正受理文书"),
    "deem_accepted": N_("视为受理"),
    "check_agent": N_("核对代办人身份"),
    "tell_result": N_("办结通知"),
}


def allow(application: Application, verb: str, actor: Actor) -> Transition:
    """The transition, when this actor's post and the application's state permit it; its guards are not asked yet.

    Raises Forbidden, or RuleBroken with the state.
    """
    transition = TRANSITIONS[verb]
    actor.must(transition.permission)
    if application.state not in transition.sources:
        raise RuleBroken(
            None,
            N_("这一申请现在是“%(state)s”，不能办理“%(verb)s”。页面可能已过时，请刷新。"),
            state=STATES[application.state],
            verb=transition.label,
        )
    return transition


def require(application: Application, verb: str, actor: Actor) -> Transition:
    """The transition, when the actor may do it now; raises Forbidden or RuleBroken with the reason otherwise."""
    transition = allow(application, verb, actor)
    for guard in transition.fits:
        guard(application, actor)
    must_be_free(transition, application, actor)
    return transition


def must_be_free(transition: Transition, application: Application, actor: Actor) -> None:
    """Ask the guards, then the item itself; raises RuleBroken or Forbidden with what stands in the way (a locked button)."""
    for guard in transition.guards:
        guard(application, actor)
    hooks_of(application.definition).before(actor, application, transition.verb, clock.today())


def possible(application: Application, actor: Actor) -> list[Transition]:
    """What this actor could do next from this state, in the table's order; `must_be_free` says what of it is locked now."""
    return [
        transition
        for transition in _TABLE
        if application.state in transition.sources
        and actor.can(transition.permission)
        and _fits(transition, application, actor)
    ]


def _fits(transition: Transition, application: Application, actor: Actor) -> bool:
    try:
        for guard in transition.fits:
            guard(application, actor)
    except RuleBroken:
        return False
    return True
