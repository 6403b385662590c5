"""Grave matters: the report that goes up at once, the list of those that nobody above has seen yet, and what the police was
told, on paper."""

from __future__ import annotations

import datetime as dt

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.disputes.form_fields import office_now
from portal.disputes.models import Dispute
from portal.errors import NotFound
from portal.screening.kinds import GRAVE_KINDS
from portal.screening.ledger import danger_paper, queries
from portal.screening.ledger.actions import grave as actions
from portal.screening.ledger.actions.passing import target_of
from portal.screening.ledger.forms.verbs import GraveForm
from portal.screening.ledger.routes.base import blueprint, found, verb_answer
from portal.screening.moments import moment
from portal.web.access import current_actor, requires
from portal.web.carrying_out import Answer
from portal.web.htmx import go_to, render


@blueprint.get("/screening/grave")
@requires("screening.see_grave")
def list_grave() -> str:
    """What nobody above has seen yet; with `all` also the others."""
    with_seen = request.args.get("all") == "1"
    return render(
        "screening/ledger/list_grave.html",
        rows=queries.list_grave(current_actor(), with_seen=with_seen),
        with_seen=with_seen,
        kinds=GRAVE_KINDS,
        now=moment(),
    )


@blueprint.post("/screening/grave/<int:report_id>/see")
@requires("screening.see_grave")
def see_grave(report_id: int) -> Response:
    """Somebody above has seen it."""
    actor = current_actor()
    actions.see_grave(actor, queries.get_grave(actor, report_id))
    flash(_("已登记阅知。"), "success")
    return go_to(url_for(".list_grave"))


@blueprint.route("/screening/disputes/<int:dispute_id>/grave", methods=["GET", "POST"])
@requires("screening.report_grave")
def report_grave(dispute_id: int) -> Answer:
    """The first, a following or the final report."""
    actor, dispute = found(dispute_id)
    kinds = actions.next_kinds(dispute)
    if not kinds:
        raise NotFound
    before = queries.grave_of(dispute)
    story = (dispute.story or "") if queries.may_read_words(dispute) else ""
    form = GraveForm(
        version=str(dispute.version),
        kind=kinds[0],
        noticed_at=office_now() if before else _noticed(dispute),
        receiver=before[-1].receiver if before else target_of(actor, dispute)[0],
        text="" if before else actions.PAPER_FRAME.format(story=story),
    )
    form.offer(kinds)
    return verb_answer(
        dispute,
        form,
        lambda: actions.report_grave(
            actor,
            dispute,
            version=form.seen_version,
            kind=form.kind.data or "",
            noticed_at=form.noticed_at.instant or moment(),
            receiver=form.receiver.data or "",
            text=form.text.data or "",
        ),
        label=_("填写重大矛盾纠纷专报"),
        advice=_("保存的时间就是报告时间。保存后立即制成专报，请打印盖章报送；先电话报告的，也要补专报。"),
        done=_("已上报，专报正在制作，可在本页打印。"),
        narrow=("noticed_at", "receiver"),
    )


def _noticed(dispute: Dispute) -> dt.datetime:
    """When the matter was noticed: as the police was told, else now."""
    if not dispute.alarms:
        return office_now()
    return clock.office_time(dispute.alarms[0].noticed_at).replace(tzinfo=None)


@blueprint.post("/screening/disputes/<int:dispute_id>/dangers/<int:danger_id>/print")
@requires("screening.read_dispute")
def print_danger(dispute_id: int, danger_id: int) -> Response:
    """The paper of one report to the police, made when it is first asked for."""
    actor = current_actor()
    dispute = queries.get_dispute(actor, dispute_id)
    report = next((one for one in dispute.alarms if one.id == danger_id), None)
    if report is None:
        raise NotFound
    document = danger_paper.print_danger(actor, report)
    return go_to(url_for("documents.show_document", document_id=document.id))
