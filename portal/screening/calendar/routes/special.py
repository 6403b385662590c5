"""Special periods: the list, opening one, ending one early."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.screening.calendar import grid as grids
from portal.screening.calendar.actions import special as actions
from portal.screening.calendar.forms import EndSpecialPeriodForm, SpecialPeriodForm
from portal.screening.calendar.queries import get_special_period, list_special_periods
from portal.screening.calendar.routes.base import blueprint
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.carrying_out import Answer, carry_out
from portal.web.htmx import render


@blueprint.get("/screening/special-periods")
@requires("screening.read_calendar")
def list_special() -> str:
    """What was, is and will be reported daily."""
    actor = current_actor()
    return render(
        "screening/calendar/list_special.html", periods=list_special_periods(actor), today=clock.today()
    )


@blueprint.route("/screening/special-periods/new", methods=["GET", "POST"])
@requires("screening.keep_special_period")
def open_special() -> Answer:
    """Name the communities that report daily."""
    actor = current_actor()
    street = grids.find_street(actor, asked_number("street"))
    form = SpecialPeriodForm(first=clock.today())
    form.unit_ids.choices = [(unit.id, unit.name) for unit in actions.list_units_to_name(street)]
    advice = _("这些社区从起始日到截止日每天都要上报一次，没有新纠纷也要零报告；每周的周报照常。")
    return carry_out(
        form,
        lambda: actions.open_special_period(
            actor,
            street=street,
            name=form.name.data or "",
            first=form.first.data or clock.today(),
            last=form.last.data or clock.today(),
            basis=form.basis.data or "",
            unit_ids=form.unit_ids.data or [],
        ),
        show=lambda: _page(form, _("设特殊时段"), advice, ("first", "last")),
        to=url_for(".list_special"),
        done=_("已设特殊时段，每天的应报已经排出。"),
    )


@blueprint.route("/screening/special-periods/<int:period_id>/end", methods=["GET", "POST"])
@requires("screening.keep_special_period")
def end_special(period_id: int) -> Answer:
    """End one before its time."""
    actor = current_actor()
    found = get_special_period(actor, period_id)
    form = EndSpecialPeriodForm(version=str(found.version), last_day=clock.today())
    advice = _("最后一天之后的日报不再应报；已经报了的留存。")
    return carry_out(
        form,
        lambda: actions.end_special_period(
            actor,
            found,
            version=form.seen_version,
            last_day=form.last_day.data or clock.today(),
            reason=form.reason.data or "",
        ),
        show=lambda: _page(form, _("提前结束特殊时段"), advice, ("last_day",)),
        to=url_for(".list_special"),
        done=_("已定好最后一天。"),
    )


def _page(
    form: SpecialPeriodForm | EndSpecialPeriodForm, label: str, advice: str, narrow: tuple[str, ...]
) -> str:
    cancel = url_for(".list_special")
    return render("screening/verb.html", form=form, label=label, advice=advice, cancel=cancel, narrow=narrow)
