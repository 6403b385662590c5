"""What is made from a paper's master when asked, and not kept: moved for a printer that feeds askew, two on a sheet, padded for
both sides. The master itself never changes, and nothing is ever scaled."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from pikepdf import Name, Pdf, Rectangle

from portal.errors import N_, RuleBroken

FARTHEST_MM = 20.0
POINTS_PER_MM = 72 / 25.4
_A4_MM = (297.0, 210.0)
_A5_MM = (148.0, 210.0)
_HALF_MM = _A4_MM[0] / 2
_NEAR_POINTS = 1.0


def shifted(content: bytes, *, right_mm: float, down_mm: float) -> bytes:
    """The same pages with everything moved right and down by millimetres, at most 20 either way; raises RuleBroken."""
    if not (abs(right_mm) <= FARTHEST_MM and abs(down_mm) <= FARTHEST_MM):
        raise RuleBroken(None, N_("打印偏移不能超过 %(farthest)s 毫米。"), farthest=int(FARTHEST_MM))
    move = f"1 0 0 1 {right_mm * POINTS_PER_MM:.3f} {-down_mm * POINTS_PER_MM:.3f} cm\n".encode()
    with _opened(content) as paper:
        for page in paper.pages:
            page.contents_add(b"q\n" + move, prepend=True)
            page.contents_add(b"\nQ", prepend=False)
        return _saved(paper)


def two_up(left: bytes, right: bytes | None) -> bytes:
    """Two A5 papers side by side on sheets of A4 lying down, at full size: page by page, the shorter one leaves its half empty.

    Give the same bytes twice for two copies, and None for an empty right half. Raises RuleBroken where a page is not A5.
    """
    with _opened(left) as first, _opened(right or left) as second, pikepdf.new() as sheets:
        other = first if left == right else second  # one source, so that its fonts are taken over once
        halves = ((first, 0),) if right is None else ((first, 0), (other, 1))
        for number in range(max(len(source.pages) for source, _half in halves)):
            sheet = sheets.add_blank_page(page_size=(_points(_A4_MM[0]), _points(_A4_MM[1])))
            for source, half in halves:
                if number < len(source.pages):
                    _lay(source.pages[number], sheet, half)
        _keep_name(first, sheets)
        return _saved(sheets)


def with_blank_back(content: bytes) -> bytes:
    """The same pages for both sides of the sheet: an odd last page gets a blank back, so that no other paper lands on it."""
    with _opened(content) as paper:
        if len(paper.pages) % 2:
            width, height = _size(paper.pages[-1])
            paper.add_blank_page(page_size=(width, height))
        return _saved(paper, Duplex=Name.DuplexFlipLongEdge)


def _lay(page: pikepdf.Page, sheet: pikepdf.Page, half: int) -> None:
    width, height = _size(page)
    if any(abs(got - _points(mm)) > _NEAR_POINTS for got, mm in zip((width, height), _A5_MM, strict=True)):
        raise RuleBroken(None, N_("只有 A5 文书可以两份拼在一张 A4 上。"))
    x = _points(_HALF_MM) * half + (_points(_HALF_MM) - width) / 2
    y = (_points(_A4_MM[1]) - height) / 2
    whole = page.as_form_xobject()
    name = sheet.add_resource(
        whole, Name.XObject, Name(f"/Half{half + 1}")
    )  # a name of its own would be by chance
    place = Rectangle(x, y, x + width, y + height)
    sheet.contents_add(
        sheet.calc_form_xobject_placement(
            whole, name, place, invert_transformations=True, allow_shrink=False, allow_expand=False
        )
    )


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height in points as the reader sees the page, turned pages turned."""
    box = page.trimbox
    width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
    return (height, width) if int(page.get("/Rotate", 0)) % 180 else (width, height)


def _points(mm: float) -> float:
    return mm * POINTS_PER_MM


def _keep_name(source: Pdf, target: Pdf) -> None:
    target.Root.Lang = pikepdf.String(str(source.Root.get("/Lang", "zh-CN")))
    target.docinfo["/Title"] = str(source.docinfo.get("/Title", ""))


@contextmanager
def _opened(content: bytes) -> Iterator[Pdf]:
    with pikepdf.open(io.BytesIO(content)) as paper:
        yield paper


def _saved(paper: Pdf, **wishes: Any) -> bytes:
    """The bytes, with the wish that a print dialog begins at 100 %; the same paper gives the same bytes."""
    paper.Root.ViewerPreferences = pikepdf.Dictionary(**{"PrintScaling": Name("/None"), **wishes})
    target = io.BytesIO()
    paper.save(target, deterministic_id=True)
    return target.getvalue()
