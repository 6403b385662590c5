"""One file from the masters of many papers: in the order given, with bookmarks, blank backs, copies, and cards laid out on A4.

The masters stay as they are. The merged file is for printing: it is no PDF/A, but its text can be searched as theirs can.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from portal.documents import derived
from portal.documents.volume import VolumeWriter

POINTS_PER_MM = 72 / 25.4
A4 = (210.0, 297.0)
CARD = (100.0, 70.0)
COLUMNS, ROWS = 2, 4
CARDS_A_SHEET = COLUMNS * ROWS
CROP_MM = 3.0
MOST_COPIES = 5
SETS, EACH = "sets", "each"


class NothingToMerge(ValueError):
    """There is no paper to merge."""


@dataclass(frozen=True)
class Loose:
    """A paper to be merged: its master's bytes, its format, and what its bookmark says."""

    content: bytes
    paper_format: str
    bookmark: str


@dataclass(frozen=True)
class Layout:
    """How a merged file is laid out.

    `duplex`: each paper begins on a front side. `copies`: of each paper, in whole `sets` one after the other or `each` paper
    several times over. `sheets`: cards that follow each other go on A4 sheets, two by four, to be cut. `two_up`: so do papers
    of A5, two on a sheet. `offsets`: tenths of a millimetre right and down by format, for a printer that feeds askew; what
    is laid out on A4 sheets goes by the offset of A4.
    """

    duplex: bool = False
    copies: int = 1
    order: str = SETS
    sheets: bool = False
    two_up: bool = False
    offsets: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As a job keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Merged:
    """What a merged file holds."""

    papers: int
    pages: int


def merge(
    papers: Callable[[], Iterable[Loose]],
    path: Path,
    *,
    title: str,
    layout: Layout | None = None,
    advance: Callable[[int], None] | None = None,
) -> Merged:
    """Write the papers to one PDF at `path`; memory does not grow with their number.

    `papers` gives them in order, and is asked again for each further set of copies. `advance` hears how many are done.
    Raises OSError when the disk is full, NothingToMerge without a paper, pikepdf.PdfError for a master that is none.
    """
    wanted = layout or Layout()
    sets = wanted.copies if wanted.order == SETS else 1
    done = 0
    with path.open("wb") as file:
        volume = VolumeWriter(file, title=title, duplex=wanted.duplex)
        for number in range(1, sets + 1):
            for bundle in _bundles(papers(), wanted):
                _put(volume, bundle, wanted, marked=number == 1)
                done += len(bundle)
                if advance is not None:
                    advance(done)
        if not done:
            raise NothingToMerge
        volume.finish()
    return Merged(done // sets, volume.pages)


def _bundles(papers: Iterable[Loose], layout: Layout) -> Iterator[list[Loose]]:
    """The papers one by one; those that share a sheet, and follow each other, in bundles for one sheet."""
    bundle: list[Loose] = []
    for paper in papers:
        room = _room(paper, layout)
        if bundle and (paper.paper_format != bundle[0].paper_format or len(bundle) >= room):
            yield bundle
            bundle = []
        bundle.append(paper)
    if bundle:
        yield bundle


def _room(paper: Loose, layout: Layout) -> int:
    """How many papers like this one go on one sheet."""
    if paper.paper_format == "card" and layout.sheets:
        return CARDS_A_SHEET
    return 2 if paper.paper_format == "a5" and layout.two_up else 1


def _put(volume: VolumeWriter, bundle: list[Loose], layout: Layout, *, marked: bool) -> None:
    bookmarks = [paper.bookmark for paper in bundle] if marked else []
    with pikepdf.open(io.BytesIO(_laid_out(bundle, layout))) as paper:
        for again in range(1 if layout.order == SETS else layout.copies):
            if layout.duplex and volume.pages % 2:
                volume.add_blank()
            volume.add(paper, [] if again else bookmarks)


def _laid_out(bundle: list[Loose], layout: Layout) -> bytes:
    """The pages of a bundle as they leave the printer: on a shared sheet, and moved as the printer needs it."""
    first, paper_format = bundle[0], bundle[0].paper_format
    content = first.content
    if _room(first, layout) > 1:
        paper_format = "a4"
        content = (
            _sheet(bundle)
            if first.paper_format == "card"
            else derived.two_up(content, bundle[1].content if len(bundle) > 1 else None)
        )
    right, down = layout.offsets.get(paper_format, (0, 0))
    if not (right or down):
        return content
    return derived.shifted(content, right_mm=right / 10, down_mm=down / 10)


def _sheet(cards: list[Loose]) -> bytes:
    """One A4 sheet of up to eight cards in their own size, row by row, with marks to cut along."""
    sheet = pikepdf.new()
    page = sheet.add_blank_page(page_size=(A4[0] * POINTS_PER_MM, A4[1] * POINTS_PER_MM))
    for place, card in enumerate(cards):
        left, bottom = _corner(place)
        frame = pikepdf.Rectangle(
            left * POINTS_PER_MM,
            bottom * POINTS_PER_MM,
            (left + CARD[0]) * POINTS_PER_MM,
            (bottom + CARD[1]) * POINTS_PER_MM,
        )
        with pikepdf.open(io.BytesIO(card.content)) as master:
            page.add_overlay(master.pages[0], frame)
    page.contents_add(_crop_marks(), prepend=False)
    target = io.BytesIO()
    sheet.save(target, deterministic_id=True)
    return target.getvalue()


def _corner(place: int) -> tuple[float, float]:
    """The lower left corner of a card's place on the sheet, in millimetres."""
    row, column = divmod(place, COLUMNS)
    left, top = (A4[0] - COLUMNS * CARD[0]) / 2, (A4[1] - ROWS * CARD[1]) / 2
    return left + column * CARD[0], A4[1] - top - (row + 1) * CARD[1]


def _crop_marks() -> bytes:
    """Short thin lines outside the cards, where the cuts go."""
    left, top = (A4[0] - COLUMNS * CARD[0]) / 2, (A4[1] - ROWS * CARD[1]) / 2
    lines = []
    for column in range(COLUMNS + 1):
        x = left + column * CARD[0]
        lines += [(x, top - 1 - CROP_MM, x, top - 1), (x, A4[1] - top + 1, x, A4[1] - top + 1 + CROP_MM)]
    for row in range(ROWS + 1):
        y = top + row * CARD[1]
        lines += [(left - 1 - CROP_MM, y, left - 1, y), (A4[0] - left + 1, y, A4[0] - left + 1 + CROP_MM, y)]
    drawn = b"\n".join(
        b"%.3f %.3f m %.3f %.3f l S" % tuple(n * POINTS_PER_MM for n in line) for line in lines
    )
    return b"q 0.25 w 0.4 G\n" + drawn + b"\nQ"
