"""The pages of the standards of support: what is in force, its history, entering one, taking one back."""

from __future__ import annotations

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import N_
from portal.services.assistance.actions import standards as actions
from portal.services.assistance.actions.standards import sum_text
from portal.services.assistance.forms.standards import EnterStandardForm, WithdrawStandardForm
from portal.services.assistance.months import month_of, month_text, next_month
from portal.services.assistance.queries import standards as queries
from portal.services.assistance.routes.base import Answer, blueprint
from portal.services.assistance.schemes import AREAS, SCHEMES
from portal.services.assistance.standards import FIGURES
from portal.units.queries import list_units, visible_unit_ids
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

navigation.add("assistance.list_standards", label=N_("保障标准"), group=N_("社会救助"), order=345)
OWN = {code: SCHEMES[code].name for code in FIGURES}


def _known(scheme: str) -> str:
    if scheme not in FIGURES:
        abort(404)
    return scheme


@blueprint.get("/assistance/standards")
@requires("assistance.read_standard")
def list_standards() -> str:
    """The standards of one scheme: what is in force this month, what is planned, and what was in force before."""
    scheme = request.args.get("scheme", "")
    scheme = scheme if scheme in FIGURES else next(iter(FIGURES))
    lines = queries.list_standards(scheme, clock.today())
    return render(
        "services/assistance/standards/list_standards.html",
        scheme=scheme,
        schemes=OWN,
        areas=AREAS,
        current=[line for line in lines if line.state == "now"],
        planned=[line for line in lines if line.state == "planned"],
        past=[line for line in lines if line.state == "past"],
        month=month_text(month_of(clock.today())),
        sum_text=sum_text,
        month_text=month_text,
    )


@blueprint.route("/assistance/standards/<scheme>/enter", methods=["GET", "POST"])
@requires("assistance.enter_standard")
def enter_standard(scheme: str) -> Answer:
    """Enter one figure of a scheme from a month on."""
    _known(scheme)
    visible = visible_unit_ids(current_actor())
    streets = [
        (unit.id, unit.name) for unit in list_units(kind="street") if visible is None or unit.id in visible
    ]
    asked = {name: request.args.get(name, "") for name in ("code", "area")}
    form = EnterStandardForm(
        scheme,
        streets,
        for_everybody=queries.covers_everybody(current_actor()),
        month=next_month(clock.today()),
        data=asked,
    )
    found: list[tuple[str, dict[str, object]]] = []
    if form.accepts():
        with form.refusals():
            values = form.values(scheme)
            made = actions.enter_standard(current_actor(), **values)
            flash(
                _(
                    "已登记：%(month)s 起为 %(sum)s。",
                    month=month_text(made.valid_from),
                    sum=sum_text(made),
                ),
                "success",
            )
            return go_to(url_for(".list_standards", scheme=scheme))
        if form.confirmed.errors:
            values = {key: value for key, value in values.items() if key not in {"source", "confirmed"}}
            found = actions.doubts(**values)
    page = render(
        "services/assistance/standards/enter_standard.html",
        form=form,
        scheme=scheme,
        name=OWN[scheme],
        doubts=found,
    )
    return page, form.status


@blueprint.route("/assistance/standards/<int:standard_id>/withdraw", methods=["GET", "POST"])
@requires("assistance.withdraw_standard")
def withdraw_standard(standard_id: int) -> Answer:
    """Take back a standard that was entered by mistake."""
    found = queries.get_standard(current_actor(), standard_id)
    scheme = found.scheme
    form = WithdrawStandardForm()
    if form.accepts():
        with form.refusals():
            actions.withdraw_standard(current_actor(), found, reason=form.reason.data or "")
            flash(_("已撤回。"), "success")
            return go_to(url_for(".list_standards", scheme=scheme))
    page = render(
        "services/assistance/standards/withdraw_standard.html",
        form=form,
        found=queries.get_standard(current_actor(), standard_id),
        label=FIGURES[scheme].get(found.code, found.code),
        areas=AREAS,
        sum_text=sum_text,
        month_text=month_text,
    )
    return page, form.status
