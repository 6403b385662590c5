"""Who counts as a member of the household (共同生活的家庭成员), and who may apply alone (单独申请): 57号 art. 7 and 8.

Each answer has a code for the record and a sentence for the calculation sheet. Statutory paper is Chinese in every language.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.errors import N_, RuleBroken
from portal.standards.ages import age_on

ADULT = 18
CLERGY_YEARS = 3

STUDIES: dict[str, str] = {
    "": N_("不在校"),
    "school": N_("中小学、中职"),
    "college": N_("大专"),
    "bachelor": N_("本科"),
    "master": N_("硕士研究生"),
    "doctor": N_("博士研究生"),
}
UP_TO_BACHELOR = frozenset({"school", "college", "bachelor"})
AWAY: dict[str, str] = {
    "": N_("无"),
    "clergy": N_("脱离家庭、在宗教场所居住的宗教教职人员"),
    "prison": N_("在监狱内服刑"),
    "isolation": N_("强制隔离戒毒"),
    "missing": N_("宣告失踪"),
    "province": N_("省级规定的其他人员"),
}
COUNTED: dict[str, str] = {
    "applicant": N_("申请人本人"),
    "spouse": N_("配偶"),
    "minor_child": N_("未成年子女"),
    "dependent_child": N_("不能独立生活的成年子女"),
    "student": N_("全日制本科及以下在校成年子女"),
    "duty": N_("有法定义务并长期共同居住"),
}
NOT_COUNTED: dict[str, str] = {
    "clergy": N_("脱离家庭三年以上的宗教教职人员"),
    "prison": N_("在监狱内服刑"),
    "isolation": N_("强制隔离戒毒"),
    "missing": N_("宣告失踪"),
    "province": N_("省级规定的其他人员"),
    "died": N_("已死亡"),
    "postgraduate": N_("研究生在读的成年子女"),
    "independent_child": N_("能独立生活且不共同居住的成年子女"),
    "no_duty": N_("没有法定赡养、抚养、扶养义务关系"),
    "not_together": N_("没有长期共同居住"),
    "single_person": N_("单人户申请，其他成员不计入"),
}
PAPER_ART = "《最低生活保障审核确认办法》第七条"
PAPER_ALONE = "可以单独提出申请（《最低生活保障审核确认办法》第八条）"
PAPER_COUNTED: dict[str, str] = {
    "applicant": "申请人本人，计入",
    "spouse": "配偶，计入（{art}第一款第一项）",
    "minor_child": "未成年子女（{age}周岁），计入（{art}第一款第二项）",
    "dependent_child": "已成年但不能独立生活的子女，计入（{art}第一款第三项）",
    "student": "在校接受全日制{study}教育的成年子女（{age}周岁），计入（{art}第一款第三项）",
    "duty": "具有法定赡养、扶养、抚养义务关系并长期共同居住，计入（{art}第一款第四项）",
}
PAPER_NOT_COUNTED: dict[str, str] = {
    "clergy": "连续三年以上脱离家庭独立生活的宗教教职人员（{since}起），不计入（{art}第二款第一项）",
    "prison": "在监狱内服刑（{since}起），不计入（{art}第二款第二项）",
    "isolation": "在戒毒场所强制隔离戒毒（{since}起），不计入（{art}第二款第二项）",
    "missing": "已宣告失踪（{since}起），不计入（{art}第二款第二项）",
    "province": "省级民政部门规定的其他人员，不计入（{art}第二款第三项）",
    "died": "已于{since}死亡，不计入",
    "postgraduate": "在读{study}，超出本科及以下学历教育的范围，不计入（{art}第一款第三项）",
    "independent_child": "能独立生活且没有长期共同居住的成年子女，不计入（{art}第一款第四项）",
    "no_duty": "没有法定赡养、扶养、抚养义务关系，不计入（{art}第一款第四项）",
    "not_together": "没有长期共同居住，不计入（{art}第一款第四项）",
    "single_person": "单人户申请，本人以外的家庭成员不计入（《最低生活保障审核确认办法》第八条）",
}
PAPER_STUDIES = {
    "school": "中小学（中职）",
    "college": "大专",
    "bachelor": "本科",
    "master": "硕士研究生",
    "doctor": "博士研究生",
}
PAPER_CHANGED = {True: "{rule}；经办人改为计入：{reason}", False: "{rule}；经办人改为不计入：{reason}"}
PAPER_SOME_TIME = "较早"
# GB/T 4761: whose spouse, child, parent somebody is to the applicant.
_SELF, _SPOUSE = frozenset({"01", "02"}), frozenset({"10", "11", "12"})
_CHILD = frozenset({str(code) for code in range(20, 40)} - {"28", "38"})
# Between these a duty of support follows from the relation alone; siblings and relatives by marriage only where it is stated.
_DUTY = _CHILD | {str(code) for code in (*range(40, 45), 47, 48, 49, 50, 51, 52, 57, 58, 59, *range(60, 65))}


@dataclass(frozen=True)
class Override:
    """A clerk decides otherwise than the rule, and says why."""

    counts: bool
    reason: str


@dataclass(frozen=True)
class MemberFacts:
    """What decides whether one person counts. `relation` is the GB/T 4761 code to the applicant.

    `together`: long co-residence (长期共同居住). `has_duty`: a legal duty of support, None to take it from the relation. `away`
    is a code of `AWAY` with its first and last day; a student in a dormitory is not away. `alone`: the applicant applies alone
    (单人户), so that nobody else counts.
    """

    relation: str
    birth: dt.date | None = None
    can_live_alone: bool = True
    study: str = ""
    full_time: bool = True
    together: bool = True
    has_duty: bool | None = None
    away: str = ""
    away_since: dt.date | None = None
    away_until: dt.date | None = None
    died_on: dt.date | None = None
    override: Override | None = None
    alone: bool = False


@dataclass(frozen=True)
class Counted:
    """Whether somebody counts, by which rule (`code`), in a sentence for paper; `overridden` when a clerk decided otherwise.

    `code` is a key of `COUNTED` or `NOT_COUNTED`: what the rule said, also where it was overridden.
    """

    counts: bool
    code: str
    text: str
    overridden: bool = False

    @property
    def label(self) -> str:
        """The rule in a few words, marked for translation."""
        return COUNTED.get(self.code) or NOT_COUNTED[self.code]


def count_member(facts: MemberFacts, on: dt.date) -> Counted:
    """Whether somebody counts on a day (57号 art. 7). An override needs a reason; raises RuleBroken at `reason` without one.

    Raises RuleBroken at `birth` for a child without a date of birth, and for a date after `on`.
    """
    code = _absence(facts, on) or _belonging(facts, on)
    counts = code in COUNTED
    text = _sentence(facts, code, on)
    wanted = facts.override
    if wanted is None or wanted.counts == counts:
        return Counted(counts, code, text)
    if not wanted.reason.strip():
        raise RuleBroken("reason", N_("与规则不同的认定，请写明理由。"))
    return Counted(
        wanted.counts,
        code,
        PAPER_CHANGED[wanted.counts].format(rule=text, reason=wanted.reason.strip()),
        overridden=True,
    )


def is_adult(birth: dt.date, on: dt.date) -> bool:
    """Full 18 years on a day. Raises RuleBroken at `birth` when born later."""
    return _age(birth, on) >= ADULT


def _age(birth: dt.date | None, on: dt.date) -> int:
    if birth is None:
        raise RuleBroken("birth", N_("请填写出生日期，才能判断是否成年。"))
    if birth > on:
        raise RuleBroken("birth", N_("出生日期晚于计算日期。"))
    return age_on(birth, on)


def _absence(facts: MemberFacts, on: dt.date) -> str:
    """Why somebody is not counted however near they are; empty when nothing of the kind holds on this day."""
    if facts.died_on is not None and facts.died_on <= on:
        return "died"
    since, until = facts.away_since, facts.away_until
    if not facts.away or (since is not None and since > on) or (until is not None and until < on):
        return ""
    if facts.away == "clergy" and (since is None or not _years_passed(since, on, CLERGY_YEARS)):
        return ""
    return facts.away


def _years_passed(since: dt.date, on: dt.date, years: int) -> bool:
    return since <= on and age_on(since, on) >= years


def _belonging(facts: MemberFacts, on: dt.date) -> str:
    """By which rule somebody belongs to the household or not, all of whom are there."""
    if facts.relation in _SELF:
        return "applicant"
    if facts.alone:
        return "single_person"
    if facts.relation in _SPOUSE:
        return "spouse"
    if facts.relation in _CHILD:
        return _child(facts, on)
    if not _has_duty(facts):
        return "no_duty"
    return "duty" if facts.together else "not_together"


def _child(facts: MemberFacts, on: dt.date) -> str:
    if _age(facts.birth, on) < ADULT:
        return "minor_child"
    if not facts.can_live_alone:
        return "dependent_child"
    if facts.full_time and facts.study in UP_TO_BACHELOR:
        return "student"
    if facts.study in {"master", "doctor"}:
        return "postgraduate"
    return "duty" if facts.together and _has_duty(facts) else "independent_child"


def _has_duty(facts: MemberFacts) -> bool:
    return facts.relation in _DUTY if facts.has_duty is None else facts.has_duty


def _sentence(facts: MemberFacts, code: str, on: dt.date) -> str:
    since = facts.died_on if code == "died" else facts.away_since
    return (PAPER_COUNTED.get(code) or PAPER_NOT_COUNTED[code]).format(
        art=PAPER_ART,
        age=_age(facts.birth, on) if facts.birth else "",
        study=PAPER_STUDIES.get(facts.study, ""),
        since=since.isoformat() if since else PAPER_SOME_TIME,
    )


SINGLE_GROUNDS: dict[str, str] = {
    "disabled": N_("边缘家庭中的重度残疾人，三级智力、精神残疾人"),
    "ill": N_("边缘家庭中的重病患者"),
    "clergy": N_("脱离家庭、在宗教场所居住三年以上的生活困难的宗教教职人员"),
    "adult_disabled": N_("成年无业重度残疾人"),
    "other": N_("县级以上民政部门规定的其他人员"),
}
PAPER_SINGLE: dict[str, str] = {
    "disabled": "最低生活保障边缘家庭中持证的{grade}级残疾人，{alone}",
    "ill": "最低生活保障边缘家庭中的重病患者，{alone}",
    "clergy": "脱离家庭、在宗教场所居住三年以上的生活困难的宗教教职人员（{since}起），{alone}",
    "adult_disabled": "成年无业重度残疾人，可以单独提出申请（民发〔2022〕83号）",
    "other": "{other}，可以单独提出申请",
}
SEVERE = frozenset({1, 2})
OF_MIND = frozenset({"intellectual", "mental"})


@dataclass(frozen=True)
class SingleFacts:
    """What decides whether somebody may apply alone. `grade` 1–4 of the disability card, `disability` its kind
    (`intellectual`, `mental` or another); `other` is a local rule in words.
    """

    birth: dt.date
    family_is_marginal: bool = False
    grade: int | None = None
    disability: str = ""
    is_seriously_ill: bool = False
    clergy_since: dt.date | None = None
    in_hardship: bool = False
    is_employed: bool = False
    other: str = ""


@dataclass(frozen=True)
class SingleGround:
    """One ground on which somebody may apply alone, with its sentence for paper."""

    code: str
    text: str


def single_person_grounds(facts: SingleFacts, on: dt.date) -> tuple[SingleGround, ...]:
    """Every ground on which somebody may apply alone (57号 art. 8; 民发〔2022〕83号); empty when there is none."""
    severe = facts.grade in SEVERE
    clergy = facts.clergy_since is not None and _years_passed(facts.clergy_since, on, CLERGY_YEARS)
    holds = {
        "disabled": facts.family_is_marginal
        and (severe or (facts.grade == 3 and facts.disability in OF_MIND)),
        "ill": facts.family_is_marginal and facts.is_seriously_ill,
        "clergy": clergy and facts.in_hardship,
        "adult_disabled": severe and not facts.is_employed and is_adult(facts.birth, on),
        "other": bool(facts.other.strip()),
    }
    return tuple(
        SingleGround(
            code,
            PAPER_SINGLE[code].format(
                alone=PAPER_ALONE,
                grade=facts.grade,
                since=facts.clergy_since.isoformat() if facts.clergy_since else "",
                other=facts.other.strip(),
            ),
        )
        for code, applies in holds.items()
        if applies
    )
