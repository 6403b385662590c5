"""What is owed by an agreement: it is done, a proof is struck, somebody is urged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _

from portal import audit, clock, settings
from portal.errors import NotFound
from portal.files.actions import open_file
from portal.mediation.agreements import limits, queries
from portal.mediation.agreements.actions import breaching, performing
from portal.mediation.agreements.documents import what_of
from portal.mediation.agreements.forms.following import ActForm, PaymentForm, ReasonForm, UrgeForm
from portal.mediation.agreements.models import Obligation
from portal.mediation.agreements.routes.desk import Answer, blueprint, form_page, upload_of
from portal.standards.amounts import figures
from portal.web.access import current_actor, requires


@blueprint.route("/mediation/obligations/<int:obligation_id>/perform", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def record_performance(obligation_id: int) -> Answer:
    """Something owed was done, whole or in part, with its proof."""
    actor = current_actor()
    owed = queries.get_obligation(actor, obligation_id)
    left = owed.fen - owed.done_fen
    common = {"version": str(owed.version), "done_on": clock.today()}
    form: ActForm | PaymentForm
    if owed.kind == "money":
        payee = owed.creditor.name if owed.creditor else ""
        form = PaymentForm(**common, payer=owed.debtor.name, payee=payee)
        if not form.is_submitted() and not form.is_restored:
            form.amount.process_data(left)
    else:
        form = ActForm(**common)

    def act() -> None:
        more: dict[str, Any] = {}
        if isinstance(form, PaymentForm):
            more = {
                "fen": form.amount.fen,
                "payer": form.payer.data or "",
                "payee": form.payee.data or "",
                "wants_paper": bool(form.wants_paper.data),
            }
        performing.record_performance(
            actor,
            owed,
            version=form.seen_version,
            done_on=form.done_on.data or clock.today(),
            proof=form.proof.data or "",
            note=form.note.data or "",
            upload=upload_of(form.file),
            **more,
        )

    return form_page(
        form,
        owed.agreement.case,
        act,
        title=_("登记履行"),
        action=url_for(".record_performance", obligation_id=obligation_id),
        back=_agreement_href(owed),
        facts=_facts(owed),
        to=_agreement_href(owed),
        done=_("履行已登记。"),
    )


@blueprint.route("/mediation/performances/<int:performance_id>/strike", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def strike_performance(performance_id: int) -> Answer:
    """A proof was entered wrongly."""
    actor = current_actor()
    row = queries.get_performance(actor, performance_id)
    owed = row.obligation
    form = ReasonForm(version=str(owed.version))
    return form_page(
        form,
        owed.agreement.case,
        lambda: performing.strike_performance(
            actor, row, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("划去履行记录"),
        action=url_for(".strike_performance", performance_id=performance_id),
        label=_("划去"),
        advice=_("登记错了的可以划去，划去的仍可查看，不再计入已履行。"),
        back=_agreement_href(owed),
        kind="danger",
        facts=_facts(owed),
        to=_agreement_href(owed),
        done=_("已划去。"),
    )


@blueprint.get("/mediation/performances/<int:performance_id>/scan")
@requires("mediation.read_case")
def read_performance_scan(performance_id: int) -> Response:
    """The scan of a proof; that somebody looked at it is noted."""
    actor = current_actor()
    row = queries.get_performance(actor, performance_id)
    if row.file is None:
        raise NotFound
    audit.record_afterwards(actor, "mediation.read_performance_scan", row.obligation.agreement.case)
    return Response(open_file(row.file), mimetype=row.file.media_type)


@blueprint.route("/mediation/obligations/<int:obligation_id>/urge", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def urge_performance(obligation_id: int) -> Answer:
    """Urge a party to do what it owes."""
    actor = current_actor()
    owed = queries.get_obligation(actor, obligation_id)
    case, today = owed.agreement.case, clock.today()
    days = settings.value(limits.URGED_DAYS.key, unit_id=case.unit_id)
    form = UrgeForm(version=str(owed.version), on=today, perform_by=today + dt.timedelta(days=days))
    return form_page(
        form,
        case,
        lambda: breaching.urge_performance(
            actor,
            owed,
            version=form.seen_version,
            way=form.way.data or "",
            on=form.on.data,
            perform_by=form.perform_by.data,
            answer=form.answer.data or "",
        ),
        title=_("督促履行"),
        action=url_for(".urge_performance", obligation_id=obligation_id),
        advice=_("选书面的，制作《督促履行通知》，写明应履行的事项、期限和其他途径。"),
        back=_agreement_href(owed),
        facts=_facts(owed),
        to=_agreement_href(owed),
        done=_("督促已登记。书面通知可以打印送达。"),
    )


def _agreement_href(owed: Obligation) -> str:
    return url_for(".read_agreement", agreement_id=owed.agreement_id)


def _facts(owed: Obligation) -> list[tuple[str, str]]:
    """What the thing owed is, above a form about it."""
    rows = [
        (_("履行人"), owed.debtor.name),
        (_("应履行"), what_of(owed) + (f" {figures(owed.fen)} {_('元')}" if owed.fen else "")),
        (_("最迟"), owed.due_on.isoformat()),
    ]
    if owed.fen:
        rows.append((_("尚欠"), f"{figures(owed.fen - owed.done_fen)} {_('元')}"))
    return rows
