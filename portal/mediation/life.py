"""The life of a mediation case, in one table: which verb leads from which states to which, with its date.

Guards that need more than the case itself are declared by the module that knows (agreements, volumes, …) with `guards`;
`require` asks them all. The states follow 人民调解法 arts. 17–33 and local forms (reference A.2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.mediation.models import MediationCase
from portal.mediation.states import BEFORE_ACCEPTANCE, ENDED, RUNNING, STATES

Guard = Callable[[MediationCase, Actor], None]


@dataclass(frozen=True)
class Transition:
    """One verb of the life: `date` names the column that it stamps, `target` None leads back to where a pause came from."""

    verb: str
    label: str
    sources: frozenset[str]
    target: str | None
    date: str | None = None
    right: str = ""

    @property
    def permission(self) -> str:
        """The right that opens it: the verb, in this room."""
        return f"mediation.{self.right or self.verb}"

    def leads_to(self, case: MediationCase) -> str:
        """The state after it."""
        return self.target if self.target is not None else case.suspended_from


_TABLE = (
    Transition("submit_case", N_("提交审查"), frozenset({"draft"}), "reviewing", "applied_on", "open_case"),
    Transition("refuse_case", N_("不予受理"), BEFORE_ACCEPTANCE, "refused", "refused_on"),
    Transition("accept_case", N_("受理"), BEFORE_ACCEPTANCE, "accepted", "accepted_on"),
    Transition(
        "begin_mediation", N_("开始调解"), frozenset({"accepted"}), "mediating", "mediating_from", "mediate"
    ),
    Transition("suspend_case", N_("中止"), RUNNING, "suspended", "suspended_on", "pause_case"),
    Transition("resume_case", N_("恢复调解"), frozenset({"suspended"}), None, None, "pause_case"),
    Transition(
        "withdraw_case",
        N_("撤回申请"),
        BEFORE_ACCEPTANCE | RUNNING | {"suspended"},
        "withdrawn",
        "withdrawn_on",
        "end_case",
    ),
    Transition(
        "terminate_case", N_("终止调解"), RUNNING | {"suspended"}, "terminated", "terminated_on", "end_case"
    ),
    Transition("conclude", N_("达成协议"), frozenset({"mediating"}), "performing", "agreed_on"),
    Transition(
        "finish_performance",
        N_("履行完毕"),
        frozenset({"performing", "breached"}),
        "performed",
        "performed_on",
        "follow_agreement",
    ),
    Transition(
        "record_breach", N_("未按期履行"), frozenset({"performing"}), "breached", None, "follow_agreement"
    ),
    Transition(
        "mediate_again",
        N_("重新调解"),
        frozenset({"performing", "breached"}),
        "mediating",
        None,
        "follow_agreement",
    ),
    Transition(
        "tell_to_sue",
        N_("告知诉讼"),
        frozenset({"performing", "breached"}),
        "told_to_sue",
        None,
        "follow_agreement",
    ),
    Transition("close_case", N_("结案"), ENDED, "closed", "closed_on"),
    Transition("archive_case", N_("归档"), frozenset({"closed"}), "archived", "archived_on"),
    Transition("discard_case", N_("作废登记"), BEFORE_ACCEPTANCE, "discarded", None, "open_case"),
    Transition("void_case", N_("作废登记错误的案件"), frozenset({"performing", "performed"}), "discarded"),
)
TRANSITIONS: dict[str, Transition] = {t.verb: t for t in _TABLE}
EVENTS: dict[str, str] = {t.verb: t.label for t in _TABLE} | {
    "open_case": N_("登记案件"),
    "print_application": N_("制作申请书"),
    "change_intake": N_("修改登记内容"),
    "record_wish": N_("征询被申请人意见"),
    "assign_mediator": N_("指派调解员"),
    "release_mediator": N_("调解员退出"),
    "ask_recusal": N_("申请回避"),
    "decide_recusal": N_("决定回避"),
    "tell_rights": N_("告知权利义务"),
    "extend_case": N_("延长期限"),
    "report_danger": N_("报告公安"),
    "tell_remedies": N_("告知其他途径"),
    "add_party": N_("增加当事人"),
    "change_party": N_("修改当事人"),
    "leave_party": N_("当事人退出"),
    "hold_session": N_("调解记录"),
    "record_investigation": N_("调查记录"),
    "record_visit": N_("回访"),
    "urge_performance": N_("督促履行"),
    "ask_confirmation": N_("司法确认"),
    "bind_volume": N_("装订卷宗"),
    "import_case": N_("由原登记簿转入"),
}

_guards: dict[str, list[Guard]] = {}


def guard(verb: str, check: Guard) -> None:
    """Ask `check` before a verb; it raises RuleBroken with what stands in the way. Registering it again changes nothing."""
    if verb not in TRANSITIONS:
        raise KeyError(f"the life of a case has no verb {verb}")
    checks = _guards.setdefault(verb, [])
    if check not in checks:
        checks.append(check)


def allow(case: MediationCase, verb: str, actor: Actor) -> Transition:
    """The transition, when this actor's post and the case's state permit it; its guards are not asked yet.

    Raises Forbidden, or RuleBroken with the state.
    """
    transition = TRANSITIONS[verb]
    actor.must(transition.permission)
    if case.state not in transition.sources:
        raise RuleBroken(
            None,
            N_("这一案件现在是“%(state)s”，不能办理“%(verb)s”。页面可能已过时，请刷新。"),
            state=STATES[case.state],
            verb=transition.label,
        )
    return transition


def must_be_free(transition: Transition, case: MediationCase, actor: Actor) -> None:
    """Ask the guards; raises RuleBroken with what stands in the way (a locked button)."""
    for check in _guards.get(transition.verb, ()):
        check(case, actor)


def require(case: MediationCase, verb: str, actor: Actor) -> Transition:
    """The transition, when the actor may do it now; raises Forbidden or RuleBroken with the reason otherwise."""
    transition = allow(case, verb, actor)
    must_be_free(transition, case, actor)
    return transition


def possible(case: MediationCase, actor: Actor) -> list[Transition]:
    """What this actor could do next from this state, in the table's order; `must_be_free` says what of it is locked now."""
    return [t for t in _TABLE if case.state in t.sources and actor.can(t.permission)]
