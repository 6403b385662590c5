"""The papers of what stops or ends a case: 中止办理通知书, 终止办理通知书, 办结通知书. Their facts, and how a case fills them.

Which verb issues which is in `actions`. Nothing here writes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal import settings
from portal.documents.facts import said
from portal.documents.kinds import define_kind, define_number_kind
from portal.documents.papers import ApplicationFacts
from portal.errors import N_
from portal.services.documents import applicant_facts, office_facts, remedies
from portal.services.models import Application
from portal.services.states import RESULTS

SUSPENSION, TERMINATION, RESULT = "suspension_notice", "termination_notice", "result_notice"
PAPER_STOPPED = "中止期间不计入办理期限；恢复办理后，办理期限继续计算。"
PAPER_BASIS = "参照《中华人民共和国行政许可法》第四十五条及本事项办事指南"
PAPER_END_BASIS = "参照《中华人民共和国行政许可法》第三十二条、第七十条及本事项办事指南"
PAPER_AFTER_END = "终止办理不影响再次申请；材料齐全、符合条件的，可以重新提出申请。已收取的原件退还本人。"
PAPER_BRING = "本人有效身份证件、受理通知书；由他人代领的，另带授权委托书和代领人身份证件"
PAPER_LATE = "逾期未领的，可以来电另约时间，或者要求邮寄。"

_GROUP = N_("便民服务")
SUSPENSION_BASIS = settings.define(
    "services.suspension_basis", "text", PAPER_BASIS, N_("中止办理的依据"), _GROUP
)
ENDING_BASIS = settings.define("services.ending_basis", "text", PAPER_END_BASIS, N_("终止办理的依据"), _GROUP)
PICK_UP_DAYS = settings.define(
    "services.pick_up_days",
    "integer",
    30,
    N_("领取结果的期限（天）"),
    _GROUP,
    hint=N_("印在办结通知书上。逾期不影响领取，只用于提醒。"),
    minimum=1,
    maximum=365,
)
BRING = settings.define("services.pick_up_bring", "text", PAPER_BRING, N_("领取结果须带的证件"), _GROUP)


@dataclass(frozen=True, kw_only=True)
class SuspensionNotice(ApplicationFacts):
    """中止办理通知书: why, on what basis, since when, and what must happen for it to go on."""

    application_number: str = said("受理编号", default="")
    accepted_on: dt.date
    suspended_on: dt.date
    reason: str = said("中止原因")
    article: str = said("依据", default="")
    resume_when: str = said("恢复条件", default="")
    clock_note: str = said("期限说明", default="")
    told_by: str = said("经办人")


@dataclass(frozen=True, kw_only=True)
class TerminationNotice(ApplicationFacts):
    """终止办理通知书: why, on what basis, what remains open, and the remedies."""

    application_number: str = said("受理编号", default="")
    accepted_on: dt.date
    ended_on: dt.date
    reason: str = said("终止原因")
    article: str = said("依据", default="")
    afterwards: str = said("后续事宜", default="")
    remedies: str = said("救济途径", default="")
    told_by: str = said("经办人")


@dataclass(frozen=True, kw_only=True)
class ResultNotice(ApplicationFacts):
    """办结通知书: what came of it; where, by when and with what to fetch it, or why it was refused and what can be done."""

    application_number: str = said("受理编号", default="")
    accepted_on: dt.date
    decided_on: dt.date
    result: str = said("办理结果")
    result_papers: str = said("结果名称及编号", default="")
    reasons: str = said("理由", default="")
    place: str = said("领取地点", default="")
    hours: str = said("领取时间", default="")
    fetch_by: dt.date | None = None
    bring: str = said("领取时携带", default="")
    mail_number: str = said("邮寄单号", default="")
    late: str = said("逾期说明", default="")
    remedies: str = said("救济途径", default="")
    told_on: dt.date
    told_by: str = said("经办人")


define_number_kind("suspension", N_("中止办理通知书编号"), "中")
define_number_kind("termination", N_("终止办理通知书编号"), "终")
define_number_kind("result_notice", N_("办结通知书编号"), "结")
define_kind(SUSPENSION, "中止办理通知书", SuspensionNotice, number_kind="suspension", seal="业务专用章")
define_kind(TERMINATION, "终止办理通知书", TerminationNotice, number_kind="termination", seal="业务专用章")
define_kind(RESULT, "办结通知书", ResultNotice, number_kind="result_notice", seal="业务专用章")


def suspension_notice(
    application: Application, *, reason: str, article: str, resume_when: str, told_by: str, on: dt.date
) -> SuspensionNotice:
    """中止办理通知书 of a case that is being suspended on a day."""
    return SuspensionNotice(
        **office_facts(application.unit, on, application.definition),
        **applicant_facts(application),
        application_number=application.number or "",
        accepted_on=application.accepted_on or on,
        suspended_on=on,
        reason=reason,
        article=article or str(settings.value(SUSPENSION_BASIS.key, on=on, unit_id=application.unit_id)),
        resume_when=resume_when,
        clock_note=PAPER_STOPPED,
        told_by=told_by,
    )


def termination_notice(
    application: Application, *, reason: str, article: str, told_by: str, on: dt.date
) -> TerminationNotice:
    """终止办理通知书 of a case that is being ended on a day."""
    return TerminationNotice(
        **office_facts(application.unit, on, application.definition),
        **applicant_facts(application),
        application_number=application.number or "",
        accepted_on=application.accepted_on or on,
        ended_on=on,
        reason=reason,
        article=article or str(settings.value(ENDING_BASIS.key, on=on, unit_id=application.unit_id)),
        afterwards=PAPER_AFTER_END,
        remedies=remedies(application.unit_id, on),
        told_by=told_by,
    )


@dataclass(frozen=True)
class PickUp:
    """Where, when, until when and with what a result is fetched; a mail number where it was sent instead."""

    place: str = ""
    hours: str = ""
    fetch_by: dt.date | None = None
    bring: str = ""
    mail_number: str = ""


def proposed_pick_up(application: Application, on: dt.date) -> PickUp:
    """What the form of the notice begins with: the item's guide, the office's address, the settings."""
    guide, unit = application.definition.guide, application.unit
    days = int(settings.value(PICK_UP_DAYS.key, on=on, unit_id=unit.id))
    return PickUp(
        place=guide.place or unit.address or unit.name_on(on),
        hours=guide.hours,
        fetch_by=on + dt.timedelta(days=days),
        bring=str(settings.value(BRING.key, on=on, unit_id=unit.id)),
    )


def result_notice(application: Application, pick_up: PickUp, *, told_by: str, on: dt.date) -> ResultNotice:
    """办结通知书 of a decided case; whoever was refused reads why and what can be done, and fetches nothing."""
    granted = application.result == "granted"
    fetched = {
        "place": pick_up.place,
        "hours": pick_up.hours,
        "fetch_by": pick_up.fetch_by,
        "bring": pick_up.bring,
        "mail_number": pick_up.mail_number,
        "late": PAPER_LATE,
    }
    return ResultNotice(
        **office_facts(application.unit, on, application.definition),
        **applicant_facts(application),
        application_number=application.number or "",
        accepted_on=application.accepted_on or on,
        decided_on=application.decided_on or on,
        result=RESULTS[application.result],
        result_papers=application.result_text,
        reasons=application.reasons,
        **(fetched if granted else {"remedies": remedies(application.unit_id, on)}),
        told_on=on,
        told_by=told_by,
    )
