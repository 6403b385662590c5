"""The ways a paper can go to a printer: as it is, moved, two on a sheet, with blank backs. Which of them a paper offers."""

from __future__ import annotations

from portal.documents.models import Document, Printer
from portal.documents.printers_queries import offset_of
from portal.errors import N_

PLAIN, SHIFTED, TWO_UP, DUPLEX = "plain", "shifted", "two_up", "duplex"
WAYS = {
    SHIFTED: N_("按打印机校正后打印"),
    PLAIN: N_("原样打印"),
    TWO_UP: N_("两份 A5 拼在一张 A4 上"),
    DUPLEX: N_("双面打印，末页背面留空"),
}


def list_ways(document: Document, printer: Printer | None) -> list[str]:
    """The ways that make sense for this paper on this printer, the natural one first."""
    offset = offset_of(printer, document.paper_format)
    ways = [SHIFTED] if offset is not None and not offset.is_zero else []
    ways.append(PLAIN)
    if document.paper_format == "a5":
        ways.append(TWO_UP)
    if document.paper_format != "card" and (printer is None or printer.is_duplex):
        ways.append(DUPLEX)
    return ways
