"""One page drawn straight as PDF, in millimetres from the upper left corner: lines and text where exactness counts (rulers).

No mark-up, no pictures, one face; papers that say something are made by the renderer. The text stays text: it can be searched.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name

from portal.documents import fonts
from portal.documents.derived import POINTS_PER_MM

FACE = "NotoSansSC-400.ttf"
MISSING = "〓"
_NOT_NEEDED = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"vhea", b"vmtx")
_NOT_FIRST = frozenset("，。；：、！？）”’》」%")
_NOT_LAST = "（“‘《「"


@lru_cache(maxsize=1)
def _face(path: Path) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)))


class Drawing:
    """A page of `width` × `height` mm that lines and text are put on; `content()` gives its bytes. Raises FontsMissing."""

    def __init__(self, width: float, height: float, title: str) -> None:
        fonts.check_fonts()
        self.width, self.height, self.title = width, height, title
        self._said: list[str] = []
        self._used: dict[int, str] = {}
        self._face = _face(fonts.FONT_FOLDER / FACE)
        self._font = hb.Font(self._face)
        self._em = self._face.upem

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: float = 0.15) -> None:
        """A straight line, `stroke` mm thick, centred on its ends' connection."""
        ends = f"{self._x(x1)} {self._y(y1)} m {self._x(x2)} {self._y(y2)} l S"
        self._said.append(f"{stroke * POINTS_PER_MM:.4f} w {ends}")

    def text(self, x: float, y: float, words: str, size: float, align: str = "left") -> None:
        """One line of text whose base line is at `y`; `size` in points; `align` left, middle or right of `x`."""
        width = self.width_of(words, size)
        x -= {"left": 0.0, "middle": width / 2, "right": width}[align]
        glyphs = "".join(f"{self._glyph(c):04x}" for c in words)
        self._said.append(f"BT /F {size:g} Tf {self._x(x)} {self._y(y)} Td <{glyphs}> Tj ET")

    def paragraph(self, x: float, y: float, width: float, words: str, size: float, leading: float) -> float:
        """Text wrapped to `width` mm with lines `leading` mm apart; gives the base line that comes next."""
        line = ""
        for character in words:
            if self.width_of(line + character, size) > width and character not in _NOT_FIRST:
                kept = line.rstrip(_NOT_LAST)
                self.text(x, y, kept, size)
                line, y = line[len(kept) :], y + leading
            line += character
        self.text(x, y, line, size)
        return y + leading

    def width_of(self, words: str, size: float) -> float:
        """How wide the words are, in mm."""
        units = sum(self._font.get_glyph_h_advance(self._glyph(c)) for c in words)
        return units / self._em * size / POINTS_PER_MM

    def content(self) -> bytes:
        """The PDF, one page, its glyphs inside; the same drawing gives the same bytes."""
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(self.width * POINTS_PER_MM, self.height * POINTS_PER_MM))
            page.Contents = pdf.make_stream("\n".join(self._said).encode())
            page.Resources = Dictionary(Font=Dictionary(F=self._embed(pdf)))
            pdf.Root.Lang = pikepdf.String("zh-CN")
            pdf.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
            pdf.docinfo["/Title"] = self.title
            target = io.BytesIO()
            pdf.save(target, deterministic_id=True)
            return target.getvalue()

    def _x(self, mm: float) -> str:
        return f"{mm * POINTS_PER_MM:.4f}"

    def _y(self, mm: float) -> str:
        return f"{(self.height - mm) * POINTS_PER_MM:.4f}"

    def _glyph(self, character: str) -> int:
        found = self._font.get_nominal_glyph(ord(character))
        if not found:
            character = MISSING
            found = self._font.get_nominal_glyph(ord(character)) or 0
        self._used[int(found)] = character
        return int(found)

    def _embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The used glyphs as a font that keeps their numbers, with the way back to characters."""
        bare = Name("/PTYCAL+" + FACE.partition(".")[0])
        up = 1000 / self._em
        extents = self._font.get_font_extents("ltr")
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=bare,
            Flags=4,
            FontBBox=Array([-1000, -1000, 2000, 2000]),
            ItalicAngle=0,
            Ascent=round(extents.ascender * up),
            Descent=round(extents.descender * up),
            CapHeight=733,
            StemV=80,
            FontFile2=pdf.make_stream(self._subset()),
        )
        widths: list[Any] = []
        for glyph in sorted(self._used):
            widths += [glyph, [round(self._font.get_glyph_h_advance(glyph) * up)]]
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=bare,
            CIDSystemInfo=Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            CIDToGIDMap=Name.Identity,
            W=Array(widths),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=bare,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(self._characters().encode()),
        )
        return pdf.make_indirect(font)

    def _subset(self) -> bytes:
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(self._used)
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _NOT_NEEDED)
        return bytes(hb.subset(self._face, wanted).blob.data)

    def _characters(self) -> str:
        pairs = [f"<{g:04x}> <{c.encode('utf-16-be').hex()}>" for g, c in sorted(self._used.items())]
        parts = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
        body = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Paper-UCS def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\nendcmap end end"
        )
