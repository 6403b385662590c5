"""What a dispute waits for next, in a sentence, and what this reader may do with it now. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from portal import clock
from portal.actor import Actor
from portal.disputes import reach, tasks
from portal.disputes.kinds import NOT_COUNTED
from portal.disputes.models import Dispute, DisputeStep
from portal.errors import N_
from portal.screening.ledger import queries
from portal.screening.ledger.actions.grave import next_kinds
from portal.screening.ledger.actions.passing import target_of
from portal.screening.ledger.lights import Light, light_of
from portal.screening.ledger.scale import Level, level_of, street_id_of
from portal.screening.ledger_models import DisputeCare, GraveReport
from portal.screening.moments import moment
from portal.screening.receiving import receiver_of
from portal.units.queries import get_unit


@dataclass(frozen=True)
class Work:
    """A button: its marked label, where it leads, and whether it is one that must not wait."""

    label: str
    href: str
    is_urgent: bool = False


@dataclass(frozen=True)
class Next:
    """The one obvious next step: why, and the buttons for it, the likeliest first; none for whoever only reads."""

    sentence: str
    params: dict[str, Any] = field(default_factory=dict)
    work: tuple[Work, ...] = ()
    is_late: bool = False


@dataclass(frozen=True)
class Standing:
    """A dispute as a reader finds it: level, care, light, grave reports, whether he carries it on."""

    dispute: Dispute
    level: Level
    care: DisputeCare | None
    light: Light
    grave: Sequence[GraveReport]
    handlings: Sequence[reach.Handling]
    may_keep: bool

    @property
    def is_open(self) -> bool:
        """Whether it is unsettled."""
        return self.dispute.state == "open"

    @property
    def may_write(self) -> bool:
        """Whether progress is still written down: not of a dispute that counts no more."""
        return self.may_keep and self.dispute.state not in NOT_COUNTED

    @property
    def end(self) -> DisputeStep | None:
        """The step whose note says why it is no longer followed here (不计、移交、终结); None where it is, or is settled."""
        state, steps = self.dispute.state, self.dispute.steps
        if state in NOT_COUNTED:
            struck = [one for one in steps if one.struck_at is not None]
            return max(struck, key=lambda one: (one.struck_at, one.id), default=None)
        last = [one for one in steps if one.struck_at is None and one.kind == state]
        return last[-1] if last and state != "resolved" else None

    @property
    def is_mediated(self) -> bool:
        """Whether a committee is working on it now."""
        return any(one.is_open for one in self.handlings)


def standing_of(actor: Actor, dispute: Dispute) -> Standing:
    """Everything that decides what may be done."""
    care = queries.care_of(dispute)
    soon = queries.soon_days(dispute.unit_id)
    return Standing(
        dispute=dispute,
        level=level_of(dispute.risk, dispute.unit_id),
        care=care,
        light=light_of(dispute, care, today=clock.today(), soon=soon),
        grave=queries.grave_of(dispute),
        handlings=reach.handlings_of([dispute.id]).get(dispute.id, []),
        may_keep=queries.may_keep(actor, dispute),
    )


def next_of(actor: Actor, it: Standing) -> Next | None:
    """What comes next; None where nothing is left to do."""
    if not it.is_open:
        return None
    found = (
        _grave_first(it)
        or _asked(actor, it)
        or _responsibility(it)
        or _time(actor, it)
        or _on_the_way(actor, it)
    )
    return found if it.may_keep else Next(found.sentence, found.params, (), found.is_late)


def _grave_first(it: Standing) -> Next | None:
    report = _verb(it, N_("填写专报"), "report_grave", urgent=True)
    if it.dispute.alarms and not it.grave:
        return Next(N_("已报告公安，还没有向上级首报。请立即填写。"), work=(report,), is_late=True)
    due = it.grave[-1].next_due_at if it.grave else None
    if due is not None and due <= moment():
        return Next(N_("续报的时间到了。情况了结的，填写终报。"), work=(report,), is_late=True)
    return None


def _asked(actor: Actor, it: Standing) -> Next | None:
    """What the unit below asks of this very reader's body, until an answer stands among the progress."""
    care = it.care
    if care is None or care.escalation_due_on is None or actor.unit_id is None:
        return None
    if get_unit(actor.unit_id).name != care.escalated_to:
        return None
    return Next(
        N_("%(body)s请本单位协调，请在%(day)s前答复。答复后登记进展，并勾选“是上级的答复”。"),
        {"body": care.responsible_unit, "day": care.escalation_due_on.isoformat()},
        (_verb(it, N_("登记进展"), "add_progress"),),
        care.escalation_due_on < clock.today(),
    )


def _responsibility(it: Standing) -> Next | None:
    care, work = it.care, (_verb(it, N_("落实责任和措施"), "set_care"),)
    if it.level.wants_leader and (care is None or not care.leader):
        return Next(
            N_("%(level)s须由领导包案，还没有填写包案领导。"), {"level": it.level.label}, work, is_late=True
        )
    if care is None or not care.responsible_person or not care.measures:
        return Next(N_("还没有落实责任人和化解措施。"), {}, work)
    return None


