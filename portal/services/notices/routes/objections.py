"""Recording an objection, whoever it came to, and settling it."""

from __future__ import annotations

from flask import flash, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.services.notices import actions, forms, queries
from portal.services.notices.routes.base import Answer, blueprint, shown
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render


@blueprint.route("/services/notices/<int:notice_id>/objections/new", methods=["GET", "POST"])
@requires("services.record_objection")
def record_objection(notice_id: int) -> Answer:
    """Somebody objects."""
    actor = current_actor()
    found = queries.get_notice(actor, notice_id)
    form = forms.RecordObjectionForm(received_on=clock.today())
    if form.accepts():
        with form.refusals():
            actions.record_objection(
                actor,
                found,
                channel=form.channel.data or "",
                received_on=form.received_on.data,
                person=form.person.data or "",
                text=form.text.data or "",
            )
            flash(_("异议已登记，处理完之前不能作出决定。"), "success")
            return go_to(url_for(".read_notice", notice_id=notice_id))
    return render("services/notices/record_objection.html", form=form, **shown(actor, found)), form.status


@blueprint.route(
    "/services/notices/<int:notice_id>/objections/<int:objection_id>/settle", methods=["GET", "POST"]
)
@requires("services.settle_objection")
def settle_objection(notice_id: int, objection_id: int) -> Answer:
    """What was found about an objection, and how it ends."""
    actor = current_actor()
    objection = queries.get_objection(actor, notice_id, objection_id)
    audit.record_afterwards(actor, "services.read_objection", objection.notice, count=1)
    form = forms.SettleObjectionForm(version=str(objection.version))
    if form.accepts():
        with form.refusals():
            actions.settle_objection(
                actor,
                objection,
                version=form.seen_version,
                outcome=form.outcome.data or "",
                finding=form.finding.data or "",
                answer=form.answer.data or "",
            )
            flash(_("异议已处理。"), "success")
            return go_to(url_for(".read_notice", notice_id=notice_id))
    page = render(
        "services/notices/settle_objection.html",
        form=form,
        objection=objection,
        **shown(actor, objection.notice),
    )
    return page, form.status
