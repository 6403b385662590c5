"""A household's countable income (家庭收入): 民发〔2021〕57号 art. 13.

What is received is counted by kind over the months looked back on (回溯期), without what the law leaves out, less deductions.
The yearly figure decides; a month is its twelfth, made whole once.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.errors import N_, RuleBroken
from portal.services.assistance.rules.sheet import SheetLine, yuan

LOOK_BACKS = (12, 6, 3)
KINDS: dict[str, str] = {
    "wages": N_("工资性收入"),
    "business": N_("经营净收入"),
    "property": N_("财产净收入"),
    "transfer": N_("转移净收入"),
    "other": N_("其他收入"),
}
PER: dict[str, str] = {
    "month": N_("每月"),
    "period": N_("回溯期合计"),
    "year": N_("每年"),
}
PAPER_KINDS: dict[str, str] = {
    "wages": "工资性收入",
    "business": "经营净收入",
    "property": "财产净收入",
    "transfer": "转移净收入",
    "other": "其他收入",
}
PAPER_INCOME = "{kind}（年）"
PAPER_LEFT_OUT = "不计入的收入"
PAPER_NOT_MEMBER = "{what}：{who}不计入共同生活的家庭成员，其收入不计入"
PAPER_UNCOUNTED = "{what}：{name}，不计入"
PAPER_UNCOUNTED_UNTIL = "{what}：{name}，不计入（至{until}）"
PAPER_EXPIRED = "{name}不计入的规定于{until}到期，计入"
PAPER_TOO_OLD = "{what}：{day}取得，不在{since}以来的{months}个月内，不计入"
PAPER_DEDUCTION = "扣减：{name}（年）"
PAPER_SHARE = "{what} × {share}%"
PAPER_CAPPED = "{what}，超过每人每月{most}元，按{most} × 12计"
PAPER_TWELFTH = "（除不尽，取到分，半分舍去）"
PAPER_YEAR = "家庭年收入"
PAPER_FLOOR = "{calculation} 不足零，按零计"
PAPER_MONTH = "家庭月收入"


@dataclass(frozen=True)
class Uncounted:
    """A kind of income that is left out up to and including a day (None: with no end)."""

    code: str
    name: str
    until: dt.date | None = None


@dataclass(frozen=True)
class DeductionRule:
    """What may be deducted: `share` per cent of what was spent, at most `most_fen` a person and month (None: all of it)."""

    code: str
    name: str
    share: int = 100
    most_fen: int | None = None


@dataclass(frozen=True)
class IncomeRules:
    """The office's choices: how many months are looked back on, what is left out until when, what may be deducted."""

    look_back: int = 12
    uncounted: Mapping[str, Uncounted] = field(default_factory=dict)
    deductions: Mapping[str, DeductionRule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.look_back not in LOOK_BACKS:
            raise ValueError(f"looking back {self.look_back} months")


@dataclass(frozen=True)
class IncomeItem:
    """Something that was received: `fen` a month, a year, or in the whole period of looking back (`per`).

    `person` is the key of whoever received it (empty: the family), `who` the name for paper. `uncounted` is a code of
    `IncomeRules.uncounted`, empty for income that counts. `received_on` is the day of something received once.
    """

    kind: str
    fen: int
    per: str = "month"
    label: str = ""
    person: str = ""
    who: str = ""
    uncounted: str = ""
    received_on: dt.date | None = None


@dataclass(frozen=True)
class Deduction:
    """Something that was spent and may be deducted: `code` is one of `IncomeRules.deductions`; the rest as in IncomeItem."""

    code: str
    fen: int
    per: str = "month"
    label: str = ""
    person: str = ""
    who: str = ""


@dataclass(frozen=True)
class Income:
    """The household's income: yearly by kind, left out, deducted; `year_fen` decides, `month_fen` is its twelfth in whole fen.

    Half a fen goes to the resident: the month is rounded down from there, so that standard × persons − month is the exact
    difference rounded once.
    """

    by_kind: Mapping[str, int]
    left_out_fen: int
    deducted_fen: int
    year_fen: int
    month_fen: int
    lines: tuple[SheetLine, ...]


def countable_income(
    items: Sequence[IncomeItem],
    deductions: Sequence[Deduction],
    rules: IncomeRules,
    on: dt.date,
    *,
    not_counted: Collection[str] = (),
) -> Income:
    """The income of a household on a day. `not_counted` are the keys of those who do not count: nor does what they receive
    and spend.

    Raises RuleBroken at `fen`, `kind`, `per`, `uncounted` or `code` for a negative sum or an unknown code.
    """
    by_kind: dict[str, int] = dict.fromkeys(KINDS, 0)
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    left_out: list[SheetLine] = []
    for item in items:
        _check(item, rules)
        sum_fen, what = _yearly(item, rules.look_back)
        why = _why_left_out(item, what, rules, on, not_counted)
        if why:
            left_out.append(SheetLine("left_out", PAPER_LEFT_OUT, why, sum_fen))
        else:
            by_kind[item.kind] += sum_fen
            found[item.kind].append((what, _ended(item, rules)))
    less = _deducted(deductions, rules, not_counted)
    lines = [_kind_line(kind, found[kind], by_kind[kind]) for kind in KINDS if found[kind]]
    counted, deducted = [fen for fen in by_kind.values() if fen], [line.fen or 0 for line in less]
    year, month = _totals(counted, deducted)
    return Income(
        by_kind={kind: fen for kind, fen in by_kind.items() if fen},
        left_out_fen=sum(line.fen or 0 for line in left_out),
        deducted_fen=sum(deducted),
        year_fen=year.fen or 0,
        month_fen=month.fen or 0,
        lines=(*lines, *left_out, *less, year, month),
    )


def _check(item: IncomeItem | Deduction, rules: IncomeRules) -> None:
    if item.fen < 0:
        raise RuleBroken("fen", N_("金额不能是负数，支出请填在扣减项中。"))
    if item.per not in PER:
        raise RuleBroken("per", N_("请选择金额是每月、每年还是回溯期合计。"))
    if isinstance(item, Deduction):
        if item.code not in rules.deductions:
            raise RuleBroken("code", N_("请从所列的扣减项目中选择。"))
        return
    if item.kind not in KINDS:
        raise RuleBroken("kind", N_("请从所列的收入类别中选择。"))
    if item.uncounted and item.uncounted not in rules.uncounted:
        raise RuleBroken("uncounted", N_("请从所列的不计入项目中选择。"))


def _yearly(item: IncomeItem | Deduction, look_back: int) -> tuple[int, str]:
    """The sum of a year in fen, and how it was found. Looking back 12, 6 or 3 months the factor is a whole number."""
    factor = {"month": 12, "period": 12 // look_back, "year": 1}[item.per]
    text = " ".join(part for part in (item.who, item.label, yuan(item.fen)) if part)
    return item.fen * factor, text if factor == 1 else f"{text} × {factor}"


def _why_left_out(
    item: IncomeItem, what: str, rules: IncomeRules, on: dt.date, not_counted: Collection[str]
) -> str:
    """Why this does not count, in a sentence; empty when it does."""
    if item.person and item.person in not_counted:
        return PAPER_NOT_MEMBER.format(what=what, who=item.who)
    since = months_before(on, rules.look_back)
    if item.received_on is not None and not since < item.received_on <= on:
        return PAPER_TOO_OLD.format(
            what=what, day=item.received_on.isoformat(), since=since.isoformat(), months=rules.look_back
        )
    rule = rules.uncounted.get(item.uncounted)
    if rule is None or (rule.until is not None and rule.until < on):
        return ""
    if rule.until is None:
        return PAPER_UNCOUNTED.format(what=what, name=rule.name)
    return PAPER_UNCOUNTED_UNTIL.format(what=what, name=rule.name, until=rule.until.isoformat())


def _ended(item: IncomeItem, rules: IncomeRules) -> str:
    """Why something counts that used to be left out; empty where nothing has ended."""
    rule = rules.uncounted.get(item.uncounted)
    if rule is None or rule.until is None:
        return ""
    return PAPER_EXPIRED.format(name=rule.name, until=rule.until.isoformat())


def _kind_line(kind: str, found: list[tuple[str, str]], fen: int) -> SheetLine:
    text = f"{' + '.join(what for what, _why in found)} = {yuan(fen)}"
    reasons = list(dict.fromkeys(why for _what, why in found if why))
    label = PAPER_INCOME.format(kind=PAPER_KINDS[kind])
    return SheetLine(f"income_{kind}", label, "；".join([text, *reasons]), fen)


def _deducted(
    deductions: Iterable[Deduction], rules: IncomeRules, not_counted: Collection[str]
) -> list[SheetLine]:
    lines = []
    for item in deductions:
        _check(item, rules)
        if item.person and item.person in not_counted:
            continue
        rule = rules.deductions[item.code]
        year, text = _yearly(item, rules.look_back)
        if rule.share != 100:
            year, text = -(-year * rule.share // 100), PAPER_SHARE.format(what=text, share=rule.share)
        if rule.most_fen is not None and year > rule.most_fen * 12:
            year, text = rule.most_fen * 12, PAPER_CAPPED.format(what=text, most=yuan(rule.most_fen))
        lines.append(
            SheetLine("deduction", PAPER_DEDUCTION.format(name=rule.name), f"{text} = {yuan(year)}", year)
        )
    return lines


def _totals(counted: list[int], deducted: list[int]) -> tuple[SheetLine, SheetLine]:
    """The year and the month, each with its calculation."""
    difference = sum(counted) - sum(deducted)
    year = max(0, difference)
    text = " + ".join(yuan(fen) for fen in counted) or yuan(0)
    text += "".join(f" − {yuan(fen)}" for fen in deducted)
    if len(counted) + len(deducted) > 1:
        text += f" = {yuan(difference)}"
    if difference < 0:
        text = PAPER_FLOOR.format(calculation=text)
    month = twelfth(year)
    return (
        SheetLine("income_year", PAPER_YEAR, text, year),
        SheetLine(
            "income_month",
            PAPER_MONTH,
            f"{yuan(year)} ÷ 12 = {yuan(month)}" + (PAPER_TWELFTH if year % 12 else ""),
            month,
        ),
    )


def twelfth(year_fen: int) -> int:
    """A month's part of a year in whole fen, rounded once; half a fen goes down, to the resident's good."""
    return -((6 - year_fen) // 12)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or that month's last day where it has no such day."""
    year, index = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))
