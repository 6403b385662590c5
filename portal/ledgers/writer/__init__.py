"""The writer of printed ledgers: any number of lines to PDF in one pass, forward only and in constant memory.

It takes plain values (`portal.ledgers.sheets`) and gives pages whose measures are those of `paper`. The same
input gives the same bytes. Text can be searched and copied to the last character: each character has a code of its own,
which stands for that character and no other.

What it does not do: it shapes nothing, so that there is no kerning, no ligature, no vertical text, and no writing from
right to left (Arabic and Hebrew letters are refused like characters without a glyph) or with letters that change their
form beside others. It hyphenates nothing and justifies nothing. It makes no tagged PDF, no links, no pictures, no colour, and
signs and encrypts nothing. It sorts nothing: lines come in the order and groups in which they are printed. A variation
selector picks its shape where a font knows it and stays in the copied text; other invisible characters stay there too; a
tab becomes a space and a byte order mark is dropped.

fonts: faces and their subsets. layout: texts into cells. sums: counting. pages: rows onto pages. frame: what every page
repeats. flow: lines to pages. objects: the syntax of PDF. digests: what proves a page unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from portal.ledgers.sheets import Sheet, SheetLine, Written
from portal.ledgers.writer import about, digests, refusals, watermark
from portal.ledgers.writer.bookmarks import Bookmarks
from portal.ledgers.writer.flow import Flow
from portal.ledgers.writer.fonts import SONG, Face, Missing, open_chains
from portal.ledgers.writer.frame import Frame
from portal.ledgers.writer.objects import PdfFile
from portal.ledgers.writer.pages import Pages
from portal.ledgers.writer.paper import paper_of
from portal.ledgers.writer.refusals import UnprintableText

__all__ = ["UnprintableText", "write_pdf"]


def write_pdf(
    target: BinaryIO,
    sheet: Sheet,
    lines: Iterable[SheetLine],
    advance: Callable[[int, int], None] | None = None,
) -> Written:
    """Write the ledger to `target`, which need not seek; `advance` hears of lines and pages as each page is done.

    Raises UnprintableText, FontsMissing, ValueError for a sheet that cannot be laid out, and whatever `lines`, `advance`
    or `target` raise. What stands in `target` then is no ledger: the caller throws it away.
    """
    faces, chains = open_chains()
    paper = paper_of(sheet)
    file = PdfFile(target)
    pages = Pages(file, paper, digests.heading_digest(sheet))
    bookmarks = Bookmarks(file)
    try:
        frame = Frame(sheet, paper, chains)
        forms = watermark.write_watermark(file, sheet.watermark, chains[SONG], paper)
        flow = Flow(sheet, frame, pages, bookmarks, start=watermark.USE if forms else b"", advance=advance)
    except Missing as missing:
        raise refusals.in_frame(missing.character) from None
    flow.place_all(lines)
    _finish(file, sheet, frame, pages, bookmarks, faces, forms)
    total = flow.total
    return Written(len(pages), total.rows, total.struck, dict(total.sums), bytes(pages.digests))


def _finish(
    file: PdfFile,
    sheet: Sheet,
    frame: Frame,
    pages: Pages,
    bookmarks: Bookmarks,
    faces: list[Face],
    forms: bytes,
) -> None:
    """What can only be written when everything else is known: feet, fonts, trees, the file about itself."""
    count = len(pages)
    for page in range(count):
        pages.add_foot(page, frame.foot(page + 1, count, pages.digest_of(page)))
    pages.finish()
    fonts = b"".join(face.write(file) or b"" for face in faces)
    file.add(b"<</Font<<%b>>%b>>" % (fonts, forms), pages.resources)
    catalog, info = about.write_catalog(file, sheet, pages=pages.root, bookmarks=bookmarks.finish())
    file.finish(catalog=catalog, info=info)
