"""A dispute goes on: moved, told above, handed to another body; or several bodies get their tasks at once."""

from __future__ import annotations

from flask_babel import gettext as _

from portal import clock
from portal.disputes import tasks
from portal.disputes.kinds import TASK_ROLES
from portal.disputes.task_rows import ROWS, with_rows
from portal.screening.ledger.actions import bodies, passing
from portal.screening.ledger.forms import verbs as forms
from portal.screening.ledger.routes.base import blueprint, found, page_of, verb_answer
from portal.screening.ledger.scale import street_id_of
from portal.units.queries import list_units
from portal.web.access import requires
from portal.web.addresses import key_of
from portal.web.carrying_out import Answer, carry_out
from portal.web.htmx import render

WRITTEN_TO = frozenset({"organ", "department", "district", "street", "community", "committee"})


@blueprint.route("/screening/disputes/<int:dispute_id>/move", methods=["GET", "POST"])
@requires("screening.move_dispute")
def move(dispute_id: int) -> Answer:
    """Another unit of the street answers for it."""
    actor, dispute = found(dispute_id)
    form = forms.MoveForm(version=str(dispute.version), on=clock.today())
    form.offer(passing.list_targets(actor, dispute))
    return verb_answer(
        dispute,
        form,
        lambda: passing.move(
            actor,
            dispute,
            version=form.seen_version,
            unit_id=key_of(form.unit_id.data) or 0,
            on=form.on.data or clock.today(),
            reason=form.reason.data or "",
        ),
        label=_("转办到其他单位"),
        advice=_("从这天起由那个单位负责，原单位记“转出”，那个单位记“转入”。"),
        done=_("已转办。"),
        narrow=("on",),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/escalate", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def escalate(dispute_id: int) -> Answer:
    """Told to the body above."""
    actor, dispute = found(dispute_id)
    form = forms.EscalateForm(version=str(dispute.version), on=clock.today())
    name, _unit = passing.target_of(actor, dispute)
    return verb_answer(
        dispute,
        form,
        lambda: passing.escalate(
            actor,
            dispute,
            version=form.seen_version,
            on=form.on.data or clock.today(),
            holder=form.holder.data or "",
            reason=form.reason.data or "",
        ),
        label=_("上报"),
        advice=_("上报到：%(name)s。写明为什么本级解决不了、请上级做什么。", name=name),
        done=_("已登记上报。"),
        narrow=("on",),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/hand-on", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def hand_on(dispute_id: int) -> Answer:
    """To a body that does not report here."""
    actor, dispute = found(dispute_id)
    form = forms.HandOnForm(version=str(dispute.version), on=clock.today())
    return verb_answer(
        dispute,
        form,
        lambda: passing.hand_on(
            actor,
            dispute,
            version=form.seen_version,
            body=form.body.data or "",
            on=form.on.data or clock.today(),
            reason=form.reason.data or "",
        ),
        label=_("移交其他机关"),
        advice=_("移交后不再由本单位办，计入“移交上报”。只请别的单位配合的，用“并联交办”。"),
        done=_("已登记移交。"),
        narrow=("on",),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/tasks", methods=["GET", "POST"])
@requires("screening.call_bodies")
def give_tasks(dispute_id: int) -> Answer:
    """Several bodies at once, each with its task and limit."""
    actor, dispute = found(dispute_id)
    lead = tasks.lead_of(dispute)
    form = with_rows(forms.TasksForm, with_lead=lead is None)(version=str(dispute.version))
    own = street_id_of(dispute.unit_id)
    form.offer(unit for unit in list_units() if unit.kind in WRITTEN_TO and unit.id != own)
    return carry_out(
        form,
        lambda: bodies.call_bodies(
            actor, dispute, version=form.seen_version, lead=form.lead(), bodies=form.bodies()
        ),
        show=lambda: render(
            "screening/ledger/give_tasks.html",
            form=form,
            dispute=dispute,
            lead=lead,
            rows=range(ROWS),
            roles=TASK_ROLES,
        ),
        to=page_of(dispute),
        done=_("已交办。能登录本系统的单位会看到任务；其他单位的函已拟好，请逐一发出。"),
    )
