"""What must hold before a verb of an application's life: one small function each, which raises RuleBroken with the sentence.

Which verb asks which of them is the table in `life`.
"""

from __future__ import annotations

from portal import clock
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.services import answers, limits
from portal.services.custody.queries import names_in_custody
from portal.services.items.registry import hooks_of
from portal.services.models import Application, ApplicationMaterial
from portal.services.refusals import untold_refusals
from portal.services.supplements.queries import find_open_request


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


def something_to_hand_out(application: Application, _actor: Actor) -> None:
    """An item that ends with the decision makes no result, and nobody comes to fetch one."""
    if not application.definition.hands_out:
        raise RuleBroken(None, N_("这一事项没有要制发和领取的结果，决定后直接办结。"))


def results_printed(application: Application, _actor: Actor) -> None:
    """Nothing is signed for as collected that was never on paper: each result paper was printed before."""
    unprinted = [one for one in hooks_of(application.definition).result_papers(application) if not one.prints]
    if unprinted:
        names = "、".join(f"{one.title} {one.number or ''}".strip() for one in unprinted)
        raise RuleBroken(
            None, N_("结果文书还没有打印：%(names)s。请先在“结果文书”中打印，再登记领取。"), names=names
        )


def is_finished(application: Application, _actor: Actor) -> None:
    """Closed after the result was collected; after the decision itself where there is nothing to collect."""
    if application.state == "decided" and application.result != "denied" and application.definition.hands_out:
        raise RuleBroken(None, N_("准予的事项须先制发并领取，再办结。"))


def nothing_left_open(application: Application, actor: Actor) -> None:
    """Where no result follows a favourable decision, the closing waits for what was promised (容缺)."""
    if application.state == "decided" and application.result == "granted":
        promises_kept(application, actor)


def refusal_delivered(application: Application, _actor: Actor) -> None:
    """A refusal is told in writing and delivered before its file is closed; the hall's clock for it is that of deliveries."""
    refusal = untold_refusals([application]).get(application.id)
    if refusal is None:
        return
    if refusal.paper is None:
        raise RuleBroken(None, N_("不予办理的决定还没有书面告知，请先出具办结通知书并送达，再办结。"))
    raise RuleBroken(
        None,
        N_("%(title)s %(number)s还没有送达，请先登记送达，再办结。"),
        title=refusal.paper.title,
        number=refusal.paper.number or "",
    )


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
