"""One archivable file (PDF/A-2u) of cover, catalogue, numbered pages and back, with bookmarks and page labels. It knows no
record: it is given pages, and gives a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Rectangle, Stream, String

from portal.ledgers.writer import colours
from portal.mediation.volumes.scans import A4

PRODUCER = "portal.mediation.volumes"
PAPER_COVER = "封面"
PAPER_CATALOGUE = "卷内目录"
PAPER_NOTES = "卷宗情况说明"
PAPER_BACK = "封底"
_NEAR = 2.0
_KEPT = ("/Type", "/MediaBox", "/CropBox", "/TrimBox", "/Resources", "/Contents", "/Rotate", "/Group")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="{level}"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Bundle:
    """One line of the catalogue as pages: `pages` is a whole PDF, `level` the bookmark's depth (0 or 1)."""

    bookmark: str
    pages: bytes
    level: int = 0


@dataclass(frozen=True)
class Bound:
    """What was bound: numbered pages, and all of them."""

    numbered: int
    pages: int


def bind(
    path: Path,
    *,
    title: str,
    cover: bytes,
    catalogue: bytes,
    bundles: Sequence[Bundle],
    numbers: bytes,
    back: bytes,
    is_searchable: bool = True,
) -> Bound:
    """Write the volume to `path`. `numbers` has one page for each numbered page, with its number.

    `is_searchable` is whether every text can be found again (PDF/A-2u), else it claims PDF/A-2b. Raises OSError, PdfError.
    """
    with pikepdf.new() as volume, pikepdf.open(io.BytesIO(numbers)) as stamps:
        marks: list[tuple[str, int, int]] = [(PAPER_COVER, 0, 0)]
        _append(volume, cover)
        marks.append((PAPER_CATALOGUE, len(volume.pages), 0))
        _append(volume, catalogue)
        before = len(volume.pages)
        for bundle in bundles:
            marks.append((bundle.bookmark, len(volume.pages), bundle.level))
            if bundle.pages:
                _append(volume, bundle.pages)
        numbered = len(volume.pages) - before
        if numbered != len(stamps.pages):
            raise ValueError(f"{numbered} pages want as many numbers, not {len(stamps.pages)}")
        for place, stamp in enumerate(stamps.pages):
            _stamp(volume.pages[before + place], stamp)
        marks.append((PAPER_BACK, len(volume.pages), 0))
        _append(volume, back)
        _bookmark(volume, marks)
        _label(volume, before, numbered)
        _declare(volume, title, "U" if is_searchable else "B")
        volume.save(
            path,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
        return Bound(numbered, len(volume.pages))


def count_pages(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def _append(volume: Pdf, content: bytes) -> None:
    """The pages of a PDF, on A4, without what acts or belongs to a whole file."""
    with pikepdf.open(io.BytesIO(content)) as source:
        for page in source.pages:
            box = [float(edge) for edge in page.mediabox]
            size = (box[2] - box[0], box[3] - box[1])
            if _is_a4(size):
                for key in [key for key in page.obj.keys() if key not in _KEPT]:  # noqa: SIM118  (no plain dictionary)
                    if key != "/Parent":
                        del page.obj[key]
                volume.pages.append(page)
            else:
                volume.add_blank_page(page_size=A4).add_overlay(page, Rectangle(0, 0, *A4))


def _is_a4(size: tuple[float, float]) -> bool:
    return all(abs(got - want) < _NEAR for got, want in zip(sorted(size), sorted(A4), strict=True))


def _stamp(page: pikepdf.Page, stamp: pikepdf.Page) -> None:
    """The number over the page's upper right corner, whichever way the page lies."""
    box = page.mediabox
    right, top = float(box[2]), float(box[3])
    page.add_overlay(stamp, Rectangle(right - A4[0], top - A4[1], right, top))


def _bookmark(volume: Pdf, marks: Sequence[tuple[str, int, int]]) -> None:
    with volume.open_outline() as outline:
        for title, page, level in marks:
            item = OutlineItem(title, page, "Fit")
            (outline.root[-1].children if level and outline.root else outline.root).append(item)
    volume.Root.PageMode = Name.UseOutlines


def _label(volume: Pdf, before: int, numbered: int) -> None:
    """Page labels, so that a reader's page is the page of the catalogue."""
    labels: list[Any] = [0, Dictionary(P=String(PAPER_COVER)), 1, Dictionary(P=String(PAPER_CATALOGUE))]
    if numbered:
        labels += [before, Dictionary(S=Name.D, St=1)]
    labels += [before + numbered, Dictionary(P=String(PAPER_BACK))]
    volume.Root.PageLabels = Dictionary(Nums=Array(labels))


def _declare(volume: Pdf, title: str, level: str) -> None:
    """What the file says about itself: title, language, colours, and the claim of PDF/A."""
    words = _XMP.format(producer=escape(PRODUCER), title=escape(title), level=level)
    metadata = Stream(volume, words.encode(), Type=Name.Metadata, Subtype=Name.XML)
    profile = Stream(volume, colours.srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(colours.NAME),
        Info=String(colours.NAME),
        DestOutputProfile=volume.make_indirect(profile),
    )
    volume.Root.Metadata = volume.make_indirect(metadata)
    volume.Root.OutputIntents = Array([intent])
    volume.Root.Lang = String("zh-CN")
    volume.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"))
    volume.docinfo["/Title"] = title
    volume.docinfo["/Producer"] = PRODUCER
