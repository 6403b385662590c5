"""Amounts of money in capitals (人民币大写) by 《正确填写票据和结算凭证的基本规定》 (银发〔1997〕393号, annex 1).

An integer is an amount in fen (分), a Decimal or a text is an amount in yuan (元). Floats are not amounts.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from portal.errors import N_
from portal.standards.invalid import InvalidAmount
from portal.standards.typed_numbers import read_number

# decimal(14, 2): 999,999,999,999.99 yuan.
MOST_FEN = 10**14 - 1
MOST_YUAN = Decimal(MOST_FEN).scaleb(-2)
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿")
# Stands where the rule leaves a 零 to the writer's choice.
OPTIONAL = "?"


def fen_of(value: int | Decimal | str) -> int:
    """The amount in fen. Text may carry ¥, 元 and thousands separators. Nothing is rounded.

    Raises InvalidAmount for a negative amount, one over 999,999,999,999.99 yuan, more than two decimals, or no number.
    """
    if isinstance(value, str):
        value = _decimal_of(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidAmount(N_("金额不是数字"))
        # The limit comes first: a whole number made of a huge exponent would fill the memory.
        _must_fit(value, MOST_YUAN)
        fen = int(value * 100)
        # A product is rounded to 28 places, a comparison never is.
        if Decimal(fen).scaleb(-2) != value:
            raise InvalidAmount(N_("金额最多两位小数"))
        return fen
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidAmount(N_("金额不是数字"))
    _must_fit(value, MOST_FEN)
    return value


def figures(value: int | Decimal | str) -> str:
    """The amount as plain figures with two decimals: `1234.50`. Raises InvalidAmount."""
    yuan, fen = divmod(fen_of(value), 100)
    return f"{yuan}.{fen:02d}"


def capitals(value: int | Decimal | str, prefix: str = "人民币") -> str:
    """The amount in capitals, with its prefix and no gap: 人民币壹仟贰佰叁拾肆元伍角整. Raises InvalidAmount."""
    return prefix + _draft(fen_of(value)).replace(OPTIONAL, "")


def amounts_agree(figures: int | Decimal | str, capitals: str) -> bool:
    """Do the capitals say the same amount as the figures, in any form that the rule allows?

    Allowed: 人民币 or nothing before it, 圆 for 元, 正 for 整, 整 after 角 or not, and the 零 that the rule leaves open. Raises
    InvalidAmount only for the figures; capitals that make no sense simply do not agree.
    """
    pattern = _draft(fen_of(figures)).replace(OPTIONAL, "零?").replace("元", "[元圆]").replace("整", "[整正]")
    if pattern.endswith("角[整正]"):
        pattern += "?"
    return re.fullmatch(f"(人民币)?{pattern}", re.sub(r"\s", "", capitals)) is not None


def explain_amount(value: int | Decimal | str) -> dict[str, Any]:
    """The answer of `explain amount`: figures, capitals. Raises InvalidAmount."""
    return {"figures": figures(value), "capitals": capitals(value)}


def _decimal_of(text: str) -> Decimal:
    plain = read_number(text).removeprefix("人民币").removeprefix("¥").removesuffix("元")
    if re.fullmatch("[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?", plain):
        plain = plain.replace(",", "")
    if plain.startswith("-"):
        raise InvalidAmount(N_("金额不能为负数"))
    if not re.fullmatch("[0-9]+([.][0-9]+)?", plain):
        raise InvalidAmount(N_("金额应写成数字，如1234.50"))
    if re.fullmatch("[0-9]+[.][0-9]{3,}", plain):
        raise InvalidAmount(N_("金额最多两位小数"))
    return Decimal(plain)


def _must_fit(amount: Decimal | int, most: Decimal | int) -> None:
    if amount < 0:
        raise InvalidAmount(N_("金额不能为负数"))
    if amount > most:
        raise InvalidAmount(N_("金额不能超过%(most)s元"), most=MOST_YUAN)


def _draft(fen: int) -> str:
    """The capitals without prefix, OPTIONAL marking each 零 that may be written or not (rule 五之三)."""
    yuan, cents = divmod(fen, 100)
    jiao, odd = divmod(cents, 10)
    if not cents:
        return (_whole(yuan) or "零") + "元整"
    text = _whole(yuan) + "元" if yuan else ""
    if jiao:
        gap = OPTIONAL if yuan and yuan % 10 == 0 else ""
        return text + gap + DIGITS[jiao] + "角" + (DIGITS[odd] + "分" if odd else "整")
    return text + ("零" if yuan else "") + DIGITS[odd] + "分"


def _whole(yuan: int) -> str:
    """A whole number section by section of four places, from 亿 down; empty for nothing."""
    text = ""
    skipped = False
    for index in (2, 1, 0):
        section = yuan // 10_000**index % 10_000
        if not section:
            skipped = True
            continue
        if text and (skipped or section < 1000):
            text += "零"
        elif text and yuan // 10_000 ** (index + 1) % 10 == 0:
            text += OPTIONAL
        text += _section(section) + SECTIONS[index]
        skipped = False
    return text


def _section(number: int) -> str:
    """One to 9999: a run of zeros inside is one 零, zeros at either end are none."""
    text = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += DIGITS[digit] + PLACES[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")