def _time(actor: Actor, it: Standing) -> Next | None:
    care, today = it.care, clock.today()
    if care is None:
        return None
    progress = _verb(it, N_("登记进展"), "add_progress")
    if care.suspended_on is not None:
        work: tuple[Work, ...] = (_verb(it, N_("恢复"), "resume"), progress)
        return Next(
            N_("%(day)s起中止，期限不再计算。可以继续办的，请恢复。"),
            {"day": care.suspended_on.isoformat()},
            work,
        )
    if care.escalation_due_on is not None and care.escalation_due_on < today:
        return Next(
            N_("已上报%(body)s，过了答复期限还没有答复，请催问后登记。"),
            {"body": care.escalated_to},
            (progress,),
            True,
        )
    if it.light.code == "red":
        return _overdue(actor, it, care, progress)
    if care.next_visit_on is not None and care.next_visit_on <= today and not it.is_mediated:
        work = (_verb(it, N_("登记走访"), "add_progress", visit=1),)
        return Next(N_("按等级应在%(day)s走访，走访后登记。"), {"day": care.next_visit_on.isoformat()}, work)
    return None


def _overdue(actor: Actor, it: Standing, care: DisputeCare, progress: Work) -> Next:
    """The limit has passed: the level may want it told above (逾期上报), and says how far up."""
    settled = () if it.is_mediated else (_verb(it, N_("登记化解"), "settle"),)
    body = _owed_above(actor, it, care)
    if body:
        return Next(
            N_("已超过化解期限。“%(level)s”逾期要上报%(body)s，请上报并写明进展。"),
            {"level": it.level.label, "body": body},
            (*_up(actor, it), progress, *settled),
            True,
        )
    work = (progress, *_up(actor, it), *settled)
    return Next(N_("已超过化解期限。请写明进展；本级解决不了的，按规定上报。"), {}, work, True)


def _owed_above(actor: Actor, it: Standing, care: DisputeCare) -> str:
    """The next body up that is to hear of an overdue dispute, for this reader; empty where it has heard or need not."""
    name, unit = target_of(actor, it.dispute)
    is_far_enough = it.level.target == "street" and unit is None
    if not it.level.target or is_far_enough or not actor.can(queries.KEEP):
        return ""
    highest = receiver_of(get_unit(street_id_of(it.dispute.unit_id)), clock.today())
    return "" if care.escalated_to in (name, highest) else name


def _on_the_way(actor: Actor, it: Standing) -> Next:
    progress = _verb(it, N_("登记进展"), "add_progress")
    if it.is_mediated:
        body = next(one.body for one in it.handlings if one.is_open)
        return Next(N_("%(body)s正在调解，达成协议后这里自动办结。"), {"body": body}, (progress,))
    waiting = [one for one in tasks.list_tasks(it.dispute) if one.state in tasks.OPEN]
    if waiting:
        return Next(N_("有 %(n)s 个单位还没有反馈意见。"), {"n": len(waiting)}, (progress,))
    opening = reach.find_opening(actor, it.dispute)
    mediate = (Work(opening.label, opening.href),) if opening else ()
    work = (_verb(it, N_("登记化解"), "settle"), progress, *mediate)
    if it.handlings:
        return Next(
            N_("%(body)s的调解已经结束，纠纷还没有化解，请由本单位继续办。双方愿意的，可以再转人民调解。"),
            {"body": it.handlings[-1].body},
            work,
        )
    return Next(N_("正在化解。办成了登记化解；双方愿意调解的，转人民调解。"), {}, work)


def work_of(actor: Actor, it: Standing) -> list[Work]:
    """Everything that this reader may do now, the urgent ones first."""
    if not it.may_keep or it.dispute.state in NOT_COUNTED:
        return []
    found: list[Work] = []
    if it.is_open and actor.can("disputes.report_danger"):
        found.append(_verb(it, N_("有危险：报告公安"), "report_danger", urgent=True))
    if actor.can("screening.report_grave") and next_kinds(it.dispute) and (it.is_open or it.grave):
        found.append(_verb(it, N_("填写重大专报"), "report_grave", urgent=True))
    found.append(_verb(it, N_("登记进展"), "add_progress"))
    found += _open_work(actor, it) if it.is_open else _closed_work(it)
    return found


def _open_work(actor: Actor, it: Standing) -> list[Work]:
    found = [
        _verb(it, N_("落实责任和措施"), "set_care"),
        _verb(it, N_("调整风险等级"), "set_risk"),
    ]
    opening = reach.find_opening(actor, it.dispute)
    if opening is not None:
        found.append(Work(opening.label, opening.href))
    if actor.can("screening.call_bodies"):
        found.append(_verb(it, N_("并联交办"), "give_tasks"))
    found += _up(actor, it)
    if actor.can("screening.move_dispute") and not it.is_mediated:
        found.append(_verb(it, N_("转办到其他单位"), "move"))
    suspended = it.care is not None and it.care.suspended_on is not None
    found.append(_verb(it, N_("恢复"), "resume") if suspended else _verb(it, N_("中止"), "suspend"))
    if it.dispute.is_screened:
        found.append(_verb(it, N_("修改登记内容"), "change"))
    if not it.is_mediated:
        found += [
            _verb(it, N_("登记化解"), "settle"),
            _verb(it, N_("移交其他机关"), "hand_on"),
            _verb(it, N_("终结"), "end"),
        ]
    return found


def _closed_work(it: Standing) -> list[Work]:
    again = [_verb(it, N_("重新激化"), "open_again")] if it.dispute.state == "resolved" else []
    if queries.settled_by(it.dispute, it.handlings):
        return again
    return [*again, _verb(it, N_("登记错了，撤销办结"), "take_back")]


def _up(actor: Actor, it: Standing) -> list[Work]:
    if not actor.can(queries.KEEP):
        return []
    name, _unit = target_of(actor, it.dispute)
    return [_verb(it, N_("上报"), "escalate")] if name else []


def _verb(it: Standing, label: str, verb: str, *, urgent: bool = False, **more: Any) -> Work:
    return Work(label, url_for(f"screened.{verb}", dispute_id=it.dispute.id, **more), urgent)
