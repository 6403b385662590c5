"""The month at a glance: for each scheme what is next to do; beginning a list, and a batch beside it."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.errors import RuleBroken
from portal.services.assistance.months import month_of, month_text, read_month
from portal.services.assistance.payments import actions, forms, queries
from portal.services.assistance.payments.practice import payday_of
from portal.services.assistance.payments.routes.base import blueprint, page
from portal.services.assistance.payments.states import SUPPLEMENTARY
from portal.services.assistance.routes.base import Answer, asked_month
from portal.services.assistance.schemes import SCHEMES
from portal.standards.amounts import fen_of
from portal.standards.invalid import InvalidAmount
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.htmx import go_to


@blueprint.get("/assistance/payments")
@requires("payments.read_payments")
def overview() -> str:
    """Each scheme of each street in one month, and what waits besides."""
    actor = current_actor()
    month = asked_month() or queries.month_to_pay(actor)
    return page(
        "overview.html",
        month=month,
        months=queries.list_months(actor),
        standings=queries.overview(actor, month),
        payday=payday_of(month),
        open_returns=queries.count_open_returns(actor),
    )


@blueprint.route("/assistance/payments/prepare", methods=["GET", "POST"])
@requires("payments.prepare_month")
def prepare_month() -> Answer:
    """Begin a month's list; without a script or after a refusal the same button stands on a page of its own."""
    actor = current_actor()
    form = forms.PrepareMonthForm(
        scheme=request.args.get("scheme", ""),
        street_id=asked_number("street"),
        month=request.args.get("month", month_text(month_of(clock.today()))),
    )
    _offer(form, actor)
    if form.accepts():
        with form.refusals():
            batch = actions.prepare_month(
                actor,
                scheme=form.scheme.data or "",
                street_id=form.street_id.data or 0,
                month=read_month(form.month.data or ""),
            )
            return go_to(url_for(".read_month", month_id=batch.id))
    return page("prepare_month.html", form=form), form.status


@blueprint.route("/assistance/payments/extra", methods=["GET", "POST"])
@requires("payments.prepare_month")
def prepare_extra() -> Answer:
    """Begin a supplementary batch or a price subsidy."""
    actor = current_actor()
    form = forms.PrepareExtraForm(
        scheme=request.args.get("scheme", ""),
        street_id=asked_number("street"),
        month=request.args.get("month", month_text(month_of(clock.today()))),
        kind=SUPPLEMENTARY,
    )
    _offer(form, actor)
    if form.accepts():
        with form.refusals():
            batch = actions.prepare_extra(
                actor,
                scheme=form.scheme.data or "",
                street_id=form.street_id.data or 0,
                month=read_month(form.month.data or ""),
                kind=form.kind.data or "",
                reason=form.reason.data or "",
                rate_fen=_fen(form.rate.data or ""),
            )
            flash(_("批次已建立，正在生成名单。"), "success")
            return go_to(url_for(".read_month", month_id=batch.id))
    return page("prepare_extra.html", form=form), form.status


def _offer(form: forms.PrepareMonthForm | forms.PrepareExtraForm, actor: Actor) -> None:
    form.street_id.choices = [(unit.id, unit.name) for unit in queries.list_streets(actor)]
    form.scheme.choices = [(s.code, _(s.name)) for s in SCHEMES.values() if s.pays_monthly]


def _fen(text: str) -> int | None:
    if not text:
        return None
    try:
        return fen_of(text)
    except InvalidAmount as error:
        raise RuleBroken("rate", error.message, **error.params) from None
