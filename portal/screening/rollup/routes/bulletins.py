"""Monthly bulletins: the list, drawing one up, its page with tables and bars, issuing, withdrawing, its workbook."""

from __future__ import annotations

import datetime as dt

from flask import Response, url_for
from flask_babel import gettext as _

from portal import clock
from portal.screening.calendar import grid as grids
from portal.screening.models import Bulletin
from portal.screening.rates import change, percent
from portal.screening.rollup import queries
from portal.screening.rollup.actions import bulletins as actions
from portal.screening.rollup.forms import IssueBulletinForm, MakeBulletinForm, ReasonForm
from portal.screening.rollup.routes.base import blueprint, verb_page, workbook_answer
from portal.screening.workbook import SheetTable, write_workbook
from portal.standards.periods import month_of
from portal.standards.working_days import ONE_DAY
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.carrying_out import Answer, carry_out
from portal.web.htmx import render

PAPER_TITLE = "矛盾纠纷排查化解工作情况通报"
PAPER_SHEET = "各单位情况"
PAPER_HEADS = (
    "单位",
    "应报",
    "已报",
    "迟报",
    "零报告",
    "未报",
    "完成率",
    "较上月",
    "及时率",
    "较上月",
    "应办结",
    "办结",
    "办结完成率",
    "较上月",
)
MONTHS = 12


@blueprint.get("/screening/bulletins")
@requires("screening.read_calendar")
def list_bulletins() -> str:
    """What was drawn up and issued, the newest month first."""
    return render("screening/rollup/list_bulletins.html", bulletins=queries.list_bulletins(current_actor()))


@blueprint.route("/screening/bulletins/new", methods=["GET", "POST"])
@requires("screening.make_bulletin")
def make_bulletin() -> Answer:
    """Freeze the figures of a month whose reports are all due."""
    actor = current_actor()
    street = grids.find_street(actor, asked_number("street"))
    form = MakeBulletinForm()
    form.month.choices = [(day.isoformat(), f"{day:%Y-%m}") for day in _months()]
    advice = _("数字按现在的登记定住，由分管领导签发编号。通报只列单位和件数，不列个人。")
    return carry_out(
        form,
        lambda: actions.make_bulletin(
            actor,
            street=street,
            month=dt.date.fromisoformat(form.month.data or ""),
            remarks=form.remarks.data or "",
        ),
        show=lambda: verb_page(form, _("起草通报"), url_for(".list_bulletins"), advice, ("month",)),
        to=lambda made: url_for(".read_bulletin", bulletin_id=made.id),
        done=_("已起草，等分管领导签发。"),
    )


@blueprint.get("/screening/bulletins/<int:bulletin_id>")
@requires("screening.read_calendar")
def read_bulletin(bulletin_id: int) -> str:
    """One bulletin as it was frozen."""
    actor = current_actor()
    found = queries.get_bulletin(actor, bulletin_id)
    return render(
        "screening/rollup/read_bulletin.html",
        bulletin=found,
        may_print=queries.may_print(actor, found),
        figures=found.figures,
        percent=percent,
        change=change,
    )


@blueprint.get("/screening/bulletins/<int:bulletin_id>.xlsx")
@requires("screening.read_calendar")
def export_bulletin(bulletin_id: int) -> Response:
    """The table of units as a workbook."""
    found = queries.get_bulletin(current_actor(), bulletin_id)
    title = f"{PAPER_TITLE} {found.street.name} {found.month:%Y-%m}"
    rows = [
        [
            *(row[key] for key in ("name", "owed", "reported", "late", "zero", "silent")),
            percent(row["completion"]),
            change(row["completion"], row["completion_before"]),
            percent(row["punctual_rate"]),
            change(row["punctual_rate"], row["punctual_before"]),
            row["handled"],
            row["resolved"],
            percent(row["settled_rate"]),
            change(row["settled_rate"], row.get("settled_before")),
        ]
        for row in found.figures["units"]
    ]
    content = write_workbook(title, [SheetTable(PAPER_SHEET, PAPER_HEADS, rows)])
    return workbook_answer(content, f"{title}.xlsx")


@blueprint.route("/screening/bulletins/<int:bulletin_id>/issue", methods=["GET", "POST"])
@requires("screening.issue_bulletin")
def issue_bulletin(bulletin_id: int) -> Answer:
    """The leader signs; the bulletin is numbered and made."""
    actor = current_actor()
    found = queries.get_bulletin(actor, bulletin_id)
    here = url_for(".read_bulletin", bulletin_id=bulletin_id)
    form = IssueBulletinForm(version=str(found.version))
    advice = _("签发后编号成文，不能再改；要改就重新起草一份，编新的号。")
    return carry_out(
        form,
        lambda: actions.issue_bulletin(
            actor, found, version=form.seen_version, copies=form.copies.data or ""
        ),
        show=lambda: verb_page(form, _("签发通报"), here, advice),
        to=here,
        done=_("已签发。"),
    )


@blueprint.route("/screening/bulletins/<int:bulletin_id>/withdraw", methods=["GET", "POST"])
@requires("screening.make_bulletin")
def withdraw_bulletin(bulletin_id: int) -> Answer:
    """Put a draft aside."""
    actor = current_actor()
    found: Bulletin = queries.get_bulletin(actor, bulletin_id)
    here = url_for(".read_bulletin", bulletin_id=bulletin_id)
    form = ReasonForm(version=str(found.version))
    return carry_out(
        form,
        lambda: actions.withdraw_bulletin(
            actor, found, version=form.seen_version, reason=form.reason.data or ""
        ),
        show=lambda: verb_page(form, _("撤回通报草稿"), here, _("草稿留存备查，可以重新起草。")),
        to=url_for(".list_bulletins"),
        done=_("已撤回。"),
    )


def _months() -> list[dt.date]:
    """The last months that are over, the newest first."""
    found, day = [], month_of(clock.today()).first
    for _n in range(MONTHS):
        day = month_of(day - ONE_DAY).first
        found.append(day)
    return found
