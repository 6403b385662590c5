"""Printing a paper: counted by a POST that leads to its bytes, or to a form derived from them for the printer in use."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse
from wtforms.fields import SelectChoice

from portal import audit
from portal.actor import Actor
from portal.documents import derived, printers_queries, queries
from portal.documents.actions import printers as actions
from portal.documents.kinds import FORMATS
from portal.documents.models import Document, Printer
from portal.documents.offsets import Offset, moves_of
from portal.documents.printer_forms import ChoosePrinterForm, PrintDocumentForm
from portal.documents.routes.desk import blueprint, pdf_answer
from portal.documents.ways import DUPLEX, SHIFTED, TWO_UP, WAYS, list_ways
from portal.errors import N_, RuleBroken
from portal.web.access import current_actor, local_path, reads, repeatable, requires
from portal.web.addresses import as_key
from portal.web.htmx import render

PATIENCE_SECONDS = 2.0
KEPT = "printer"


class _NotMade(Exception):
    """The bytes of this paper are not there yet; its own page says so and looks again."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.id)
        self.document_id = document.id


@blueprint.get("/documents/<int:document_id>/shifted.pdf")
@requires("documents.print_document")
def shift_document(document_id: int) -> BaseResponse:
    """The paper moved as a printer needs it, or by `right` and `down` millimetres; for pre-printed stock."""
    actor = current_actor()
    document = queries.get_document(actor, document_id)
    right, down = _asked_move(actor, document)
    content = _master_of(actor, document)
    return pdf_answer(document, derived.shifted(content, right_mm=right, down_mm=down))


@blueprint.get("/documents/<int:document_id>/two-up.pdf")
@requires("documents.print_document")
def two_up_document(document_id: int) -> BaseResponse:
    """Two copies of an A5 paper on A4, or this one and the paper that `beside` names."""
    actor = current_actor()
    document = queries.get_document(actor, document_id)
    beside_id = request.args.get("beside", type=as_key)
    beside = document if beside_id is None else queries.get_document(actor, beside_id)
    left = _master_of(actor, document)
    right = left if beside is document else _master_of(actor, beside)
    return pdf_answer(document, derived.two_up(left, right))


@blueprint.get("/documents/<int:document_id>/duplex.pdf")
@requires("documents.print_document")
def duplex_document(document_id: int) -> BaseResponse:
    """The paper for both sides of the sheet: an odd last page with a blank back."""
    actor = current_actor()
    document = queries.get_document(actor, document_id)
    return pdf_answer(document, derived.with_blank_back(_master_of(actor, document)))


@blueprint.get("/documents/<int:document_id>/to-print.pdf")
@requires("documents.print_document")
def open_for_print(document_id: int) -> BaseResponse:
    """Where this computer's printer wants the paper from: moved, where it feeds this format askew, else as it is.

    For rooms that count their printings themselves and lead here.
    """
    actor = current_actor()
    document = queries.get_document(actor, document_id)
    _refuse_void(document)
    printer = printer_in_use(actor)
    return redirect(_address_of(document, list_ways(document, printer)[0], printer, None), 303)


@blueprint.app_errorhandler(_NotMade)
def _wait_for_it(error: _NotMade) -> BaseResponse:
    return redirect(url_for("documents.read_document", document_id=error.document_id), 303)


@blueprint.post("/documents/<int:document_id>/print")
@requires("documents.print_document")
@repeatable
def print_document(document_id: int) -> BaseResponse:
    """Count a printing, then show what is to be printed: as was chosen, or as is natural on this computer's printer."""
    actor = current_actor()
    document = queries.get_document(actor, document_id)
    printer = printer_in_use(actor)
    form = print_form(document, printer)
    if not form.accepts():
        raise RuleBroken(None, N_("这份文书在所选打印机上不能这样打印，请回到文书页重新选择。"))
    way = form.way.data or list_ways(document, printer)[0]
    beside_id = form.beside.data if way == TWO_UP else None
    actions.print_document(actor, document, way=way, printer=printer, beside_id=beside_id)
    return redirect(_address_of(document, way, printer, beside_id), 303)


@blueprint.post("/documents/printers/choose")
@requires("documents.print_document")
@reads
def choose_printer() -> BaseResponse:
    """Remember which printer stands beside this computer: in this browser's signed cookie, nowhere else."""
    chosen = request.form.get("printer", type=as_key)
    printer = printers_queries.find_printer(current_actor(), chosen) if chosen is not None else None
    if printer is not None and printer.is_active:
        session[KEPT] = printer.id
    else:
        session.pop(KEPT, None)
    return redirect(local_path(request.form.get("next")) or url_for("documents.list_printers"), 303)


