"""The mark across a void paper (作废): drawn over its master when somebody reads it, so that no copy passes for a valid one."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import Any

import pikepdf
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from portal.documents.fonts import FONT_FOLDER

PAPER_WORDS = "作废"
FACE = "NotoSansSC-700.ttf"
SLANT = math.radians(35)
WIDE = 0.62  # of the page's shorter side
RED = b"0.75 0.1 0.1 rg 0.75 0.1 0.1 RG"
PALE = pikepdf.Name("/VoidMark")


class _Pen(BasePen):
    """Writes outlines as the operators of a page's content."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.found: list[str] = []
        self.shift = 0.0

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  (the names are fontTools')
        self._say("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._say("l", pt)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._say("c", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.found.append("h")

    def _say(self, operator: str, *points: tuple[float, float]) -> None:
        self.found.append(" ".join(f"{x + self.shift:.1f} {y:.1f}" for x, y in points) + f" {operator}")


def marked_void(content: bytes) -> bytes:
    """The same pages with 作废 across each, half seen through; the same paper gives the same bytes."""
    with pikepdf.open(io.BytesIO(content)) as paper:
        see_through = paper.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.45, CA=0.45))
        for page in paper.pages:
            page.add_resource(see_through, pikepdf.Name.ExtGState, PALE, replace_existing=True)
            box = [float(edge) for edge in page.trimbox]
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n" + _drawn(box), prepend=False)
        target = io.BytesIO()
        paper.save(target, deterministic_id=True)
        return target.getvalue()


def _drawn(box: list[float]) -> bytes:
    """The two characters in a frame, in the middle of a page, aslant."""
    outline, width, em = _outline()
    scale = min(box[2] - box[0], box[3] - box[1]) * WIDE / width
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    cos, sin = math.cos(SLANT), math.sin(SLANT)
    place = f"1 0 0 1 {across:.2f} {up:.2f} cm {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} 0 0 cm"
    size = f"{scale:.5f} 0 0 {scale:.5f} {-width * scale / 2:.2f} {-0.385 * em * scale:.2f} cm"
    edge = f"{-width * 0.06:.0f} {-em * 0.2:.0f} {width * 1.12:.0f} {em * 1.17:.0f} re S"
    frame = f"{width * 0.03:.0f} w {edge}"
    return b"\n".join(
        [b"q", b"/VoidMark gs", RED, f"{place} {size}".encode(), frame.encode(), outline, b"f Q"]
    )


@lru_cache(maxsize=1)
def _outline() -> tuple[bytes, float, float]:
    """The words' outlines, their width and the height of a character, in units of the face."""
    with TTFont(FONT_FOLDER / FACE, lazy=True) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        pen = _Pen(glyphs)
        for character in PAPER_WORDS:
            glyph = glyphs[names[ord(character)]]
            glyph.draw(pen)
            pen.shift += glyph.width
        return "\n".join(pen.found).encode(), pen.shift, float(font["head"].unitsPerEm)
