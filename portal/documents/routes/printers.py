"""The pages of printers: their list, one with its offsets, adding and changing one, matching it with its stock."""

from __future__ import annotations

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse
from wtforms.fields import SelectChoice

from portal.actor import Actor
from portal.documents import printers_queries as queries
from portal.documents.actions import printers as actions
from portal.documents.calibration import calibration_sheet
from portal.documents.kinds import FORMATS
from portal.documents.models import Printer
from portal.documents.offsets import Offset, read_tenths
from portal.documents.printer_forms import AddPrinterForm, CalibratePrinterForm, ChangePrinterForm
from portal.documents.routes.desk import blueprint, named_pdf
from portal.documents.routes.printing import KEPT, said_moves
from portal.units.queries import get_unit, tree
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

Answer = BaseResponse | tuple[str, int]


@blueprint.get("/documents/printers")
@requires("documents.calibrate_printer")
def list_printers() -> str:
    """The printers of the units that this post sees."""
    found = queries.list_printers(current_actor(), switched_off=True)
    return render(
        "documents/printers.html",
        printers=found,
        units={one.unit_id: get_unit(one.unit_id) for one in found},
        moved=_moved,
        formats=FORMATS,
        in_use=session.get(KEPT),
    )


@blueprint.get("/documents/printers/<int:printer_id>")
@requires("documents.calibrate_printer")
def show_printer(printer_id: int) -> str:
    """One printer: how far it is off for each format, and the sheets to find out."""
    printer = queries.get_printer(current_actor(), printer_id)
    return render(
        "documents/printer.html",
        printer=printer,
        unit=get_unit(printer.unit_id),
        formats=FORMATS,
        moved=_moved,
    )


@blueprint.get("/documents/printers/<int:printer_id>/calibration.pdf")
@requires("documents.calibrate_printer")
def read_calibration(printer_id: int) -> BaseResponse:
    """The calibration sheet of a format; with `check=1` the check sheet, moved as papers will be."""
    printer = queries.get_printer(current_actor(), printer_id)
    paper_format = _format_of(request.args.get("format", "a4"))
    is_check = request.args.get("check") == "1"
    offset = queries.offset_of(printer, paper_format) or Offset()
    content = calibration_sheet(paper_format, printer=printer.name, offset=offset, is_check=is_check)
    title = f"{'检查页' if is_check else '校准页'} {paper_format.upper()} {printer.name}"
    return named_pdf(content, f"calibration-{printer.id}-{paper_format}", title)


@blueprint.route("/documents/printers/new", methods=["GET", "POST"])
@requires("documents.manage_printers")
def add_printer() -> Answer:
    """Add a printer."""
    actor = current_actor()
    form = AddPrinterForm(unit_id=actor.unit_id)
    form.unit_id.choices = _unit_choices(actor)
    if form.accepts():
        with form.refusals():
            printer = actions.add_printer(
                actor,
                unit_id=form.unit_id.data,
                name=form.name.data or "",
                place=form.place.data or "",
                is_duplex=form.is_duplex.data,
            )
            flash(_("已添加。接下来打印校准页，量出偏移。"), "success")
            return go_to(url_for(".show_printer", printer_id=printer.id))
    return render("documents/add_printer.html", form=form), form.status


@blueprint.route("/documents/printers/<int:printer_id>/change", methods=["GET", "POST"])
@requires("documents.manage_printers")
def change_printer(printer_id: int) -> Answer:
    """Change a printer's name or place."""
    actor = current_actor()
    printer = queries.get_printer(actor, printer_id)
    form = ChangePrinterForm(obj=printer)
    if form.accepts():
        with form.refusals():
            actions.change_printer(
                actor,
                printer,
                name=form.name.data or "",
                place=form.place.data or "",
                is_duplex=form.is_duplex.data,
                version=form.seen_version,
            )
            flash(_("已保存。"), "success")
            return go_to(url_for(".show_printer", printer_id=printer_id))
        printer = queries.get_printer(actor, printer_id)
    return render("documents/change_printer.html", form=form, printer=printer), form.status


@blueprint.post("/documents/printers/<int:printer_id>/switch")
@requires("documents.manage_printers")
def switch_printer(printer_id: int) -> BaseResponse:
    """Take a printer out of use, or back into use."""
    actor = current_actor()
    printer = queries.get_printer(actor, printer_id)
    active = request.form.get("active") == "1"
    version = request.form.get("version", -1, type=int)
    actions.switch_printer(actor, printer, active=active, version=version)
    flash(_("已恢复使用。") if active else _("已停用，打印时不再列出。"), "success")
    return redirect(url_for(".show_printer", printer_id=printer_id), 303)


@blueprint.route("/documents/printers/<int:printer_id>/calibrate/<paper_format>", methods=["GET", "POST"])
@requires("documents.calibrate_printer")
def calibrate_printer(printer_id: int, paper_format: str) -> Answer:
    """Set how far papers of a format are moved on this printer."""
    actor = current_actor()
    printer = queries.get_printer(actor, printer_id)
    form = CalibratePrinterForm.for_printer(printer, _format_of(paper_format))
    if form.accepts():
        with form.refusals():
            actions.calibrate_printer(
                actor,
                printer,
                paper_format=paper_format,
                right=read_tenths(form.right.data or "", "right"),
                down=read_tenths(form.down.data or "", "down"),
                version=form.seen_version,
            )
            flash(_("已保存。请打印检查页，看十字是否正好。"), "success")
            return go_to(url_for(".show_printer", printer_id=printer_id))
        printer = queries.get_printer(actor, printer_id)
    page = render(
        "documents/calibrate_printer.html",
        form=form,
        printer=printer,
        paper_format=paper_format,
        format_name=FORMATS[paper_format],
    )
    return page, form.status


def _format_of(text: str) -> str:
    if text not in FORMATS:
        raise NotFound
    return text


def _moved(printer: Printer, paper_format: str) -> str:
    """How far papers of a format are moved, in words; empty where the printer was never matched."""
    offset = queries.offset_of(printer, paper_format)
    if offset is None:
        return ""
    return said_moves(offset)


def _unit_choices(actor: Actor) -> list[SelectChoice]:
    """The units at which this post may keep printers, as they stand in the tree."""
    rows = [row for row in tree() if queries.may_stand_at(actor, row.unit.id)]
    top = min((row.depth for row in rows), default=0)
    indented = (SelectChoice(str(r.unit.id), "\u3000" * (r.depth - top) + r.unit.name) for r in rows)
    return [SelectChoice("", ""), *indented]
