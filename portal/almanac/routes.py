"""The calendar's pages: years, a year by months, its days and notice, opening hours, and why a limit ends when it does."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, abort, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.almanac import actions, queries
from portal.almanac.forms import (
    WEEKDAYS,
    ChangeHoursForm,
    ConfirmNoticeForm,
    ExplainDueForm,
    LoadNoticeForm,
    MarkOfficialForm,
    ReasonForm,
    SetDayForm,
)
from portal.almanac.notices import NoticeDay, read_notice
from portal.almanac.sheets import lines_of
from portal.errors import N_
from portal.web import navigation
from portal.web.access import current_actor, reads, requires, signed_in
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("almanac", __name__)
GROUP = N_("系统管理")
Answer = Response | tuple[str, int] | str

navigation.add("almanac.list_years", label=N_("工作日历"), group=GROUP, order=830, daily=True)
navigation.add("almanac.explain_due", label=N_("期限计算"), group=N_("工作"), order=90)


def _known(year: int) -> int:
    if not actions.FIRST_YEAR <= year <= actions.LAST_YEAR:
        abort(404)
    return year


@blueprint.get("/admin/calendar")
@requires("almanac.manage_calendar")
def list_years() -> str:
    """The years whose notice is loaded, the next one that is not, and the opening hours."""
    years = queries.list_years()
    this_year = clock.today().year
    known = {y.year for y in years}
    return render(
        "almanac/list_years.html",
        years=years,
        wanted=[year for year in (this_year, this_year + 1) if year not in known],
        hours=queries.opening_hours(),
        weekdays=WEEKDAYS,
    )


@blueprint.get("/admin/calendar/<int:year>")
@requires("almanac.manage_calendar")
def show_year(year: int) -> str:
    """A year by months, with what is entered for it."""
    return render(
        "almanac/show_year.html",
        year=_known(year),
        record=queries.find_year(year),
        sheet=queries.year_sheet(year),
        days=queries.list_days(year),
        weekdays=WEEKDAYS,
    )


@blueprint.route("/admin/calendar/set-day", methods=["GET", "POST"])
@requires("almanac.manage_calendar")
def set_day() -> Answer:
    """Enter or change one day."""
    form = SetDayForm()
    found = queries.find_day(_asked_day()) if request.method == "GET" and not form.is_restored else None
    if request.method == "GET" and not form.is_restored:
        form.day.data = _asked_day()
    if found:
        form = SetDayForm(obj=found)
    if form.accepts() and form.day.data:
        with form.refusals():
            made = actions.set_day(
                current_actor(),
                day=form.day.data,
                is_workday=form.is_workday.data == "True",
                reason=form.reason.data or "",
                version=form.seen_version or 0,
            )
            flash(_("已登记 %(day)s：%(reason)s。", day=made.day, reason=made.reason), "success")
            return go_to(url_for(".show_year", year=made.day.year))
    return render("almanac/set_day.html", form=form, day=form.day.data or clock.today()), form.status


def _asked_day() -> dt.date:
    try:
        return dt.date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return clock.today()


@blueprint.route("/admin/calendar/days/<int:day_id>/remove", methods=["GET", "POST"])
@requires("almanac.manage_calendar")
def remove_day(day_id: int) -> Answer:
    """Let a day follow its weekday again."""
    found = queries.get_day(day_id)
    form = EmptyForm(obj=found)
    if form.accepts():
        with form.refusals():
            day = actions.remove_day(current_actor(), day_id=day_id, version=form.seen_version)
            flash(_("已删除 %(day)s 的登记，这一天按星期计算。", day=day), "success")
            return go_to(url_for(".show_year", year=day.year))
    return render("almanac/remove_day.html", form=form, found=found), form.status


@blueprint.route("/admin/calendar/<int:year>/notice", methods=["GET", "POST"])
@requires("almanac.manage_calendar")
def load_notice(year: int) -> Answer:
    """Ask for a year's notice; what comes back from the preview is stored."""
    form = (
        LoadNoticeForm(obj=queries.find_year(_known(year)))
        if request.method == "GET"
        else ConfirmNoticeForm()
    )
    if form.accepts():
        with form.refusals():
            days = read_notice(form.text.data or "", year)
            actions.load_notice(current_actor(), year=year, days=days, source=form.source.data or "")
            flash(_("%(year)s年的放假安排已登记为正式，受影响的期限已重新计算。", year=year), "success")
            return go_to(url_for(".show_year", year=year))
    return render("almanac/load_notice.html", form=form, year=year), form.status


