"""How far a print is moved for a printer that feeds askew: whole tenths of a millimetre, read from what a clerk typed."""

from __future__ import annotations

from dataclasses import dataclass

from portal.documents.derived import FARTHEST_MM
from portal.errors import N_, RuleBroken
from portal.standards.typed_numbers import read_number

FARTHEST_TENTHS = int(FARTHEST_MM * 10)
_MINUS = str.maketrans(dict.fromkeys("−–—‐‑", "-") | {"。": ".", "．": "."})
_UNITS = ("毫米", "MM")


@dataclass(frozen=True)
class Offset:
    """Right and down in tenths of a millimetre; negative is left and up."""

    right: int = 0
    down: int = 0

    @property
    def is_zero(self) -> bool:
        """Whether nothing is moved."""
        return not (self.right or self.down)

    @property
    def right_mm(self) -> float:
        """Right in millimetres."""
        return self.right / 10

    @property
    def down_mm(self) -> float:
        """Down in millimetres."""
        return self.down / 10


def moves_of(offset: Offset) -> list[tuple[str, str]]:
    """Where the paper goes, as marked texts with their millimetres: never a negative distance, which nobody measures."""
    across = N_("向左 %(mm)s 毫米") if offset.right < 0 else N_("向右 %(mm)s 毫米")
    along = N_("向上 %(mm)s 毫米") if offset.down < 0 else N_("向下 %(mm)s 毫米")
    return [(across, in_mm(abs(offset.right))), (along, in_mm(abs(offset.down)))]


def read_tenths(text: str, field: str | None = None) -> int:
    """Millimetres as somebody typed them (`0.5`, `-1.2`, `－１．２毫米`) in tenths; nothing typed is 0.

    Raises RuleBroken at `field` for what is no number, has more than one decimal, or is farther than 20 mm.
    """
    typed = read_number(text.translate(_MINUS)).translate(_MINUS)
    for unit in _UNITS:
        typed = typed.removesuffix(unit)
    sign = -1 if typed.startswith("-") else 1
    whole, _point, part = typed.lstrip("+-").partition(".")
    if not typed:
        return 0
    if typed[1:].count("-") + typed[1:].count("+") or not _is_figures(whole + part):
        raise RuleBroken(field, N_("请填毫米数，例如 0.5 或 -1.2。"))
    if len(part) > 1 and part.rstrip("0")[1:]:
        raise RuleBroken(field, N_("最多一位小数，例如 0.5；打印机分不出更小的距离。"))
    if len(whole) > 4:
        raise too_far(field)
    tenths = sign * (int(whole or "0") * 10 + int((part + "0")[0]))
    must_be_near(tenths, field)
    return tenths


def must_be_near(tenths: int, field: str | None = None) -> None:
    """Raise RuleBroken at `field` for an offset farther than 20 mm either way."""
    if abs(tenths) > FARTHEST_TENTHS:
        raise too_far(field)


def too_far(field: str | None) -> RuleBroken:
    """What is said of an offset that no printer needs."""
    return RuleBroken(
        field,
        N_("偏移不能超过 %(farthest)s 毫米。偏得更多，多半是纸没有放好，或打印时被缩放。"),
        farthest=int(FARTHEST_MM),
    )


def in_mm(tenths: int) -> str:
    """Tenths as millimetres are written: `0.5`, `-1.2`, `0`."""
    whole, part = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + str(whole) + (f".{part}" if part else "")


def _is_figures(text: str) -> bool:
    return text.isascii() and text.isdecimal()
