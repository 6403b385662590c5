"""What a request to complete says on paper: each defect with its cure, the last day, and what follows. Issues nothing."""

from __future__ import annotations

from portal import settings
from portal.documents.papers import Defect, SupplementNotice
from portal.errors import N_
from portal.services.documents import applicant_facts, office_facts
from portal.services.supplements.models import SupplementRequest

PAPER_EFFECT = (
    "期满未补正又未说明理由的，本单位按现有材料依法作出决定，或者终止办理；终止后材料齐全的，可以重新申请。"
)
PAPER_STOPPED = "自发出本通知之日起至收到补正材料之日止的时间，不计入办理期限。"
PAPER_RUNS = "补正期间，办理期限继续计算。"
PAPER_AGAIN = "本次为第{round}次要求补正，理由：{reason}"
EFFECT = settings.define(
    "services.supplement_effect",
    "text",
    PAPER_EFFECT,
    N_("受理后逾期未补正的后果"),
    N_("便民服务"),
    hint=N_("印在补正通知书上，按本地规定填写。"),
)


def supplement_notice(request: SupplementRequest, *, told_by: str) -> SupplementNotice:
    """补正通知书 of an accepted application."""
    application = request.application
    unit_id, day = application.unit_id, request.asked_on
    return SupplementNotice(
        **office_facts(application.unit, day, application.definition),
        **applicant_facts(application),
        received_on=application.applied_on,
        application_number=application.number or "",
        defects=tuple(
            Defect(name=one["name"], problem=one["problem"], cure=one["cure"])
            for one in request.defects or ()
        ),
        supply_by=request.due_on,
        supply_provisional=request.due_is_provisional,
        effect=str(settings.value(EFFECT.key, on=day, unit_id=unit_id)),
        clock_note=PAPER_STOPPED if request.stops_clock else PAPER_RUNS,
        again=PAPER_AGAIN.format(round=request.round, reason=request.again_because)
        if request.again_because
        else "",
        told_on=day,
        told_by=told_by,
    )
