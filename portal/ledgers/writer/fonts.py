"""The faces of a ledger: which one draws a character, how wide it is, and what of each face goes into the file.

A character is drawn by the first face of its chain that has it, by HarfBuzz's map of characters and table of advances;
nothing is shaped or kerned, for the office's Chinese paper needs neither.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

from portal.documents import fonts, glyphs
from portal.ledgers.writer.objects import PdfFile

SONG, HEI = "song", "hei"
_CHAINS = {
    SONG: ("NotoSerifSC-400.ttf", "HanaMinB.ttf", "DejaVuSans.ttf"),
    HEI: ("NotoSansSC-400.ttf", "NotoSerifSC-400.ttf", "HanaMinB.ttf", "DejaVuSans.ttf"),
}
_FILES = ("NotoSerifSC-400.ttf", "NotoSansSC-400.ttf", "HanaMinB.ttf", "DejaVuSans.ttf")
_KEPT_TABLES = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep"})
# The code of a character is two bytes inside a literal string, so the bytes that mean something there are never used;
# nor are halves of surrogate pairs, so that a text of codes is a Python text that goes out as UTF-16.
_RESERVED = frozenset(b"()\\\r\n")
_CLEANED = {ord("\t"): " ", ord("\n"): " ", ord("\r"): " ", 0xFEFF: None}
ELSEWHERE = "\0"  # stands for a character that the first face cannot simply draw
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


class Missing(Exception):
    """No face draws this character, or not as it is meant."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X}")
        self.character = character


class Cluster(NamedTuple):
    """One drawn character: its face, its code there, its advance in thousandths of the size.

    `text` is what it stands for in the copied text: `base`, the character that is drawn, with what is invisible around it.
    """

    face: Face
    code: str
    width: int
    base: str
    text: str


def _free_codes() -> Iterator[str]:
    for high in range(256):
        if high in _RESERVED or 0xD8 <= high <= 0xDF:
            continue
        for low in range(256):
            if low not in _RESERVED and (high or low):
                yield chr(high << 8 | low)


class Face:
    """One font file: codes are handed out in the order of first use, and only the glyphs of those go into the PDF."""

    def __init__(self, path: Path, resource: str) -> None:
        self.resource = resource.encode()
        self._name = path.stem.replace("-400", "-Regular")
        self._face = hb.Face(hb.Blob.from_file_path(str(path)))
        self._font = hb.Font(self._face)
        self._scale = 1000 / self._face.upem
        self._free = _free_codes()
        self._used: dict[str, tuple[str, int, int]] = {}  # by text: code, glyph, width

    def glyph_of(self, character: str, selector: str = "") -> int | None:
        """The glyph of a character, as its variation selector wants it where the face knows that; None when it has none."""
        point = ord(character)
        if selector:
            varied = self._font.get_variation_glyph(point, ord(selector))
            if varied:
                return int(varied)
        glyph = self._font.get_nominal_glyph(point)
        return int(glyph) if glyph else None

    def advance_of(self, glyph: int) -> int:
        """How far a glyph moves on, in thousandths of the size."""
        return round(self._font.get_glyph_h_advance(glyph) * self._scale)

    def code_of(self, text: str, glyph: int) -> str:
        """The code under which `glyph` is shown for `text`, so that `text` is what a reader copies."""
        used = self._used.get(text)
        if used is None:
            try:
                code = next(self._free)
            except StopIteration:
                raise OverflowError(f"more than 60,000 different characters of {self._name}") from None
            used = self._used[text] = (code, glyph, self.advance_of(glyph))
        return used[0]

    @property
    def unit(self) -> float:
        """How many thousandths of the size one unit of an outline is."""
        return self._scale

    def draw(self, character: str, pen: object) -> None:
        """Draw a character that this face has with a pen of fontTools' kind, in units of the face."""
        self._font.draw_glyph_with_pen(self.glyph_of(character), pen)

    def heights(self) -> tuple[float, float]:
        """Ascent and descent (below zero) of a line, in sizes."""
        extents = self._font.get_font_extents("ltr")
        return extents.ascender * self._scale / 1000, extents.descender * self._scale / 1000

    def strike_height(self) -> float:
        """How high over the base line a line strikes text out, in sizes."""
        (position,) = struct.unpack_from(">h", self._table("OS/2"), 28)
        return float(position * self._scale / 1000)

    def write(self, file: PdfFile) -> bytes | None:
        """Write the face with the glyphs that were used, and give its entry in the resources; None when none was."""
        if not self._used:
            return None
        content, new_glyphs = self._subset()
        name = self._subset_name(content)
        program = file.add_stream(content, entries=b"/Length1 %d" % len(content))
        descriptor = file.add(self._descriptor(name, program))
        glyph_map = file.add_stream(self._glyph_map(new_glyphs))
        descendant = file.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/FontDescriptor %d 0 R/CIDToGIDMap %d 0 R/DW 1000/W[%b]>>"
            % (name, descriptor, glyph_map, self._widths())
        )
        unicode_map = file.add_stream(self._unicode_map())
        number = file.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (name, descendant, unicode_map)
        )
        return b"/%b %d 0 R" % (self.resource, number)

    def _subset(self) -> tuple[bytes, dict[int, int]]:
        wanted = hb.SubsetInput()
        wanted.glyph_set.update({glyph for _code, glyph, _width in self._used.values()})
        dropped = set(self._face.table_tags) - _KEPT_TABLES
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        plan = hb.SubsetPlan(self._face, wanted)
        return plan.execute().blob.data, dict(plan.old_to_new_glyph_mapping)

    def _subset_name(self, content: bytes) -> bytes:
        digest = hashlib.sha256(content).digest()
        return bytes(65 + byte % 26 for byte in digest[:6]) + b"+" + self._name.encode()

    def _descriptor(self, name: bytes, program: int) -> bytes:
        box = struct.unpack_from(">4h", self._table("head"), 36)
        ascent, descent = self.heights()
        return (
            b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[%b]/ItalicAngle 0/StemV 80"
            b"/Ascent %d/Descent %d/CapHeight %d/FontFile2 %d 0 R>>"
        ) % (
            name,
            b" ".join(b"%d" % round(edge * self._scale) for edge in box),
            round(ascent * 1000),
            round(descent * 1000),
            round(ascent * 700),
            program,
        )

    def _glyph_map(self, new_glyphs: dict[int, int]) -> bytes:
        last = max(ord(code) for code, _glyph, _width in self._used.values())
        glyph_map = bytearray(2 * (last + 1))
        for code, glyph, _width in self._used.values():
            struct.pack_into(">H", glyph_map, 2 * ord(code), new_glyphs[glyph])
        return bytes(glyph_map)

    def _widths(self) -> bytes:
        return b" ".join(
            b"%d[%d]" % (ord(code), width) for code, _glyph, width in self._used.values() if width != 1000
        )

    def _unicode_map(self) -> bytes:
        rows = [
            f"<{ord(code):04X}><{text.encode('utf-16-be').hex().upper()}>"
            for text, (code, _glyph, _width) in self._used.items()
        ]
        blocks = []
        for first in range(0, len(rows), 100):
            block = rows[first : first + 100]
            blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
        return (
            "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n" + "".join(blocks) + "endcmap\n"
            "CMapName currentdict/CMap defineresource pop\nend\nend\n"
        ).encode("ascii")

    def _table(self, tag: str) -> bytes:
        return bytes(self._face.reference_table(tag).data)


