"""The calculation sheet (计算表) in words: each figure of a reckoning with how it was found, in the order of the calculation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from portal.services.assistance.rules.amounts import BY_INCOME, least_sum, plain_sum
from portal.services.assistance.rules.family import Family
from portal.services.assistance.rules.sheet import SheetLine, decimals, exact_yuan, yuan
from portal.services.assistance.rules.terms import Terms, whole
from portal.services.assistance.schemes import MARGINAL

if TYPE_CHECKING:
    from portal.services.assistance.rules.reckoning import Reckoning

PAPER_PEOPLE = "计入人口"
PAPER_PEOPLE_NAMED = "{names}，共 {persons} 人"
PAPER_PEOPLE_KNOWN = "共 {persons} 人"
PAPER_MEMBER = "成员：{name}"
PAPER_MONTH = "家庭月收入"
PAPER_HEAD = "人均月收入"
PAPER_HEAD_CUT = "{month} ÷ {persons} = {head}（分以下略去，只用于比较；保障金按全户计算，最后取整一次）"
PAPER_HEAD_WHOLE = "{month} ÷ {persons} = {head}"
PAPER_TEST = "与标准比较"
PAPER_BELOW = "{head} 低于 {standard}，符合收入条件"
PAPER_NOT_BELOW = "{head} 不低于 {standard}，不符合收入条件"
PAPER_RATIO = "与边缘家庭标准比较"
PAPER_IN_RATIO = "{head} 低于 {limit}（{standard} × {ratio}），属于最低生活保障边缘家庭"
PAPER_BELOW_BOTH = "{head} 低于 {limit}（{standard} × {ratio}）；同时低于 {standard}，可以申请最低生活保障"
PAPER_NOT_IN_RATIO = "{head} 不低于 {limit}（{standard} × {ratio}），不属于最低生活保障边缘家庭"
PAPER_PROPERTY = "家庭财产"
PAPER_BASE = {
    "difference": "家庭保障金（补差）",
    "tier": "家庭保障金（分档）",
    "flat": "家庭保障金（按户定额）",
    "person": "基本生活费（按人定额）",
}
PAPER_TIER = "{tier}档 {each} × {persons} = {fen}"
PAPER_EACH = "{each} × {persons} = {fen}"
PAPER_DIFFERENCE = "{standard} × {persons} − {income} = {fen}"
PAPER_FLAT = "每户每月 {fen}"
PAPER_LEAST = "最低发放额"
PAPER_LEAST_HOUSEHOLD = "{fen} 低于每户最低 {least}，按 {least} 计"
PAPER_LEAST_PERSON = "{fen} 低于最低 {each} × {persons} = {least}，按 {least} 计"
PAPER_ROUNDED = "取整"
PAPER_ROUNDINGS = {"jiao": "四舍五入到角", "yuan": "四舍五入到元", "yuan_up": "见分进元"}
PAPER_EXTRA = "分类施保：{name}"
PAPER_CARE = "照料护理：{name}"
PAPER_TOTAL = "月保障金合计"
PAPER_NOT_PAID = "不符合条件，不发放"
PAPER_NO_CASH = "边缘家庭不按月发放保障金"


def lines_of(found: Reckoning) -> Iterator[SheetLine]:
    """Every line of a reckoning, from who counts to what is paid."""
    family, terms = found.family, found.terms
    yield from _people(family)
    if terms.method in BY_INCOME:
        yield from family.income_lines or (
            SheetLine("income_month", PAPER_MONTH, yuan(family.income_fen), family.income_fen),
        )
        yield from _tests(found)
    for finding in found.findings:
        yield SheetLine("property", PAPER_PROPERTY, finding.text)
    if terms.scheme == MARGINAL:
        yield SheetLine("total", PAPER_TOTAL, PAPER_NO_CASH if found.eligible else PAPER_NOT_PAID, 0)
    elif found.eligible:
        yield from _base(family, terms)
        for line in found.extras:
            label = PAPER_CARE if line.code.startswith("care_") else PAPER_EXTRA
            yield SheetLine(f"extra_{line.code}", label.format(name=line.name), line.text, line.fen)
        yield SheetLine("total", PAPER_TOTAL, _total_text(found), found.total_fen)
    else:
        yield SheetLine("total", PAPER_TOTAL, PAPER_NOT_PAID, 0)


def _people(family: Family) -> Iterator[SheetLine]:
    names = "、".join(person.name for person in family.counted)
    text = PAPER_PEOPLE_NAMED if names and family.persons_known is None else PAPER_PEOPLE_KNOWN
    yield SheetLine("people", PAPER_PEOPLE, text.format(names=names, persons=family.persons))
    for person in family.people:
        if person.why:
            yield SheetLine("member", PAPER_MEMBER.format(name=person.name), person.why)


def _tests(found: Reckoning) -> Iterator[SheetLine]:
    terms, head = found.terms, exact_yuan(found.per_head)
    shape = PAPER_HEAD_WHOLE if found.per_head.denominator == 1 else PAPER_HEAD_CUT
    text = shape.format(month=yuan(found.income_fen), persons=found.persons, head=head)
    yield SheetLine("per_head", PAPER_HEAD, text, found.per_head.numerator // found.per_head.denominator)
    standard = yuan(terms.standard_fen)
    below = found.per_head < terms.standard_fen
    if terms.scheme != MARGINAL:
        sentence = PAPER_BELOW if below else PAPER_NOT_BELOW
        yield SheetLine("test", PAPER_TEST, sentence.format(head=head, standard=standard))
    if terms.scheme == MARGINAL or not below:
        in_ratio = found.per_head < terms.marginal_ratio * terms.standard_fen
        sentence = PAPER_NOT_IN_RATIO if not in_ratio else PAPER_BELOW_BOTH if below else PAPER_IN_RATIO
        yield SheetLine(
            "marginal",
            PAPER_RATIO,
            sentence.format(
                head=head,
                standard=standard,
                limit=decimals(terms.marginal_ratio * terms.standard_fen),
                ratio=_ratio(terms.marginal_ratio),
            ),
        )


def _base(family: Family, terms: Terms) -> Iterator[SheetLine]:
    persons, fen = family.persons, plain_sum(terms, family.persons, family.income_fen, family.tier)
    shape = {
        "difference": PAPER_DIFFERENCE,
        "tier": PAPER_TIER,
        "flat": PAPER_FLAT,
        "person": PAPER_EACH,
    }[terms.method]
    each = terms.tiers[family.tier] if terms.method == "tier" else terms.standard_fen
    text = shape.format(
        standard=yuan(terms.standard_fen),
        persons=persons,
        income=yuan(family.income_fen),
        tier=family.tier,
        each=yuan(each),
        fen=yuan(fen),
    )
    yield SheetLine("base", PAPER_BASE[terms.method], text, fen)
    least = least_sum(terms, persons)
    if least > fen:
        shape = PAPER_LEAST_PERSON if terms.minimum_by_person else PAPER_LEAST_HOUSEHOLD
        text = shape.format(fen=yuan(fen), each=yuan(terms.minimum_fen), persons=persons, least=yuan(least))
        fen = least
        yield SheetLine("minimum", PAPER_LEAST, text, fen)
    made = whole(fen, terms.rounding)
    if made != fen:
        text = f"{yuan(fen)} {PAPER_ROUNDINGS[terms.rounding]} = {yuan(made)}"
        yield SheetLine("rounding", PAPER_ROUNDED, text, made)


def _total_text(found: Reckoning) -> str:
    parts = [found.base_fen, *(line.fen for line in found.extras)]
    text = " + ".join(yuan(fen) for fen in parts)
    return text if len(parts) == 1 else f"{text} = {yuan(found.total_fen)}"


def _ratio(ratio: Fraction) -> str:
    """1.5 for 3/2; a ratio without end as a fraction."""
    for places in range(7):
        if (ratio * 10**places).denominator == 1:
            digits = str(ratio.numerator * 10**places // ratio.denominator).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return str(ratio)
