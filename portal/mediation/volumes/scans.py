"""Scans as pages of a volume: upright, sized to A4 with room for the binding, and fit for the archive.

Pictures become one page each. A PDF's pages are laid on A4 as they are; one that an archive could not show in fifty years
(fonts that are not inside, colours of a printing press) is named, so that somebody scans the paper instead.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Rectangle, Stream
from PIL import Image

from portal.errors import N_

POINTS = 72 / 25.4
A4 = (595.275591, 841.889764)
# Left for the binding, right, above for the page number, below: millimetres.
_LEFT, _RIGHT, _TOP, _BOTTOM = 25.0, 10.0, 16.0, 10.0
_DPI = 200
_QUALITY = 85
_WIDE = 1.15
_DEEPEST = 8
_STANDARD_COLOURS = {"/DeviceCMYK", "/Separation", "/DeviceN"}


def picture_pages(content: bytes, turn: int) -> Pdf:
    """One A4 page with a picture, turned clockwise by quarters; wide ones lie on a wide page, so that they read upright."""
    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("L" if opened.mode in ("1", "L") else "RGB")
    if turn:
        picture = picture.rotate(-turn, expand=True)
    pdf = pikepdf.new()
    page = _blank(pdf, picture.width > picture.height * _WIDE)
    room = _room(page)
    most = tuple(round(side / 72 * _DPI) for side in (room.width, room.height))
    picture.thumbnail((most[0], most[1]), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY)
    image = Stream(
        pdf,
        target.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    scale = min(room.width / picture.width, room.height / picture.height, 1.0)
    width, height = picture.width * scale, picture.height * scale
    x = float(room.llx) + (room.width - width) / 2
    y = float(room.ury) - height
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(image)))
    page.contents_add(b"q %.3f 0 0 %.3f %.3f %.3f cm /Im0 Do Q" % (width, height, x, y))
    return pdf


def pdf_pages(content: bytes, turn: int) -> Pdf:
    """The pages of a PDF laid on A4, each turned clockwise; raises pikepdf.PdfError for one that does not open."""
    pdf = pikepdf.new()
    with pikepdf.open(io.BytesIO(content)) as source:
        for page in source.pages:
            if turn:
                page.rotate(turn, relative=True)
            width, height = _size(page)
            sheet = _blank(pdf, width > height * _WIDE)
            sheet.add_overlay(page, _room(sheet))
    return pdf


def why_not_archivable(content: bytes) -> str:
    """The marked sentence that says why a PDF cannot go into an archive file; empty when it can."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for page in pdf.pages:
                problem = _problem(page.obj.get("/Resources", Dictionary()), 0)
                if problem:
                    return problem
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError):
        return N_("PDF 打不开。请重新扫描。")
    return ""


def _problem(resources: Any, depth: int) -> str:
    if depth > _DEEPEST:
        return N_("PDF 的结构太复杂，不能归档。请打印后重新扫描成图片。")
    for font in (resources.get("/Font") or Dictionary()).values():
        if not _is_embedded(font):
            return N_("PDF 里的字体没有嵌入，日后可能显示不出来，不能归档。请打印后重新扫描成图片。")
    for thing in (resources.get("/XObject") or Dictionary()).values():
        if str(thing.get("/Subtype", "")) == "/Form":
            problem = _problem(thing.get("/Resources", Dictionary()), depth + 1)
            if problem:
                return problem
        elif _colour(thing.get("/ColorSpace")) in _STANDARD_COLOURS:
            return N_("PDF 里的图片是印刷颜色（CMYK），不能归档。请打印后重新扫描成图片。")
    return ""


def _is_embedded(font: Any) -> bool:
    if str(font.get("/Subtype", "")) == "/Type3":
        return True
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    described = inner.get("/FontDescriptor")
    return described is not None and any(
        key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


def _colour(space: Any) -> str:
    if isinstance(space, pikepdf.Array) and len(space):
        if str(space[0]) == "/ICCBased":
            return "/DeviceCMYK" if int(space[1].get("/N", 3)) == 4 else ""
        if str(space[0]) == "/Indexed":
            return _colour(space[1])
        return str(space[0])
    return str(space) if isinstance(space, Name) else ""


def _blank(pdf: Pdf, wide: bool) -> pikepdf.Page:
    return pdf.add_blank_page(page_size=(A4[1], A4[0]) if wide else A4)


def _room(page: pikepdf.Page) -> Rectangle:
    """Where a scan is laid on its page."""
    width, height = _size(page)
    return Rectangle(_LEFT * POINTS, _BOTTOM * POINTS, width - _RIGHT * POINTS, height - _TOP * POINTS)


def _size(page: pikepdf.Page) -> tuple[float, float]:
    box = page.trimbox
    width, height = abs(float(box[2]) - float(box[0])), abs(float(box[3]) - float(box[1]))
    return (height, width) if int(page.obj.get("/Rotate", 0)) % 180 else (width, height)