@blueprint.get("/documents/prints")
@requires("documents.read_prints")
def list_prints() -> str:
    """How much was printed, by month, kind and format: what to order, and how often papers are printed again."""
    actor = current_actor()
    years = printers_queries.list_print_years(actor)
    year = request.args.get("year", type=as_key)
    year = year if year in years else years[0]
    return render(
        "documents/prints.html",
        rows=printers_queries.list_print_counts(actor, year),
        years=[(one, one) for one in years],
        year=year,
        formats=FORMATS,
    )


def printer_in_use(actor: Actor) -> Printer | None:
    """The printer that this browser chose, if it is still in use and this post may see it."""
    key = session.get(KEPT)
    found = printers_queries.find_printer(actor, key) if isinstance(key, int) else None
    return found if found is not None and found.is_active else None


def print_form(document: Document, printer: Printer | None) -> PrintDocumentForm:
    """The ways in which this paper can go to this printer."""
    ways = list_ways(document, printer)
    form = PrintDocumentForm(way=ways[0])
    form.way.choices = [SelectChoice(way, _way_label(document, way, printer)) for way in ways]
    others = printers_queries.list_beside(document)
    beside = [SelectChoice(str(other.id), f"{other.title} {other.number}") for other in others]
    form.beside.choices = [SelectChoice("", _("同一份，两张")), *beside]
    return form


def print_choice(actor: Actor, document: Document) -> dict[str, Any]:
    """What the record of a paper shows for printing it: this computer's printer, the others, and the ways."""
    printer = printer_in_use(actor)
    choose = ChoosePrinterForm(printer=printer.id if printer else None)
    printers = printers_queries.list_printers(actor)
    named_ones = (SelectChoice(str(one.id), named(one)) for one in printers)
    choose.printer.choices = [SelectChoice("", _("（未选择）")), *named_ones]
    return {"form": print_form(document, printer), "choose": choose, "printer": printer, "printers": printers}


def said_moves(offset: Offset) -> str:
    """How far a paper is moved, in the reader's words."""
    return _("，").join(_(words, mm=mm) for words, mm in moves_of(offset))


def named(printer: Printer) -> str:
    """A printer with its place."""
    return f"{printer.name}（{printer.place}）" if printer.place else printer.name


def _way_label(document: Document, way: str, printer: Printer | None) -> str:
    offset = printers_queries.offset_of(printer, document.paper_format) or Offset()
    if way == SHIFTED:
        return _("按打印机校正后打印（%(moves)s）", moves=said_moves(offset))
    return _(WAYS[way])


def _address_of(document: Document, way: str, printer: Printer | None, beside_id: int | None) -> str:
    if way == SHIFTED and printer is not None:
        return url_for(".shift_document", document_id=document.id, printer=printer.id)
    if way == TWO_UP:
        return url_for(".two_up_document", document_id=document.id, beside=beside_id)
    endpoint = "duplex_document" if way == DUPLEX else "read_document"
    return url_for(f".{endpoint}", document_id=document.id)


def _asked_move(actor: Actor, document: Document) -> tuple[float, float]:
    """Right and down in millimetres, from the printer in the address or from the two numbers."""
    if request.args.get("printer"):
        chosen = request.args.get("printer", type=as_key)
        if chosen is None:
            raise BadRequest
        printer = printers_queries.get_printer(actor, chosen)
        offset = printers_queries.offset_of(printer, document.paper_format) or Offset()
        return offset.right_mm, offset.down_mm
    try:
        right, down = (float(request.args.get(name, "0")) for name in ("right", "down"))
    except ValueError:
        raise BadRequest from None
    return right, down


def _refuse_void(document: Document) -> None:
    """A void paper stays readable as what it was, and is not made ready for a printer any more."""
    if document.status == "void":
        raise RuleBroken(None, N_("这份文书已作废，不能再打印。"))


def _master_of(actor: Actor, document: Document) -> bytes:
    """The paper's bytes, the reading recorded; raises _NotMade while there are none, RuleBroken for a void paper."""
    _refuse_void(document)
    master = queries.wait_for_master(document.id, PATIENCE_SECONDS)
    if master is None:
        raise _NotMade(document)
    audit.record_afterwards(actor, "documents.read_document", document, **queries.reading_facts(document))
    return master.content
