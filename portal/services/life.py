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
from portal.services import answers, limits
from portal.services.custody.queries import names_in_custody
from portal.services.items.registry import hooks_of
from portal.services.models import Application, ApplicationMaterial
from portal.services.states import BEFORE_ACCEPTANCE, MATERIAL_STATES, OPEN, RESULTS, RUNNING, STATES
from portal.services.supplements.queries import find_open_request

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


def materials_settled(application: Application, _actor: Actor) -> None:
    """Every material that applies is received, waived, promised or marked as not needed.

    After a deemed acceptance (视为受理) a missing one no longer stands in the way: it is asked for while the matter runs.
    """
    blocking = {"unchecked", "missing"}
    if limits.deemed_accepted_on(application):
        blocking = {"unchecked"}
    names = [m.name for m in application.materials if m.state in blocking and _counts(application, m)]
    if names:
        raise RuleBroken(None, N_("材料还没有核对齐全：%(names)s。"), names="、".join(names))


def something_missing(application: Application, _actor: Actor) -> None:
    """A notice of what is missing needs something missing, and a checked list: everything is told at once."""
    waiting = [m for m in application.materials if m.state == "unchecked" and _counts(application, m)]
    if waiting:
        names = "、".join(m.name for m in waiting)
        raise RuleBroken(None, N_("请先核对每一项材料，一次告知全部缺项：%(names)s。"), names=names)
    if not any(m.state == "missing" for m in application.materials):
        raise RuleBroken(None, N_("没有标为“缺”的材料，不需要一次性告知。"))


def not_deemed(application: Application, _actor: Actor) -> None:
    """No notice can undo an acceptance by silence (行政许可法 art. 32 (4))."""
    day = limits.deemed_accepted_on(application)
    if day:
        raise RuleBroken(
            None,
            N_(
                "告知期限 %(limit)s 已过，依法自 %(day)s 起视为受理，不能再出具一次性告知书。请办理受理，缺的材料在办理中补齐。"
            ),
            limit=limits.notice_limit(application),
            day=day,
        )


def agent_is_checked(application: Application, _actor: Actor) -> None:
    """Whoever acts for the applicant has shown their papers too; what counts as accepted by silence waits for nothing."""
    agent = application.agent
    if agent is None or application.agent_is_checked or application.paper_day:
        return
    if not limits.deemed_accepted_on(application):
        raise RuleBroken(None, N_("代办人%(name)s的身份证件还没有核对。"), name=agent.name)


def answers_complete(application: Application, _actor: Actor) -> None:
    """Every question that must be answered is."""
    answers.must_be_complete(application.definition, application.business, application.answers or {})


def steps_done(application: Application, _actor: Actor) -> None:
    """Every required step of the item in the present state is done."""
    done, hooks = {s.code for s in application.steps}, hooks_of(application.definition)
    steps = [s for s in application.definition.steps if s.during == application.state and s.code not in done]
    left = [s.name for s in steps if hooks.requires(application, s)]
    if left:
        raise RuleBroken(None, N_("还有步骤没有完成：%(names)s。"), names="、".join(left))


def reviewed_by_another(application: Application, actor: Actor) -> None:
    """Review by another person than the one who accepted, where the item asks for four eyes."""
    if application.definition.four_eyes:
        actor.must_differ_from("services.review_application", application.accepted_by)


def decided_by_another(application: Application, actor: Actor) -> None:
    """A decision by somebody who did not accept the application, where the item asks for four eyes."""
    if application.definition.four_eyes:
        actor.must_differ_from("services.decide_application", application.accepted_by)


def allowed_on_the_spot(application: Application, _actor: Actor) -> None:
    """Only an item that says so may be accepted, reviewed and decided by one person at once (即办件)."""
    if not application.definition.on_the_spot_alone:
        raise RuleBroken(
            None,
            N_("“%(name)s”不能由一人当场办结，请按受理、审核、决定的顺序办理。"),
            name=application.definition.name,
        )


