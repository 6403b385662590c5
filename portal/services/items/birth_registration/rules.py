"""The rules of birth registration, province by province as settings, and what follows from the answers: due date, week, 孩次.

No law is invented here: where two provinces differ, the clerk writes down which rule favours the couple.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal import settings
from portal.errors import N_, RuleBroken
from portal.standards.codes import FEMALE, MALE

PREGNANCY_DAYS = 280
# How far a doctor's day may be from the reckoned one before the counter is asked to look again; past 44 weeks none is right.
USUAL_DIFFERENCE = 21
LONGEST_DAYS = PREGNANCY_DAYS + 28
# A doctor may move the expected day (280 days after the last period) by some weeks, and not by more than ten.
SHORTEST_DAYS = 30 * 7
# Two expected days so near to one another are one pregnancy, measured twice.
SAME_PREGNANCY_DAYS = 90
_GROUP = N_("生育登记")
PAPER_TITLE = "生育登记凭证"

MARRIAGE = settings.define(
    "birth_registration.marriage",
    "choice",
    "none",
    N_("是否要求已婚"),
    _GROUP,
    choices=(("none", N_("不要求，另一方信息可以不填")), ("required", N_("要求填写另一方和结婚登记信息"))),
)
PARENTS = settings.define(
    "birth_registration.parents",
    "choice",
    "either",
    N_("谁可以单方登记"),
    _GROUP,
    choices=(
        ("either", N_("母亲或父亲都可以单方登记")),
        ("mother", N_("只有母亲可以单方登记")),
        ("both", N_("须填写双方")),
    ),
)
REGION = settings.define(
    "birth_registration.region",
    "choice",
    "hukou_or_living",
    N_("登记范围"),
    _GROUP,
    choices=(("hukou_or_living", N_("户籍或居住在本地")), ("hukou", N_("仅户籍在本地"))),
)
MONTHS = settings.define(
    "birth_registration.living_months",
    "integer",
    1,
    N_("按居住登记的，须居住满几个月"),
    _GROUP,
    hint=N_("填了居住起始日才核对；0 为不要求。"),
    minimum=0,
    maximum=60,
)
LIMIT = settings.define(
    "birth_registration.limit",
    "integer",
    0,
    N_("登记的孩次上限"),
    _GROUP,
    hint=N_("0 为不限（国卫办人口发〔2021〕21号：全部登记）。超过上限的提示办理再生育审批。"),
    minimum=0,
    maximum=20,
)
ELECTRONIC = settings.define("birth_registration.electronic", "flag", False, N_("可以领取电子凭证"), _GROUP)
PROMISE = settings.define(
    "birth_registration.promise",
    "flag",
    True,
    N_("缺的材料可以用书面承诺代替"),
    _GROUP,
    hint=N_("告知承诺制。不能代替的材料在事项中没有标为“可容缺”。"),
)
TITLE = settings.define(
    "birth_registration.title",
    "text",
    PAPER_TITLE,
    N_("凭证名称"),
    _GROUP,
    hint=N_("如：生育登记凭证、生育登记服务证。"),
    longest=20,
)
_COUNTS = {
    "adopted": settings.define(
        "birth_registration.counts_adopted", "flag", False, N_("收养的子女计入孩次"), _GROUP
    ),
    "brought": settings.define(
        "birth_registration.counts_brought", "flag", False, N_("再婚带来的子女计入孩次"), _GROUP
    ),
    "given": settings.define(
        "birth_registration.counts_given", "flag", True, N_("送养的子女计入孩次"), _GROUP
    ),
    "dead": settings.define(
        "birth_registration.counts_dead", "flag", False, N_("已死亡的子女计入孩次"), _GROUP
    ),
}
NOT_COUNTED = {
    "adopted": N_("收养的"),
    "brought": N_("再婚带来的"),
    "given": N_("送养的"),
    "dead": N_("已死亡的"),
}


@dataclass(frozen=True)
class BirthRules:
    """The rules in force at a unit on a day; `counted` names the sources (and `dead`) of children who count."""

    marriage_required: bool
    parents: str
    hukou_only: bool
    living_months: int
    limit: int
    electronic: bool
    promise: bool
    title: str
    counted: frozenset[str]


def rules_on(day: dt.date, unit_id: int | None = None) -> BirthRules:
    """The rules of that day."""

    def value(setting: settings.Definition) -> Any:
        return settings.value(setting.key, on=day, unit_id=unit_id)

    return BirthRules(
        marriage_required=value(MARRIAGE) == "required",
        parents=str(value(PARENTS)),
        hukou_only=value(REGION) == "hukou",
        living_months=int(value(MONTHS)),
        limit=int(value(LIMIT)),
        electronic=bool(value(ELECTRONIC)),
        promise=bool(value(PROMISE)),
        title=str(value(TITLE)),
        counted=frozenset({"own"} | {code for code, setting in _COUNTS.items() if value(setting)}),
    )


@dataclass(frozen=True)
class BirthOrder:
    """孩次: the place of the first child of this birth. `left_out` are children who do not count, each with its marked reason."""

    number: int
    counted: int
    left_out: tuple[tuple[str, str], ...] = ()


def birth_order(children: Sequence[Mapping[str, Any]], rules: BirthRules) -> BirthOrder:
    """Count the children already there by the office's rules; a child of unsaid source is taken as the couple's own."""
    counted, left_out = 0, []
    for child in children:
        why = _why_not(child, rules)
        if why:
            left_out.append((str(child.get("name", "")), NOT_COUNTED[why]))
        else:
            counted += 1
    return BirthOrder(counted + 1, counted, tuple(left_out))


def _why_not(child: Mapping[str, Any], rules: BirthRules) -> str:
    source = str(child.get("source") or "own")
    if source not in rules.counted:
        return source
    return "dead" if child.get("alive") == "no" and "dead" not in rules.counted else ""


def due_date(answers: Mapping[str, Any]) -> dt.date | None:
    """The expected day (预产期): the doctor's where one was typed, else the last period plus 280 days; None for neither."""
    typed, last = read_day(answers, "due_on"), read_day(answers, "last_period")
    return typed or (last + dt.timedelta(days=PREGNANCY_DAYS) if last else None)