@blueprint.route("/admin/calendar/<int:year>/notice/preview", methods=["GET", "POST"])
@requires("almanac.manage_calendar")
@reads
def preview_notice(year: int) -> Answer:
    """Show the days that a notice was read as, beside what is entered now."""
    if request.method == "GET":
        return go_to(url_for(".load_notice", year=_known(year)))
    form = LoadNoticeForm()
    if form.accepts():
        with form.refusals():
            file = form.file.data
            text = lines_of(file.read()) if file else form.text.data or ""
            days = read_notice(text, _known(year))
            return _preview(year, days, form.source.data or "")
    return render("almanac/load_notice.html", form=form, year=year), form.status


def _preview(year: int, days: list[NoticeDay], source: str) -> str:
    words = {False: N_("放假"), True: N_("调休上班")}
    entered = {d.day: d for d in queries.list_days(year)}
    named = {row.day for row in days}
    text = "\n".join(f"{row.day} {words[row.is_workday]} {row.reason}" for row in days)
    return render(
        "almanac/preview_notice.html",
        form=ConfirmNoticeForm(formdata=None, text=text, source=source),
        year=year,
        days=days,
        entered=entered,
        weekdays=WEEKDAYS,
        dropped=[entered[day] for day in sorted(set(entered) - named)],
    )


@blueprint.route("/admin/calendar/<int:year>/official", methods=["GET", "POST"])
@requires("almanac.manage_calendar")
def mark_official(year: int) -> Answer:
    """Declare a year complete that was entered day by day."""
    form = MarkOfficialForm(obj=queries.find_year(_known(year)))
    if form.accepts():
        with form.refusals():
            actions.mark_official(current_actor(), year=year, source=form.source.data or "")
            flash(_("%(year)s年已标为正式，受影响的期限已重新计算。", year=year), "success")
            return go_to(url_for(".show_year", year=year))
    return render("almanac/mark_official.html", form=form, year=year), form.status


@blueprint.route("/admin/calendar/<int:year>/provisional", methods=["GET", "POST"])
@requires("almanac.manage_calendar")
def mark_provisional(year: int) -> Answer:
    """Take back that a year is official."""
    form = ReasonForm()
    _known(year)
    if form.accepts():
        with form.refusals():
            actions.mark_provisional(current_actor(), year=year, reason=form.reason.data or "")
            flash(_("%(year)s年已改为暂定。", year=year), "success")
            return go_to(url_for(".show_year", year=year))
    return render("almanac/mark_provisional.html", form=form, year=year), form.status


@blueprint.route("/admin/calendar/hours", methods=["GET", "POST"])
@requires("almanac.manage_calendar")
def change_hours() -> Answer:
    """The week's opening hours."""
    form = ChangeHoursForm(obj=queries.opening_hours())
    if form.accepts():
        with form.refusals():
            actions.change_hours(current_actor(), segments=form.segments, version=form.seen_version)
            flash(_("开放时间已保存。"), "success")
            return go_to(url_for(".list_years"))
    return render("almanac/change_hours.html", form=form), form.status


@blueprint.get("/almanac/explain")
@signed_in
def explain_due() -> tuple[str, int]:
    """Why a limit ends on its day: each day counted or passed over."""
    form = ExplainDueForm(request.args if "start" in request.args else None, start=clock.today(), days=5)
    found = None
    if "start" in request.args and form.validate() and form.start.data is not None:
        kind: queries.Counting = "calendar" if form.kind.data == "calendar" else "working"
        found = queries.due_after(form.start.data, form.days.data or 0, kind)
    return render("almanac/explain_due.html", form=form, found=found, weekdays=WEEKDAYS), form.status
