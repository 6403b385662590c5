"""Who answers for a dispute, its level, its progress, its rest, its end; and the danger that the police was told of."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from portal import clock
from portal.disputes.kinds import TENDENCIES
from portal.screening.ledger import queries
from portal.screening.ledger.actions import caring, progressing, settling
from portal.screening.ledger.forms import verbs as forms
from portal.screening.ledger.routes.base import blueprint, duty_words, found, verb_answer
from portal.screening.ledger.scale import level_of, levels
from portal.units.queries import list_units
from portal.web.access import requires
from portal.web.carrying_out import Answer

# Who may be made to answer for a dispute.
ANSWERING = frozenset({"street", "community", "grid", "department", "organ", "committee"})


@blueprint.route("/screening/disputes/<int:dispute_id>/care", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def set_care(dispute_id: int) -> Answer:
    """Responsible unit and person, leader, measures, limit."""
    actor, dispute = found(dispute_id)
    care = queries.care_of(dispute)
    form = forms.CareForm(
        version=str(care.version if care else 0),
        unit_id=care.responsible_unit_id if care else dispute.unit_id,
        unit_name="" if care is None or care.responsible_unit_id else care.responsible_unit,
        person=care.responsible_person if care else "",
        leader=care.leader if care else "",
        measures=(care.measures or "") if care else "",
        limit_on=care.limit_on if care else None,
        limit_because=care.limit_because if care else "",
    )
    form.offer([one for one in list_units() if one.kind in ANSWERING])
    return verb_answer(
        dispute,
        form,
        lambda: caring.set_care(
            actor,
            dispute,
            version=form.seen_version,
            unit_id=form.unit_id.data,
            unit_name=form.unit_name.data or "",
            person=form.person.data or "",
            leader=form.leader.data or "",
            measures=form.measures.data or "",
            limit_on=form.limit_on.data,
            limit_because=form.limit_because.data or "",
        ),
        label=_("落实责任和措施"),
        advice=duty_words(level_of(dispute.risk, dispute.unit_id)),
        done=_("已落实。办的过程请随时登记进展。"),
        narrow=("person", "leader", "limit_on", "limit_because"),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/risk", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def set_risk(dispute_id: int) -> Answer:
    """Another level, with its reason."""
    actor, dispute = found(dispute_id)
    form = forms.RiskForm(
        version=str(dispute.version),
        risk=dispute.risk,
        tendencies=[code for code in TENDENCIES if getattr(dispute, code)],
    )
    scale = levels(dispute.unit_id)
    form.offer(scale)
    return verb_answer(
        dispute,
        form,
        lambda: caring.set_risk(
            actor,
            dispute,
            version=form.seen_version,
            risk=form.risk.data or "",
            tendencies=form.tendencies.data or (),
            reason=form.reason.data or "",
        ),
        label=_("调整风险等级"),
        advice=_("等级变了，化解期限、走访间隔和包案要求随着变。有人身危险的，先报告公安。")
        + "".join(duty_words(one) for one in scale.values()),
        done=_("已调整。"),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/progress", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def add_progress(dispute_id: int) -> Answer:
    """What was done on a day."""
    actor, dispute = found(dispute_id)
    care = queries.care_of(dispute)
    form = forms.ProgressForm(on=clock.today(), is_visit=request.args.get("visit") == "1")
    if care is None or care.escalation_due_on is None:
        del form.is_answer
    return verb_answer(
        dispute,
        form,
        lambda: progressing.add_progress(
            actor,
            dispute,
            on=form.on.data or clock.today(),
            text=form.text.data or "",
            is_visit=bool(form.is_visit.data),
            is_answer="is_answer" in form and bool(form.is_answer.data),
        ),
        label=_("登记进展"),
        advice=_("只写这件纠纷办到哪一步，不写工作人员的行踪。登记后不能改，写错了划去重写。"),
        done=_("已登记。"),
        narrow=("on",),
    )


@blueprint.route(
    "/screening/disputes/<int:dispute_id>/progress/<int:progress_id>/strike", methods=["GET", "POST"]
)
@requires("screening.keep_dispute")
def strike_progress(dispute_id: int, progress_id: int) -> Answer:
    """An entry was wrong."""
    actor, dispute = found(dispute_id)
    row = queries.get_progress(dispute, progress_id)
    form = forms.ReasonForm()
    return verb_answer(
        dispute,
        form,
        lambda: progressing.strike_progress(actor, row, reason=form.reason.data or ""),
        label=_("划去进展"),
        advice=_("划去后仍能看到，并写着原因。"),
        done=_("已划去。"),
        kind="danger",
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/suspend", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def suspend(dispute_id: int) -> Answer:
    """The limit rests."""
    actor, dispute = found(dispute_id)
    form = forms.DayReasonForm(version=str(dispute.version), on=clock.today())
    return verb_answer(
        dispute,
        form,
        lambda: caring.suspend(
            actor,
            dispute,
            version=form.seen_version,
            on=form.on.data or clock.today(),
            reason=form.reason.data or "",
        ),
        label=_("中止"),
        advice=_("例如正在诉讼、当事人长期外出。中止的天数不算在期限里，亮灰灯。"),
        done=_("已中止，期限不再计算。"),
        narrow=("on",),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/resume", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def resume(dispute_id: int) -> Answer:
    """It goes on."""
    actor, dispute = found(dispute_id)
    form = forms.DayForm(version=str(dispute.version), on=clock.today())
    return verb_answer(
        dispute,
        form,
        lambda: caring.resume(actor, dispute, version=form.seen_version, on=form.on.data or clock.today()),
        label=_("恢复"),
        advice=_("中止了几天，期限就往后顺延几天。"),
        done=_("已恢复，期限已顺延。"),
        narrow=("on",),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/settle", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def settle(dispute_id: int) -> Answer:
    """It is settled."""
    actor, dispute = found(dispute_id)
    form = forms.SettleForm(version=str(dispute.version), on=clock.today())
    return verb_answer(
        dispute,
        form,
        lambda: settling.settle(
            actor,
            dispute,
            version=form.seen_version,
            on=form.on.data or clock.today(),
            way=form.way.data or "",
            outcome=form.outcome.data or "",
        ),
        label=_("登记化解"),
        advice=_("化解日期落在哪一期，就计入哪一期的“本期化解”。"),
        done=_("已登记化解。"),
        narrow=("on",),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/again", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def open_again(dispute_id: int) -> Answer:
    """It breaks out again."""
    actor, dispute = found(dispute_id)
    form = forms.DayReasonForm(version=str(dispute.version), on=clock.today())
    return verb_answer(
        dispute,
        form,
        lambda: settling.open_again(
            actor,
            dispute,
            version=form.seen_version,
            on=form.on.data or clock.today(),
            reason=form.reason.data or "",
        ),
        label=_("重新激化"),
        advice=_("已经化解又闹起来的，从那天起重新计入未化解，期限重新计算。"),
        done=_("已登记，这件纠纷重新列入未化解。"),
        narrow=("on",),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/take-back", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def take_back(dispute_id: int) -> Answer:
    """The entry of the end was wrong."""
    actor, dispute = found(dispute_id)
    form = forms.ReasonForm(version=str(dispute.version))
    return verb_answer(
        dispute,
        form,
        lambda: settling.take_back(actor, dispute, version=form.seen_version, reason=form.reason.data or ""),
        label=_("撤销办结登记"),
        advice=_("只用于登记错了的。化解以后又闹起来的，请登记“重新激化”。已报的报告会提示数据有变化。"),
        done=_("已撤销，这件纠纷重新列入未化解。"),
        kind="danger",
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/end", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def end(dispute_id: int) -> Answer:
    """It ends unsettled."""
    actor, dispute = found(dispute_id)
    form = forms.DayReasonForm(version=str(dispute.version), on=clock.today())
    return verb_answer(
        dispute,
        form,
        lambda: settling.end(
            actor,
            dispute,
            version=form.seen_version,
            on=form.on.data or clock.today(),
            reason=form.reason.data or "",
        ),
        label=_("终结"),
        advice=_(
            "没有化解，但不再由本单位办的：例如当事人已经起诉，或者撤回诉求。计入“移交上报”，不算化解。"
        ),
        done=_("已登记终结。"),
        narrow=("on",),
        kind="danger",
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/danger", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def report_danger(dispute_id: int) -> Answer:
    """Danger: told to the police first, then recorded here."""
    actor, dispute = found(dispute_id)
    form = forms.DangerForm(version=str(dispute.version))
    if request.method == "GET" and not form.is_restored:
        form.begin()
    today = clock.now()
    return verb_answer(
        dispute,
        form,
        lambda: caring.report_danger(
            actor,
            dispute,
            version=form.seen_version,
            danger=form.danger.data or "",
            facts=form.facts.data or "",
            noticed_at=form.noticed_at.instant or today,
            reported_at=form.reported_at.instant or today,
            station=form.station.data or "",
            receiver=form.receiver.data or "",
            way=form.way.data or "",
        ),
        label=_("有危险：报告公安"),
        advice=_(
            "请先打 110 或向当地派出所报告，再在这里登记。各项都要填，填全了才能保存（人民调解法第二十五条）。"
        ),
        done=_("已登记，风险等级改为红色，督办人员会立即看到。接着请填写首报。"),
        narrow=("noticed_at", "reported_at", "station", "receiver"),
        kind="danger",
    )