class _Codes(dict[int, str]):
    """What `str.translate` asks: from a code point to its code in the first face of a chain, or `ELSEWHERE`.

    A character of the first face that is wider than the size goes the long way too.
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, point: int) -> str:
        character = chr(point)
        glyph = self._face.glyph_of(character)
        code = ELSEWHERE
        if (
            glyph
            and self._face.advance_of(glyph) <= 1000
            and not _joins(character)
            and not unprintable(character)
        ):
            code = self._face.code_of(character, glyph)
        self[point] = code
        return code


class _Widths(dict[str, int]):
    """From a character to its advance in the first face of a chain, in thousandths; 0 for what it cannot draw."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> int:
        glyph = self._face.glyph_of(character)
        width = self[character] = self._face.advance_of(glyph) if glyph else 0
        return width


class Chain:
    """The faces of one role, in the order in which they are asked for a character."""

    def __init__(self, faces: list[Face]) -> None:
        self.faces = faces
        self.first = faces[0]
        self.codes = _Codes(self.first)
        self.widths = _Widths(self.first)

    def clusters(self, text: str) -> list[Cluster]:
        """The drawn characters of a text without line ends. Raises Missing.

        A variation selector belongs to the character before it and picks its shape where a face knows it; what is
        invisible (format characters) stands in the copied text with its neighbour. A byte order mark is dropped.
        """
        texts: list[str] = []
        waiting = ""
        for character in text.translate(_CLEANED):
            if not _joins(character):
                texts.append(waiting + character)
                waiting = ""
            elif texts:
                texts[-1] += character
            else:
                waiting += character
        return [self._cluster(text) for text in texts]

    def _cluster(self, text: str) -> Cluster:
        base = next(c for c in text if not _joins(c))
        selector = next((c for c in text if _is_selector(c)), "")
        if bad := unprintable(text):
            raise Missing(bad[0])
        for face in self.faces:
            glyph = face.glyph_of(base, selector)
            if glyph:
                return Cluster(face, face.code_of(text, glyph), face.advance_of(glyph), base, text)
        raise Missing(base)


def open_chains() -> tuple[list[Face], dict[str, Chain]]:
    """All faces, and the chains over them by role. Raises FontsMissing. Opening maps the files and reads little of them."""
    fonts.check_fonts()
    faces = {name: Face(fonts.FONT_FOLDER / name, f"F{n}") for n, name in enumerate(_FILES, start=1)}
    chains = {role: Chain([faces[name] for name in names]) for role, names in _CHAINS.items()}
    return list(faces.values()), chains


def unprintable(text: str) -> list[str]:
    """The characters of a text that cannot be printed: no face has them, they are controls or private, or they go leftwards."""
    missing = glyphs.missing_characters(text)
    return missing or [c for c in text if unicodedata.bidirectional(c) in _RIGHT_TO_LEFT]


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _joins(character: str) -> bool:
    return _is_selector(character) or unicodedata.category(character) == "Cf"
