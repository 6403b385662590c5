"""The page of a week or day: everything stands there already, and one button files it; the list of one's own; each edition."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import NotFound
from portal.screening.calendar.standings import standings
from portal.screening.filing import queries
from portal.screening.filing.actions.filing import add_act
from portal.screening.filing.actions.filing import file_report as file
from portal.screening.filing.chain import SIGN, chain_for
from portal.screening.filing.documents import zero_sentence
from portal.screening.filing.forms import FileReportForm
from portal.screening.filing.routes.base import REPORT_TONES, STATE_TONES, blueprint
from portal.screening.filing.sheet import report_workbook
from portal.screening.filing.week import proposed_words, week_of
from portal.screening.kinds import ACT_KINDS, DUTY_MARKS, DUTY_STATES, EDITION_REASONS, REPORT_STATES
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.telling import length_words
from portal.screening.workbook import XLSX
from portal.signoffs import chain_view
from portal.web import once
from portal.web.access import current_actor, requires
from portal.web.carrying_out import Answer
from portal.web.htmx import go_to, render


@blueprint.get("/screening/duties")
@requires("screening.fill_report")
def list_duties() -> str:
    """What one's own unit owes and has reported, the newest first; what waits stands on top."""
    duties = queries.list_duties(current_actor())
    told = standings(duties, moment())
    rows = [(duty, told[duty.id], _newest(duty)) for duty in duties]
    return render(
        "screening/filing/list_duties.html",
        waiting=[row for row in rows if not row[1].is_reported or "unsigned" in row[1].marks],
        done=[row for row in rows if row[1].is_reported and "unsigned" not in row[1].marks],
        **_words(),
    )


@blueprint.get("/screening/duties/<int:duty_id>")
@requires("screening.read_calendar")
def read_duty(duty_id: int) -> str:
    """One period of one unit, for whoever reports, signs or looks."""
    actor = current_actor()
    return _page(queries.get_duty(actor, duty_id), None)


@blueprint.route("/screening/duties/<int:duty_id>/file", methods=["GET", "POST"])
@requires("screening.fill_report")
def file_report(duty_id: int) -> Answer:
    """The one button: fill in, and sign where the post may. The button beside a line of screening only adds that line."""
    actor = current_actor()
    duty = queries.get_duty(actor, duty_id)
    form = _form(duty)
    if form.accepts():
        with form.refusals():
            if request.form.get("add"):
                add_act(actor, duty, form.new_act())
                form.begin_act(duty)
                form.once.data = once.new_token()
                flash(_("已登记一次排查。其他内容还没有提交。"), "success")
                return _page(duty, form)
            report = file(
                actor,
                duty,
                version=form.seen_version,
                words=form.words(),
                zero_said=bool(form.zero_said.data),
                act=form.act(),
                seen=form.seen.data or "",
            )
            flash(_done(report), "success")
            return go_to(url_for(".read_duty", duty_id=duty_id))
    return _page(duty, form), form.status


@blueprint.get("/screening/editions/<int:report_id>")
@requires("screening.read_dispute")
def read_edition(report_id: int) -> str:
    """One edition as it was frozen, in force or not."""
    actor = current_actor()
    report = queries.get_report(actor, report_id)
    return render(
        "screening/filing/read_edition.html",
        report=report,
        duty=report.duty,
        late=length_words(report.late_seconds) if report.late_seconds else "",
        sentence=zero_sentence(report.duty, report.as_of) if report.is_zero else "",
        view=chain_view(actor, report, chain_for(report.is_automatic)),
        **_words(),
    )


@blueprint.get("/screening/editions/<int:report_id>.xlsx")
@requires("screening.read_dispute")
def export_edition(report_id: int) -> Response:
    """One edition as a workbook."""
    report = queries.get_report(current_actor(), report_id)
    if report.filed_at is None:
        raise NotFound
    title = f"{report.duty.unit.name} {report.duty.label}"
    response = Response(report_workbook(report, title), mimetype=XLSX)
    name = quote(f"{title}-{report.edition}.xlsx", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _form(duty: ReportDuty) -> FileReportForm:
    """The form with what is proposed; what was sent comes before it."""
    actor = current_actor()
    form = FileReportForm()
    if not form.is_submitted() and not form.is_restored:
        draft = next((one for one in duty.reports if one.state == "draft"), None)
        form.begin(duty, draft, proposed_words(actor, duty))
    return form


def _page(duty: ReportDuty, form: FileReportForm | None) -> str:
    actor = current_actor()
    week = week_of(actor, duty)
    own = actor.can("screening.fill_report")
    is_open = week.has_begun and (week.report is None or week.draft is not None)
    refused = form if form is not None and not (own and is_open) else None
    if own and is_open:
        form = form or _form(duty)
        form.seen.data = week.fingerprint
    else:
        form = None
    waits = week.draft or week.report
    return render(
        "screening/filing/read_duty.html",
        week=week,
        duty=duty,
        form=form,
        refused=refused,
        late=length_words(week.report.late_seconds) if week.report and week.report.late_seconds else "",
        signs=actor.can(SIGN),
        find_href=_find_href(duty),
        view=chain_view(actor, waits, chain_for(waits.is_automatic)) if waits else None,
        **_words(),
    )


def _find_href(duty: ReportDuty) -> str:
    """Where a dispute of this period is registered; its day is proposed."""
    if not current_actor().can("screening.keep_dispute"):
        return ""
    return url_for("screened.register", on=min(clock.today(), duty.last).isoformat())


def _words() -> dict[str, Any]:
    return {
        "kinds": ACT_KINDS,
        "duty_states": DUTY_STATES,
        "duty_marks": DUTY_MARKS,
        "reasons": EDITION_REASONS,
        "report_states": REPORT_STATES,
        "state_tones": STATE_TONES,
        "report_tones": REPORT_TONES,
    }


def _newest(duty: ReportDuty) -> ScreeningReport | None:
    return max(duty.reports, key=lambda one: one.edition, default=None)


def _done(report: ScreeningReport) -> str:
    if report.state == "draft":
        return _("已填好，等书记签发。签发以前还可以修改。")
    if report.is_zero:
        return _("零报告已签发上报，报告单正在制作。")
    return _("已签发上报，报告表正在制作。")
