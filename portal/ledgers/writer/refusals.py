"""Why a ledger cannot be printed: a character without a glyph, named with its place, in the words of the office."""

from __future__ import annotations

from portal.errors import N_, RuleBroken
from portal.ledgers.writer.fonts import unprintable


class UnprintableText(RuleBroken):
    """A text holds a character that no face of the paper can print; what was written so far is to be thrown away."""


def in_cell(line: int, heading: str, text: str) -> UnprintableText:
    """The refusal of a cell, by the number of its line from 1 and the heading of its column."""
    message = N_(
        "第 %(line)s 行“%(column)s”中的 %(point)s 没有可以打印的字形，请先改正该记录，或下载 Excel。"
    )
    return UnprintableText(None, message, line=line, column=heading, point=_points(text))


def in_group(line: int, text: str) -> UnprintableText:
    """The refusal of a group's heading, by the number of its first line."""
    message = N_(
        "第 %(line)s 行所属分组名称中的 %(point)s 没有可以打印的字形，请先改正该名称，或下载 Excel。"
    )
    return UnprintableText(None, message, line=line, point=_points(text))


def in_frame(text: str) -> UnprintableText:
    """The refusal of a title, fact, column heading, closing line, check code or watermark."""
    message = N_(
        "台账的标题、表头、表尾或水印中的 %(point)s 没有可以打印的字形，请先改正相应名称，或下载 Excel。"
    )
    return UnprintableText(None, message, point=_points(text))


def _points(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in unprintable(text)[:5])
