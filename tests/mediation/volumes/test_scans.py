"""Scans as pages: A4, upright, and what no archive could show is named."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from portal.mediation.volumes.scans import pdf_pages, picture_pages, why_not_archivable
from tests.factories.volumes import picture


def pdf(*, font: bool = False, colours: str = "", size: tuple[float, float] = (300, 200)) -> bytes:
    """A PDF of one page, with a font that is not inside or a picture in these colours."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=size)
    page.obj.Resources = Dictionary()
    if font:
        page.obj.Resources.Font = Dictionary(
            F1=made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        )
    if colours:
        image = pikepdf.Stream(made, b"\0\0\0\0", Subtype=Name.Image, ColorSpace=Name(colours))
        page.obj.Resources.XObject = Dictionary(Im0=made.make_indirect(image))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(), ""),
        (pdf(colours="/DeviceRGB"), ""),
        (pdf(font=True), "没有嵌入"),
        (pdf(colours="/DeviceCMYK"), "CMYK"),
        (b"MZ", "打不开"),
    ],
)
def test_what_an_archive_takes(content: bytes, words: str) -> None:
    problem = why_not_archivable(content)
    assert words in problem
    assert bool(problem) == bool(words)


@pytest.mark.parametrize(
    ("width", "height", "turn", "is_wide"),
    [(60, 80, 0, False), (60, 80, 90, True), (900, 600, 0, True), (900, 600, 270, False)],
)
def test_each_lies_upright_on_a_sheet(width: int, height: int, turn: int, is_wide: bool) -> None:
    for made in (picture_pages(picture(width, height), turn), pdf_pages(pdf(size=(width, height)), turn)):
        with made:
            box = [round(float(edge)) for edge in made.pages[0].mediabox]
        assert box == ([0, 0, 842, 595] if is_wide else [0, 0, 595, 842])
