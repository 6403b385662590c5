"""Sums of money in a text: figures and capitals that stand side by side must say the same (reference G.7). Pure.

大写 next to 小写 that says another amount is refused, and so are capitals that are no amount at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.errors import N_, RuleBroken
from portal.mediation.records.wording import PAPER_IN_BOTH, PAPER_WHOLE
from portal.standards.amounts import DIGITS, PLACES, SECTIONS, amounts_agree, capitals, fen_of, figures
from portal.standards.invalid import InvalidAmount

# A run of capitals that ends as an amount does; one single word such as 一角 or 零分 is no sum.
_CAPITALS = re.compile(
    "(?:人民币)?[零壹贰叁肆伍陆柒捌玖][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*(?:[元圆][零壹贰叁肆伍陆柒捌玖角分]*[整正]?|[角分][整正]?)"
)
_FIGURES = re.compile(r"[¥￥]?\s*(\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(万?)元?")
_PARTS = re.compile(
    "(?:人民币)?(?:(?P<yuan>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)[元圆])?"
    "(?:零?(?P<jiao>[零壹贰叁肆伍陆柒捌玖])角)?(?:零?(?P<fen>[零壹贰叁肆伍陆柒捌玖])分)?[整正]?"
)
# A sum that says that it is money: with its sign before it or 元 behind it.
_YUAN = re.compile(
    r"(?:[¥￥]\s*(?=\d)|(?<![\d.,，])(?=[\d,，.]+\s*万?(?:元|块钱)))"
    r"(\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(万?)(?:元|块钱)?"
)
# What may stand between the two: brackets, colons, and the words that name them.
_BETWEEN = re.compile(
    r"[\s，,、（(）)：:“”\"]*(?:(?:大写|小写|人民币|金额|共计|合计|即|计)[\s，,、（(）)：:]*)*"
)
_REACH = 16


@dataclass(frozen=True)
class Mismatch:
    """Capitals that do not say what the figures beside them say; `figures` is empty when the capitals are no amount."""

    capitals: str
    figures: str
    right: str


def find_mismatch(text: str) -> Mismatch | None:
    """The first sum whose capitals and figures differ, or None."""
    for found in _CAPITALS.finditer(text):
        said = found[0]
        figure = _beside(text, found.start(), found.end())
        if figure is None:
            continue
        try:
            amount = _amount(figure)
            agrees = amounts_agree(amount, said) or amounts_agree(amount, said + PAPER_WHOLE)
        except InvalidAmount:
            return Mismatch(said, figure[0].strip(), "")
        if not agrees:
            return Mismatch(said, figure[0].strip(), capitals(amount))
    return None


def must_agree(text: str, field: str, number: int = 0) -> None:
    """Raise RuleBroken at the field when a sum in the text says two amounts; `number` is its line."""
    wrong = find_mismatch(text)
    if wrong is None:
        return
    where = {"figures": wrong.figures, "capitals": wrong.capitals, "right": wrong.right, "number": number}
    if not wrong.right:
        raise RuleBroken(field, N_("金额“%(figures)s”写得不对，请改正。"), **where)
    if number:
        raise RuleBroken(
            field,
            N_("第 %(number)s 行：小写“%(figures)s”与大写“%(capitals)s”不一致。按小写应为“%(right)s”。"),
            **where,
        )
    raise RuleBroken(
        field, N_("小写“%(figures)s”与大写“%(capitals)s”不一致。按小写应为“%(right)s”。"), **where
    )


def find_sums(text: str) -> list[tuple[str, int]]:
    """Every sum of yuan that a text names, as it is written and in fen: 300元, 1,200.50元, 2万元, ¥300, 叁佰元整.

    A sum in capitals beside its figures counts once; whether the two agree is `must_agree`.
    """
    found: list[tuple[int, str, int]] = []
    for one in _YUAN.finditer(text):
        try:
            found.append((one.start(), one[0].strip(), fen_of(_amount(one))))
        except InvalidAmount:
            continue
    for one in _CAPITALS.finditer(text):
        fen = None if _beside(text, one.start(), one.end()) else _fen_of_capitals(one[0])
        if fen is not None:
            found.append((one.start(), one[0], fen))
    return [(words, fen) for _place, words, fen in sorted(found)]


def _fen_of_capitals(text: str) -> int | None:
    """The amount in fen that capitals say, or None when they are no amount."""
    said = _PARTS.fullmatch(text)
    if said is None:
        return None
    total, section, digit = 0, 0, 0
    for sign in said["yuan"] or "":
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in PLACES:
            section, digit = section + digit * 10 ** PLACES.index(sign), 0
        else:
            total, section, digit = (total + section + digit) * 10 ** (4 * SECTIONS.index(sign)), 0, 0
    odd = 10 * DIGITS.index(said["jiao"] or DIGITS[0]) + DIGITS.index(said["fen"] or DIGITS[0])
    fen = (total + section + digit) * 100 + odd
    return fen if amounts_agree(fen, text) or amounts_agree(fen, text + PAPER_WHOLE) else None


def in_both(fen: int) -> str:
    """An amount as agreements write it: 1200.00元（大写：人民币壹仟贰佰元整）."""
    return PAPER_IN_BOTH.format(figures=figures(fen), capitals=capitals(fen))


def _beside(text: str, start: int, end: int) -> re.Match[str] | None:
    """The figures that belong to the capitals at this place: right before, or else right after them."""
    before = None
    for one in _FIGURES.finditer(text, max(0, start - 40), start):
        before = one
    if before is not None and _BETWEEN.fullmatch(text[before.end() : start]):
        return before
    after = _FIGURES.search(text, end, min(len(text), end + _REACH + 24))
    if after is not None and after.start() - end <= _REACH and _BETWEEN.fullmatch(text[end : after.start()]):
        return after
    return None


def _amount(found: re.Match[str]) -> str:
    plain = found[1].replace(",", "").replace("，", "")
    if found[2]:
        whole, _, part = plain.partition(".")
        plain = f"{whole}{part[:4].ljust(4, '0')}" + (f".{part[4:]}" if part[4:] else "")
    return plain
