"""What a case waits for next, in a sentence, and the buttons that its page offers. Nothing here changes anything."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext

from portal import clock
from portal.actor import Actor
from portal.disputes.kinds import RISKS
from portal.errors import N_, Forbidden, RuleBroken
from portal.mediation import life, parts
from portal.mediation.actions.changing import CHANGEABLE
from portal.mediation.actions.rights import untold
from portal.mediation.life import Transition
from portal.mediation.models import MediationCase
from portal.mediation.parts import Next, Work
from portal.mediation.states import BEFORE_ACCEPTANCE, OPEN, RUNNING, WITHOUT_AGREEMENT

TONES = {
    "draft": "neutral",
    "reviewing": "waiting",
    "refused": "bad",
    "accepted": "info",
    "mediating": "waiting",
    "suspended": "paused",
    "withdrawn": "paused",
    "terminated": "bad",
    "performing": "waiting",
    "breached": "bad",
    "performed": "good",
    "told_to_sue": "bad",
    "closed": "good",
    "archived": "neutral",
    "discarded": "neutral",
}
# A risk is named by a colour, and is shown in it.
RISK_TONES = {risk: risk for risk in RISKS}
DANGEROUS = frozenset({"refuse_case", "terminate_case", "withdraw_case", "discard_case"})
_STAGES = (
    (N_("登记"), BEFORE_ACCEPTANCE),
    (N_("受理"), frozenset({"accepted"})),
    (N_("调解"), frozenset({"mediating", "suspended"})),
    (N_("履行"), frozenset({"performing", "breached"})),
    (N_("结案"), frozenset({"performed", "told_to_sue", "refused", "withdrawn", "terminated"})),
    (N_("归档"), frozenset({"closed", "archived"})),
)


def is_due(case: MediationCase) -> bool:
    """Whether the time of the mediation is over, its last day included: the list shows it red."""
    return case.state in RUNNING and case.due_on is not None and case.due_on <= clock.today()


def stages(case: MediationCase) -> list[tuple[str, str]]:
    """How far the case is, for the row of steps."""
    at = next((n for n, (_label, states) in enumerate(_STAGES) if case.state in states), 0)
    failed = case.state in WITHOUT_AGREEMENT | {"told_to_sue"}
    rows = []
    for n, (label, _states) in enumerate(_STAGES):
        mark = "done" if n < at or case.state == "archived" else "todo"
        if n == at and case.state != "archived":
            mark = "current"
        if n < at and _never(case, n, failed):
            mark = "skipped"
        rows.append((gettext(label), mark))
    return rows


def _never(case: MediationCase, stage: int, failed: bool) -> bool:
    """Whether a stage behind was never entered: any that an ended case left out; of a closed one, that without agreement."""
    if failed:
        return not _was_there(case, stage)
    return case.state in ("closed", "archived") and case.agreed_on is None and not _was_there(case, stage)


def _was_there(case: MediationCase, stage: int) -> bool:
    reached = (case.applied_on, case.accepted_on, case.mediating_from, case.agreed_on)
    return stage >= len(reached) or reached[stage] is not None


def work_of_life(case: MediationCase, actor: Actor) -> list[tuple[Transition, Work]]:
    """The verbs of the life that this reader may do from this state, each with its page and what locks it now."""
    found = []
    for transition in life.possible(case, actor):
        href = parts.address_of(transition.verb, case)
        if not href:
            continue
        found.append((transition, Work(transition.label, href, _locked(transition, case, actor))))
    return found


def _locked(transition: Transition, case: MediationCase, actor: Actor) -> str:
    if transition.verb == "accept_case" and case.respondent_wish == "unknown":
        return ""  # the page of the acceptance asks for it
    try:
        life.must_be_free(transition, case, actor)
    except RuleBroken as error:
        return gettext(error.message, **error.params)
    except Forbidden as error:
        return gettext(error.message or "")
    return ""


def next_of(case: MediationCase, actor: Actor) -> Next | None:
    """The next step of a case, for whoever reads it; a piece of the room may know better than the shared life."""
    known = parts.known_next(actor, case)
    if known is not None:
        return known
    if case.state in BEFORE_ACCEPTANCE:
        return _before_acceptance(case, actor)
    if case.state == "accepted":
        return _before_the_table(case, actor)
    if is_due(case):
        return _when_time_is_over(case, actor)
    if case.state == "mediating":
        work = (
            *parts.find_work("open_session", actor, case),
            *_verbs(case, actor, "conclude", "terminate_case"),
        )
        return Next(N_("正在调解。每次调解都要作记录；谈成了登记协议，谈不成办理终止。"), {}, work)
    if case.state == "suspended":
        return Next(N_("调解已中止。原因消除后恢复调解。"), {}, _verbs(case, actor, "resume_case"))
    if case.state in WITHOUT_AGREEMENT and case.remedies_told_on is None:
        work = _own(case, actor, "mediation.end_case", N_("登记告知其他途径"), "mediation.tell_remedies")
        return Next(
            N_("还没有登记已告知当事人其他途径（仲裁、行政、司法），登记后才能结案。"), {}, work, True
        )
    if case.state in WITHOUT_AGREEMENT | {"performed", "told_to_sue"}:
        return Next(N_("可以结案了。"), {}, _verbs(case, actor, "close_case"))
    return None


def _before_acceptance(case: MediationCase, actor: Actor) -> Next:
    if case.respondent_wish == "refuses":
        return Next(
            N_("被申请人明确拒绝调解，不能受理。请办理不予受理，并告知其他途径。"),
            {},
            _verbs(case, actor, "refuse_case"),
        )
    if not {"applicant", "respondent"} <= {party.side for party in case.parties}:
        work = _own(case, actor, "mediation.open_case", N_("增加当事人"), "mediation.add_party")
        return Next(
            N_("双方当事人还没有登记齐：请增加，或者修改已登记的地位。找不到明确的另一方的，不予受理。"),
            {},
            (*work, *_verbs(case, actor, "refuse_case")),
        )
    if case.respondent_wish == "unknown":
        work = _own(case, actor, "mediation.open_case", N_("登记被申请人的意见"), "mediation.record_wish")
        return Next(
            N_("先征询被申请人是否同意调解，再决定是否受理。"),
            {},
            (*_verbs(case, actor, "accept_case"), *work, *_verbs(case, actor, "refuse_case")),
        )
    late = case.answer_due_on is not None and case.answer_due_on < clock.today()
    return Next(
        N_("审查完毕后决定：受理，或者不予受理。"),
        {},
        _verbs(case, actor, "accept_case", "refuse_case"),
        late,
    )


def _before_the_table(case: MediationCase, actor: Actor) -> Next:
    if case.lead is None:
        work = _own(case, actor, "mediation.assign_mediator", N_("指派调解员"), "mediation.assign_mediator")
        return Next(N_("已受理。下一步指派主持的调解员，或者登记当事人选择的调解员。"), {}, work)
    if any(recusal.is_granted is None for recusal in case.recusals):
        work = _own(case, actor, "mediation.decide_recusal", N_("决定回避"), "mediation.list_recusals")
        return Next(N_("有回避申请等调委会主任决定，决定以前不能开始调解。"), {}, work)
    if untold(case):
        work = _own(case, actor, "mediation.mediate", N_("告知权利义务"), "mediation.tell_rights")
        return Next(N_("调解开始以前，告知各方当事人权利义务，并登记时间、方式和告知人。"), {}, work)
    return Next(N_("可以开始调解了。"), {}, _verbs(case, actor, "begin_mediation"))


def _when_time_is_over(case: MediationCase, actor: Actor) -> Next:
    work = _own(case, actor, "mediation.mediate", N_("延长期限"), "mediation.extend_case")
    return Next(
        N_(
            "调解期限 %(day)s 已到，还没有结果。各方当事人都同意的，登记延长；有人不同意的，请办理终止，告知其他途径。"
        ),
        {"day": case.due_on.isoformat() if case.due_on else ""},
        (*work, *_verbs(case, actor, "terminate_case", "conclude")),
        True,
    )


def _verbs(case: MediationCase, actor: Actor, *wanted: str) -> tuple[Work, ...]:
    offered = {transition.verb: work for transition, work in work_of_life(case, actor)}
    return tuple(offered[verb] for verb in wanted if verb in offered)


def _own(case: MediationCase, actor: Actor, right: str, label: str, endpoint: str) -> tuple[Work, ...]:
    return (Work(label, url_for(endpoint, case_id=case.id)),) if actor.can(right) else ()


def other_work(case: MediationCase, actor: Actor) -> list[Work]:
    """The work of the cases' own pages that changes no state, for a post that may do it now."""
    offers = (
        (
            case.state in OPEN,
            "mediation.assign_mediator",
            N_("指派或更换调解员"),
            "mediation.assign_mediator",
        ),
        (
            case.state in OPEN and case.lead is not None,
            "mediation.ask_recusal",
            N_("申请回避"),
            "mediation.ask_recusal",
        ),
        (
            case.state in RUNNING and bool(untold(case)),
            "mediation.mediate",
            N_("告知权利义务"),
            "mediation.tell_rights",
        ),
        (case.state in RUNNING, "mediation.mediate", N_("延长期限"), "mediation.extend_case"),
        (case.state in OPEN, "disputes.report_danger", N_("有危险：报告公安"), "mediation.report_danger"),
        (
            case.state in BEFORE_ACCEPTANCE,
            "mediation.open_case",
            N_("登记被申请人的意见"),
            "mediation.record_wish",
        ),
        (
            case.source == "application" and case.state in BEFORE_ACCEPTANCE | RUNNING,
            "mediation.open_case",
            N_("制作申请书"),
            "mediation.print_application",
        ),
        (
            case.state in CHANGEABLE,
            "mediation.open_case",
            N_("修改登记内容"),
            "mediation.change_intake",
        ),
    )
    return [
        Work(label, url_for(endpoint, case_id=case.id), is_urgent=endpoint == "mediation.report_danger")
        for is_on, right, label, endpoint in offers
        if is_on and actor.can(right)
    ]
