"""The printers on the floor: added, changed, switched off, matched with the stock they print on; and printing a paper on one."""

from __future__ import annotations

from sqlalchemy import select

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.standing import record_print
from portal.documents.kinds import FORMATS
from portal.documents.models import Document, DocumentPrint, Printer
from portal.documents.offsets import in_mm, must_be_near
from portal.documents.printers_queries import list_beside, may_stand_at
from portal.documents.ways import TWO_UP, list_ways
from portal.errors import N_, RuleBroken
from portal.units.models import Unit


def add_printer(
    actor: Actor, *, unit_id: int | None, name: str, place: str = "", is_duplex: bool = False
) -> Printer:
    """Add a printer of a unit; raises RuleBroken at the field that is at fault."""
    actor.must("documents.manage_printers")
    if unit_id is None or not may_stand_at(actor, unit_id):
        raise RuleBroken("unit_id", N_("请选择打印机所在的单位。"))
    _must_be_free(unit_id, name)
    printer = Printer(unit_id=unit_id, name=name, place=place, is_duplex=is_duplex, offsets={})
    session.add(printer)
    session.flush()
    audit.record(actor, "documents.add_printer", printer, name=name, unit_id=unit_id, place=place)
    return printer


def change_printer(
    actor: Actor, printer: Printer, *, name: str, place: str, is_duplex: bool, version: int | None = None
) -> Printer:
    """Give a printer another name or place; raises RuleBroken at `name`, Conflict."""
    actor.must("documents.manage_printers")
    printer.expect_version(version)
    _must_be_free(printer.unit_id, name, but=printer)
    printer.name, printer.place, printer.is_duplex = name, place, is_duplex
    session.flush()
    audit.record(actor, "documents.change_printer", printer, name=name, place=place, is_duplex=is_duplex)
    return printer


def switch_printer(actor: Actor, printer: Printer, *, active: bool, version: int | None = None) -> Printer:
    """Take a printer out of use, or back into use; what was printed on it stays as it is. Raises Conflict."""
    actor.must("documents.manage_printers")
    printer.expect_version(version)
    printer.is_active = active
    session.flush()
    audit.record(actor, "documents.switch_printer", printer, name=printer.name, active=active)
    return printer


def calibrate_printer(
    actor: Actor, printer: Printer, *, paper_format: str, right: int, down: int, version: int | None = None
) -> Printer:
    """Set how far papers of a format are moved on this printer, in tenths of a millimetre; raises RuleBroken, Conflict."""
    actor.must("documents.calibrate_printer")
    printer.expect_version(version)
    if paper_format not in FORMATS:
        raise RuleBroken(None, N_("没有这种纸张。"))
    must_be_near(right, "right")
    must_be_near(down, "down")
    printer.offsets = {**printer.offsets, paper_format: [right, down]}
    session.flush()
    audit.record(
        actor,
        "documents.calibrate_printer",
        printer,
        name=printer.name,
        paper_format=paper_format,
        right=in_mm(right),
        down=in_mm(down),
    )
    return printer


def print_document(
    actor: Actor,
    document: Document,
    *,
    way: str,
    printer: Printer | None = None,
    beside_id: int | None = None,
) -> list[DocumentPrint]:
    """Count what leaves the printer: one printing, or two where two papers (or two copies of one) share a sheet.

    Raises RuleBroken for a way that this paper does not offer on this printer, and for a paper that is not valid any more.
    """
    actor.must("documents.print_document")
    if way not in list_ways(document, printer):
        raise RuleBroken(None, N_("这份文书在所选打印机上不能这样打印，请回到文书页重新选择。"))
    papers = [document]
    if way == TWO_UP:
        papers.append(_beside(document, beside_id))
    return [record_print(actor, paper, way=way) for paper in papers]


def _beside(document: Document, beside_id: int | None) -> Document:
    if beside_id is None:
        return document
    found = next((other for other in list_beside(document) if other.id == beside_id), None)
    if found is None:
        raise RuleBroken(None, N_("拼在一起的另一份文书已更正、作废或不是 A5，请回到文书页重新选择。"))
    return found


def _must_be_free(unit_id: int, name: str, but: Printer | None = None) -> None:
    """Raise RuleBroken where the unit has a printer of this name; the unit's row keeps others waiting meanwhile."""
    session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update())
    same = session.scalars(select(Printer).where(Printer.unit_id == unit_id, Printer.name == name)).first()
    if same is not None and same is not but:
        raise RuleBroken("name", N_("本单位已有同名的打印机，停用的也占用名称。"))
