"""Reports of statistics: the list, drawing one up, its page with both tables as frozen, signing, discarding, its workbook."""

from __future__ import annotations

from flask import Response, flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.mediation.forms.choices import keyed
from portal.mediation.registers import freezing, queries, statistics
from portal.mediation.registers.actions import reporting as actions
from portal.mediation.registers.chain import CHAIN
from portal.mediation.registers.conditions import Period
from portal.mediation.registers.forms import DiscardReportForm, DrawUpForm, SignReportForm
from portal.mediation.registers.kinds import REPORT_STATES, REPORT_TONES
from portal.mediation.registers.models import StatisticsReport
from portal.mediation.registers.routes.base import Answer, blueprint, workbook
from portal.mediation.registers.routes.statistics import PAPER_TITLE, in_words
from portal.mediation.registers.sheet import statistics_sheet
from portal.signoffs import chain_view, next_step
from portal.web.access import current_actor, requires, signed_in
from portal.web.addresses import key_of
from portal.web.filters import translate
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

PAPER_ADDRESSEE = "司法所"


@blueprint.get("/mediation/reports")
@requires("mediation.read_statistics")
def list_reports() -> str:
    """What was drawn up and what was sent."""
    actor = current_actor()
    return render(
        "mediation/register/list_reports.html",
        reports=[(one, _period(one)) for one in queries.list_reports(actor)],
        states=REPORT_STATES,
        tones=REPORT_TONES,
    )


@blueprint.route("/mediation/reports/new", methods=["GET", "POST"])
@requires("mediation.draw_up_statistics")
def draw_up_statistics() -> Answer:
    """Freeze the figures of a period, and sign as who filled them in."""
    actor = current_actor()
    units = statistics.list_choosable_units(actor)
    over = [one for one in statistics.periods() if one[2] < clock.today()]
    _label, first, end = max(over, key=lambda one: one[2])
    form = DrawUpForm(first=first, last=end, addressee=PAPER_ADDRESSEE, unit_id=str(actor.unit_id))
    form.unit_id.choices = keyed([(unit.id, unit.name) for unit in units])
    if form.accepts():
        with form.refusals():
            unit = statistics.find_unit(actor, key_of(form.unit_id.data))
            if unit is not None and form.first.data and form.last.data:
                made = actions.draw_up_statistics(
                    actor,
                    unit=unit,
                    period=Period(form.first.data, form.last.data),
                    addressee=form.addressee.data or "",
                    by_hand={code: form[code].data for code in freezing.BY_HAND},
                    because=form.because.data or "",
                )
                flash(_("已填表并签名，数字从现在起不再变动。等审核人和负责人签名后报送。"), "success")
                return go_to(url_for(".read_report", report_id=made.id))
    advice = _("填表时按登记簿算出数字并定住，以后登记簿再变，这份报表不变。")
    return _verb(form, _("填报统计表"), url_for(".list_reports"), advice)


@blueprint.get("/mediation/reports/<int:report_id>")
@requires("mediation.read_statistics")
def read_report(report_id: int) -> str:
    """One report as it was frozen, who signed it, and what the register says otherwise today."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    now = statistics.read_statistics(actor, Period(found.first, found.last), found.unit)
    step = next_step(found, CHAIN)
    return render(
        "mediation/register/read_report.html",
        report=found,
        period=_period(found),
        cases=freezing.thawed(found.figures["cases"]),
        team=freezing.thawed(found.figures["team"]),
        definitions=found.figures["definitions"],
        changed=freezing.changed_since(found.figures, now),
        view=chain_view(actor, found, CHAIN),
        step=step,
        states=REPORT_STATES,
        tones=REPORT_TONES,
    )


@blueprint.get("/mediation/reports/<int:report_id>.xlsx")
@requires("mediation.read_statistics")
def export_report(report_id: int) -> Response:
    """The frozen report as a workbook."""
    found = queries.get_report(current_actor(), report_id)
    title = f"{PAPER_TITLE}-{found.unit.name}-{_period(found)}"
    content = statistics_sheet(
        title,
        in_words(freezing.thawed(found.figures["cases"])),
        in_words(freezing.thawed(found.figures["team"])),
        [translate(one) for one in found.figures["definitions"]],
    )
    return workbook(content, f"{title}.xlsx")


@blueprint.route("/mediation/reports/<int:report_id>/sign", methods=["GET", "POST"])
@signed_in
def sign_statistics(report_id: int) -> Answer:
    """The next signature; each step has its own right, asked for when it is signed."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    step, here = next_step(found, CHAIN), url_for(".read_report", report_id=report_id)
    if step is None:
        return go_to(here)
    actor.must(step.permission)
    form = SignReportForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.sign_statistics(
                actor, found, version=form.seen_version, step=step.code, note=form.note.data or ""
            )
            flash(
                _("已签名。") if found.state == "signing" else _("已签名并报送，统计表正在制作。"), "success"
            )
            return go_to(here)
    advice = _("请先核对表中数字。最后一人签名后，报表即报送，不能再改。")
    return _verb(form, _("签名：%(step)s", step=translate(step.label)), here, advice)


@blueprint.route("/mediation/reports/<int:report_id>/discard", methods=["GET", "POST"])
@requires("mediation.draw_up_statistics")
def discard_statistics(report_id: int) -> Answer:
    """Put a report aside that was not sent."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    here = url_for(".read_report", report_id=report_id)
    form = DiscardReportForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.discard_statistics(actor, found, version=form.seen_version, reason=form.reason.data or "")
            flash(_("已作废，可以重新填表。"), "success")
            return go_to(url_for(".list_reports"))
    return _verb(form, _("作废报表"), here, _("已有的签名撤销，报表留存备查。"))


def _period(report: StatisticsReport) -> str:
    return statistics.period_words(Period(report.first, report.last))


def _verb(form: PortalForm, label: str, cancel: str, advice: str) -> Answer:
    page = render("mediation/register/verb.html", form=form, label=label, cancel=cancel, advice=advice)
    return page, form.status