def nothing_promised(application: Application, _actor: Actor) -> None:
    """What is handed over at once leaves no material open."""
    names = _still_to_come(application)
    if names:
        raise RuleBroken(None, N_("材料没有收齐，不能当场办结：%(names)s。请先受理。"), names=names)


def promises_kept(application: Application, _actor: Actor) -> None:
    """The result is handed out only when what was promised (容缺), or left open by a deemed acceptance, has come."""
    names = _still_to_come(application)
    if names:
        raise RuleBroken(None, N_("容缺的材料还没有补交：%(names)s。"), names=names)


def is_granted(application: Application, _actor: Actor) -> None:
    """Only a favourable decision has a result to hand over."""
    if application.result != "granted":
        raise RuleBroken(None, N_("决定为不予办理，没有可以制发的结果。"))


def is_finished(application: Application, _actor: Actor) -> None:
    """Closed after the result was collected, or after an unfavourable decision."""
    if application.state == "decided" and application.result != "denied":
        raise RuleBroken(None, N_("准予的事项须先制发并领取，再办结。"))


def never_notified(application: Application, _actor: Actor) -> None:
    """A draft that a notice was given for, or that counts as accepted by silence, is withdrawn and not thrown away."""
    if application.is_deemed:
        raise RuleBroken(None, N_("这一申请已视为受理，不能当作草稿放弃。申请人不办了的，请办理撤回。"))
    if application.notified_on is not None:
        raise RuleBroken(None, N_("已经出具过告知书的申请不能当作草稿放弃，请办理撤回。"))


def _still_to_come(application: Application) -> str:
    late = {"promised", "missing"}
    return "、".join(m.name for m in application.materials if m.state in late and _counts(application, m))


def _counts(application: Application, material: ApplicationMaterial) -> bool:
    return any(
        m.code == material.code and m.necessity != "optional" for m in application.definition.materials
    )


def nothing_awaited(application: Application, _actor: Actor) -> None:
    """Nothing is judged while the applicant still has time to complete what was asked for."""
    found = find_open_request(application)
    if found is None:
        return
    if clock.today() > found.due_on:
        raise RuleBroken(None, N_("补正期限 %(day)s 已过，请先登记“逾期未补正”。"), day=found.due_on)
    raise RuleBroken(
        None, N_("已经通知补正，期限到 %(day)s；材料到了请登记“收到补正材料”。"), day=found.due_on
    )


def something_awaited(application: Application, _actor: Actor) -> None:
    """There is a request to complete that waits for its answer."""
    if find_open_request(application) is None:
        raise RuleBroken(None, N_("没有等待答复的补正通知。"))


def awaited_in_vain(application: Application, _actor: Actor) -> None:
    """The last day of the request has passed."""
    found = find_open_request(application)
    if found is not None and clock.today() <= found.due_on:
        raise RuleBroken(None, N_("补正期限是 %(day)s，期满以前不能登记为逾期。"), day=found.due_on)


def clock_is_not_for_supplement(application: Application, _actor: Actor) -> None:
    """A clock that stands still for a request to complete starts with the answer to it."""
    found = find_open_request(application)
    if found is not None and found.stops_clock:
        raise RuleBroken(None, N_("正在等待补正，请登记“收到补正材料”。"))


def originals_are_home(application: Application, _actor: Actor) -> None:
    """Nothing ends while the office still has a resident's original: it is given back first, or its loss is declared."""
    names = names_in_custody(application.id)
    if names:
        raise RuleBroken(
            None, N_("原件还没有退还本人：%(names)s。请先在“原件”里办理退还。"), names="、".join(names)
        )


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
        fits=(is_granted,),
    ),
    Transition("collect_result", N_("领取"), frozenset({"issued"}), "collected", date="collected_on"),
    Transition(
        "close_application",
        N_("办结"),
        frozenset({"collected", "decided"}),
        "closed",
        guards=(originals_are_home,),
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
