"""Which characters the paper's fonts can print: looked up before a number is taken, because a missing glyph makes no noise."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.documents import fonts
from portal.documents.facts import list_texts
from portal.errors import N_, RuleBroken

_PLANES_BYTES = 0x110000 // 8
_SPACES = frozenset("\n\t\r \u3000\u00a0")
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def missing_characters(text: str) -> list[str]:
    """The characters of `text` that no font of the paper has, each once, in order of appearance.

    Private-use characters of old systems count as missing even where a font draws something there: the drawing is not
    what the old system meant. So do controls and direction marks, which change how a line reads.
    """
    have = coverage()
    return [c for c in dict.fromkeys(text) if not _prints(c, have)]


def check_printable(facts: Any) -> None:
    """Raise RuleBroken at the field whose text holds a character that cannot be printed, naming the character."""
    for field, label, text in list_texts(facts):
        missing = missing_characters(text)
        if missing:
            raise RuleBroken(
                field,
                N_(
                    "“%(label)s”中的“%(character)s”（%(point)s）没有可以打印的字形。"
                    "自造字请换成国家标准（GB 18030）的字，或联系系统管理员添加字体。"
                ),
                label=label,
                character="、".join(c if c.isprintable() else "�" for c in missing[:5]),
                point="、".join(f"U+{ord(c):04X}" for c in missing[:5]),
            )


def _prints(character: str, have: bytes) -> bool:
    if character in _SPACES:
        return True
    category = unicodedata.category(character)
    if category in {"Cc", "Co", "Cs"} or character in _DIRECTION:
        return False
    point = ord(character)
    if 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF or category == "Cf":
        return True  # choosing a variant, or invisible: nothing to draw of its own
    return bool(have[point >> 3] >> (point & 7) & 1)


@lru_cache(maxsize=1)
def coverage() -> bytes:
    """One bit for each code point that the fallback chain can draw; kept in a file, for reading a font is slow."""
    fonts.check_fonts()
    files = [fonts.FONT_FOLDER / name for name in fonts.FALLBACK]
    stamp = ";".join(f"{path.name}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files)
    kept = fonts.FONT_FOLDER.parent / f"glyphs-{hashlib.sha256(stamp.encode()).hexdigest()[:16]}.bin"
    if kept.is_file() and kept.stat().st_size == _PLANES_BYTES:
        return kept.read_bytes()
    bits = _read_coverage(files)
    _keep(kept, bits)
    return bits


def _read_coverage(files: Iterable[Path]) -> bytes:
    from fontTools.ttLib import TTFont

    bits = bytearray(_PLANES_BYTES)
    for path in files:
        with TTFont(path, lazy=True) as font:
            for point in font.getBestCmap():
                bits[point >> 3] |= 1 << (point & 7)
    return bytes(bits)


def _keep(path: Path, content: bytes) -> None:
    """Write beside the fonts when that folder may be written; a read-only installation reads the fonts at each start."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        os.replace(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
