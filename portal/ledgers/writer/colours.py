"""The colour profile that an archive copy must carry: sRGB as a small ICC profile (ICC.1:2001-04), made here of its numbers."""

from __future__ import annotations

import struct

NAME = "sRGB IEC61966-2.1"
_SAMPLES = 1024
# White point and primaries of IEC 61966-2-1, adapted to the D50 of the profile's connection space (ICC.1 annex).
_WHITE = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    b"rXYZ": (0.4360, 0.2225, 0.0139),
    b"gXYZ": (0.3851, 0.7169, 0.0971),
    b"bXYZ": (0.1431, 0.0606, 0.7141),
}


def srgb_profile() -> bytes:
    """The same bytes each time; the date in it is that of the standard's second edition."""
    curve = _curve()
    tags = {
        b"desc": _description(NAME),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _point(_WHITE),
        **{name: _point(point) for name, point in _PRIMARIES.items()},
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = 128 + 4 + 12 * len(tags)
    table, body, places = b"", b"", dict[bytes, int]()
    for name, content in tags.items():
        if content not in places:
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += name + struct.pack(">II", places[content], len(content))
    size = start + len(body)
    return _header(size) + struct.pack(">I", len(tags)) + table + body


def _header(size: int) -> bytes:
    date = struct.pack(">6H", 2003, 1, 1, 0, 0, 0)
    return (
        struct.pack(">I4xI", size, 0x02400000)
        + b"mntrRGB XYZ "
        + date
        + b"acsp"
        + bytes(28)
        + _fixed(_WHITE)
        + bytes(48)
    )


def _fixed(numbers: tuple[float, ...]) -> bytes:
    return struct.pack(f">{len(numbers)}i", *(round(n * 65536) for n in numbers))


def _point(numbers: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(numbers)


def _curve() -> bytes:
    levels = []
    for step in range(_SAMPLES):
        value = step / (_SAMPLES - 1)
        light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        levels.append(round(light * 65535))
    return b"curv\0\0\0\0" + struct.pack(f">I{_SAMPLES}H", _SAMPLES, *levels)


def _description(text: str) -> bytes:
    words = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + bytes(4 + 4 + 2 + 1 + 67)