def gestation(answers: Mapping[str, Any], on: dt.date) -> tuple[int, int] | None:
    """Full weeks of pregnancy (孕周) and days on a day, counted back from the expected day; None where it is not under way."""
    due = due_date(answers)
    days = PREGNANCY_DAYS - (due - on).days if due else -1
    return divmod(days, 7) if 0 <= days <= LONGEST_DAYS else None


def read_day(answers: Mapping[str, Any], code: str) -> dt.date | None:
    """A kept answer that is a day."""
    text = answers.get(code)
    return dt.date.fromisoformat(text) if text else None


def check_days(answers: Mapping[str, Any], on: dt.date) -> None:
    """Raise RuleBroken at the question for a last period, birth or wedding that has not come, or one too long ago, and for
    an expected day that cannot belong to the last period.
    """
    last = read_day(answers, "last_period")
    if last and not dt.timedelta() <= on - last <= dt.timedelta(days=LONGEST_DAYS):
        raise RuleBroken("last_period", N_("末次月经日期须在今天之前 44 周以内，请核对。"))
    _check_due_date(read_day(answers, "due_on"), last, on)
    for code in ("married_on", "lives_since", "partner_lives_since"):
        day = read_day(answers, code)
        if day and day > on:
            raise RuleBroken(code, N_("日期晚于今天，请核对。"))
    for rows in ("children", "newborns"):
        if any((read_day(row, "birth") or on) > on for row in answers.get(rows) or []):
            raise RuleBroken(rows, N_("出生日期晚于今天，请核对。"))


def check_children(answers: Mapping[str, Any]) -> None:
    """Raise RuleBroken for a child of whom only a name or a number was written: nobody is counted (孩次) without a birth."""
    for rows in ("children", "newborns"):
        for number, row in enumerate(answers.get(rows) or [], start=1):
            if not row.get("birth"):
                raise RuleBroken(
                    rows,
                    N_("第 %(number)s 行没有填出生日期，不能计算孩次。请补上，或者把这一行清空。"),
                    number=number,
                )


def _check_due_date(due: dt.date | None, last: dt.date | None, on: dt.date) -> None:
    if due is None:
        return
    if last and due <= last:
        raise RuleBroken("due_on", N_("预产期早于末次月经日期，请核对这两个日期。"))
    if last and due - last < dt.timedelta(days=SHORTEST_DAYS):
        raise RuleBroken("due_on", N_("预产期离末次月经不到 30 周，请核对这两个日期。"))
    if last and due - last > dt.timedelta(days=LONGEST_DAYS):
        raise RuleBroken("due_on", N_("预产期在末次月经 44 周以后，请核对这两个日期。"))
    if due - on > dt.timedelta(days=LONGEST_DAYS):
        raise RuleBroken("due_on", N_("预产期在 44 周以后，请核对。"))


def check_not_born(answers: Mapping[str, Any], on: dt.date) -> None:
    """Raise RuleBroken where a child that is registered before its birth should have come weeks ago."""
    due = due_date(answers)
    if due and on - due > dt.timedelta(days=LONGEST_DAYS - PREGNANCY_DAYS):
        at = "due_on" if answers.get("due_on") else "last_period"
        raise RuleBroken(at, N_("预产期 %(day)s 已过四周以上。孩子已经出生的，请改办“补登”。"), day=due)


def doubt_due_date(answers: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The sentence and its parameters where a typed expected day lies far from the last period plus 280 days."""
    typed, last = read_day(answers, "due_on"), read_day(answers, "last_period")
    reckoned = last + dt.timedelta(days=PREGNANCY_DAYS) if last else None
    if typed is None or reckoned is None or abs((typed - reckoned).days) <= USUAL_DIFFERENCE:
        return None
    sentence = N_(
        "按末次月经推算，预产期是 %(day)s，与填写的相差 %(days)s 天。请看一看母子健康手册，确认填写无误。"
    )
    return sentence, {"day": reckoned, "days": abs((typed - reckoned).days)}


NOBODY_OF_BASIS = {
    MALE: N_("没有填写男方，不能按男方户籍办理。请填写另一方，或者改选办理依据。"),
    FEMALE: N_("没有填写女方，不能按女方户籍办理。请填写另一方，或者改选办理依据。"),
}


def check_parents(answers: Mapping[str, Any], sexes: tuple[str, str | None], rules: BirthRules) -> None:
    """Raise RuleBroken unless the office's rules on parents hold; `sexes` are the applicant's and the partner's, or None.

    The register says who is mother and father: without a known sex nobody can tell.
    """
    own, partner = sexes
    if own not in {MALE, FEMALE}:
        raise RuleBroken(None, N_("登记中没有申请人的性别，不知道是母亲还是父亲。请先在居民档案中更正。"))
    if partner is not None and {own, partner} != {MALE, FEMALE}:
        raise RuleBroken("partner", N_("另一方的性别与申请人相同，或者没有登记。请核对选的是不是这个人。"))
    wanted = {"father_hukou": MALE, "mother_hukou": FEMALE}.get(answers.get("basis", ""))
    if wanted is not None and wanted not in sexes:
        raise RuleBroken("basis", NOBODY_OF_BASIS[wanted])
    if partner is None and (rules.parents == "both" or rules.marriage_required):
        raise RuleBroken("partner", N_("按本地规定须填写另一方。"))
    if partner is None and rules.parents == "mother" and own != FEMALE:
        raise RuleBroken("partner", N_("按本地规定只有母亲可以单方登记，请填写母亲。"))
    if rules.marriage_required:
        for code in ("married_on", "marriage_number"):
            if not answers.get(code):
                raise RuleBroken(code, N_("按本地规定须填写结婚登记信息。"))


def check_region(answers: Mapping[str, Any], rules: BirthRules, on: dt.date) -> None:
    """Raise RuleBroken unless the basis is one that the office takes; a stay that is too short names the first day."""
    if answers.get("basis") != "living":
        return
    if rules.hukou_only:
        raise RuleBroken("basis", N_("按本地规定，须一方户籍在本地。请告知到户籍所在地办理。"))
    since = read_day(answers, "lives_since") or read_day(answers, "partner_lives_since")
    if not rules.living_months:
        return
    if since is None:
        raise RuleBroken("lives_since", N_("按居住办理的，请填写在现住址居住的起始日。"))
    first = _months_after(since, rules.living_months)
    if on < first:
        raise RuleBroken("lives_since", N_("居住未满规定时间，可于 %(day)s 起登记。"), day=first)


def _months_after(day: dt.date, months: int) -> dt.date:
    """The day with the same number so many months later, or that month's last day (民法典 art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return last if day.day > last.day else first.replace(day=day.day)
