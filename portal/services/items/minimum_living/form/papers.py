"""The application for low-income support as the applicant signs it (最低生活保障申请书): its frozen facts, and how a declaration
fills them. Nothing here writes.

Numbers and accounts are masked; of health it says what the application form asks (kind and grade of disability, serious
illness yes or no), never an illness by name. The fields are those of the application form: people, income, what does not count,
deductions, property, supporters, reasons, promise.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from portal.documents.facts import said
from portal.documents.kinds import define_kind
from portal.documents.papers import ApplicationFacts
from portal.services.assistance.rules.income import KINDS as INCOME_KINDS
from portal.services.assistance.rules.income import PER
from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.schemes import AREAS
from portal.services.assistance.terms_settings import income_rules
from portal.services.documents import applicant_facts, office_facts
from portal.services.items.minimum_living.alone import ground_of
from portal.services.items.minimum_living.models import (
    DeclaredLine,
    DeclaredMember,
    DeclaredSupporter,
    HouseholdDeclaration,
)
from portal.services.items.minimum_living.vocabulary import (
    EMPLOYMENT,
    LABOUR,
    PROPERTY_KINDS,
    REASONS,
    STUDIES,
)
from portal.services.states import CHANNELS
from portal.standards.bank import mask_bank_account
from portal.standards.chinese_dates import chinese_date
from portal.standards.codes import DISABILITY_GRADES, DISABILITY_KINDS, EDUCATION, MARITAL, SEX
from portal.standards.ethnic_groups import ETHNIC_GROUPS
from portal.standards.identity import mask_identity
from portal.standards.relations import RELATIONS

KIND = "support_application"
PAPER_YES = "是"
PAPER_NO = "否"
PAPER_ILL = "重病"
PAPER_YEARS = "{years}年"
PAPER_HOUSEHOLD = "家庭共同"
PAPER_EXEMPT = "生活必需"
PAPER_CONSENT = {"given": "同意", "refused": "不同意", "": "待征求"}
PAPER_NEXT = "、"
PAPER_NOTHING = "—"
PAPER_PROMISE = (
    "本人承诺：以上申报的家庭成员、收入、财产等情况真实、完整，没有隐瞒和遗漏；家庭人口、收入、财产发生变化的，"
    "及时告知街道办事处（乡镇人民政府）；积极配合入户调查和家庭经济状况核对。"
    "如有虚报、隐瞒、伪造，愿意退回已领取的救助款物，并承担相应的法律责任。"
)


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One member of the family."""

    name: str = said("家庭成员姓名")
    relation: str = said("与申请人关系", default="")
    sex: str = said("性别", default="")
    birth: str = said("出生日期", default="")
    ethnic_group: str = said("民族", default="")
    identity_masked: str = said("证件号码", default="")
    marital: str = said("婚姻状况", default="")
    education: str = said("文化程度", default="")
    health: str = said("健康状况", default="")
    labour: str = said("劳动能力", default="")
    work: str = said("就业、就学", default="")


@dataclass(frozen=True, kw_only=True)
class MoneyLine:
    """One line of money: whose, what, the sum in yuan as text, for which time, the proof."""

    who: str = said("成员")
    kind: str = said("类别")
    amount: str = said("金额")
    per: str = said("期间", default="")
    note: str = said("说明", default="")


@dataclass(frozen=True, kw_only=True)
class SupporterLine:
    """Somebody outside who owes support."""

    name: str = said("义务人姓名")
    relation: str = said("关系", default="")
    identity_masked: str = said("证件号码", default="")
    address: str = said("住址", default="")
    work: str = said("职业、单位", default="")
    persons: str = said("家庭人口", default="")
    income: str = said("家庭月收入", default="")
    pays: str = said("每月支付", default="")
    consent: str = said("是否同意核对", default="")


@dataclass(frozen=True, kw_only=True)
class SupportApplication(ApplicationFacts):
    """最低生活保障申请书."""

    application_number: str = said("受理编号", default="")
    applied_on: dt.date
    community: str = said("社区", default="")
    channel: str = said("申请方式", default="")
    area: str = said("城乡", default="")
    sex: str = said("性别", default="")
    birth: str = said("出生日期", default="")
    ethnic_group: str = said("民族", default="")
    own_identity: str = said("申请人证件号码", default="")
    hukou: str = said("户籍地址", default="")
    home: str = said("现住址", default="")
    years_here: str = said("居住年限", default="")
    is_apart: str = said("人户分离", default="")
    is_head: str = said("是否户主", default="")
    bank: str = said("开户银行", default="")
    account: str = said("账号", default="")
    account_holder: str = said("户名", default="")
    people: tuple[PersonLine, ...] = said("家庭成员", default=())
    incomes: tuple[MoneyLine, ...] = said("家庭收入", default=())
    uncounted: tuple[MoneyLine, ...] = said("不计入的收入", default=())
    deductions: tuple[MoneyLine, ...] = said("扣减项目", default=())
    possessions: tuple[MoneyLine, ...] = said("家庭财产", default=())
    supporters: tuple[SupporterLine, ...] = said("义务人", default=())
    reasons: str = said("致困原因", default="")
    story: str = said("家庭情况", default="")
    promise: str = said("承诺")
    signers: tuple[str, ...] = said("签名人", default=())


define_kind(
    KIND,
    "最低生活保障申请书",
    SupportApplication,
    version=2,
    formats=("a4",),
    permission="services.read_application",
)


def support_application(declaration: HouseholdDeclaration) -> SupportApplication:
    """申请书 of a declaration as it stands."""
    application, applicant = declaration.application, declaration.applicant
    household, day = application.household, application.applied_on
    unit = household.unit if household else None
    incomes = declaration.lines_of("income")
    paper = applicant.primary_paper
    facts = applicant_facts(application) | {"applicant": applicant.name}
    return SupportApplication(
        **office_facts(application.unit, day, application.definition),
        **facts,
        application_number=application.number or "",
        applied_on=day,
        community=unit.name_on(day) if unit else "",
        channel=CHANNELS.get(application.channel, ""),
        area=AREAS[declaration.area],
        sex=SEX.get(applicant.sex, ""),
        birth=chinese_date(applicant.birth_date) if applicant.birth_date else "",
        ethnic_group=ETHNIC_GROUPS.get(applicant.ethnic_group, ""),
        own_identity=mask_identity(paper.number) if paper and paper.number else "",
        hukou=applicant.household_address,
        home=applicant.address or (household.address if household else ""),
        years_here=PAPER_YEARS.format(years=declaration.years_here) if declaration.years_here else "",
        is_apart=PAPER_YES if declaration.is_apart else PAPER_NO,
        is_head=PAPER_YES if household and household.head_id == applicant.id else PAPER_NO,
        bank=declaration.bank_name,
        account=mask_bank_account(declaration.account) if declaration.account else "",
        account_holder=declaration.account_holder,
        people=tuple(_member(one) for one in declaration.members),
        incomes=tuple(_income(line) for line in incomes if not (line.details or {}).get("uncounted")),
        uncounted=tuple(_uncounted(line, day) for line in incomes if (line.details or {}).get("uncounted")),
        deductions=tuple(_deduction(line, day) for line in declaration.lines_of("deduction")),
        possessions=tuple(_possession(line) for line in declaration.lines_of("property")),
        supporters=tuple(_supporter(one) for one in declaration.supporters),
        reasons=PAPER_NEXT.join(REASONS[code] for code in declaration.reasons or []),
        story=_story(declaration),
        promise=PAPER_PROMISE,
        signers=tuple(one.resident.name for one in declaration.members),
    )


def _story(declaration: HouseholdDeclaration) -> str:
    """The family's situation, with the ground first where the applicant applies alone."""
    ground = ground_of(declaration)
    return "。".join(text for text in (ground.text if ground else "", declaration.story or "") if text)


def _member(member: DeclaredMember) -> PersonLine:
    person, details = member.resident, member.details or {}
    paper = person.primary_paper
    health = [
        DISABILITY_KINDS.get(details.get("disability_kind", ""), "")
        + DISABILITY_GRADES.get(details.get("disability_grade", ""), ""),
        PAPER_ILL if details.get("is_ill") else "",
    ]
    study = details.get("study", "")
    work = [
        EMPLOYMENT.get(details.get("employment", ""), ""),
        details.get("employer", ""),
        STUDIES.get(study, "") if study else "",
        details.get("school", ""),
    ]
    return PersonLine(
        name=person.name,
        relation=RELATIONS.get(member.relation, ""),
        sex=SEX.get(person.sex, ""),
        birth=person.birth_date.isoformat() if person.birth_date else "",
        ethnic_group=ETHNIC_GROUPS.get(person.ethnic_group, ""),
        identity_masked=mask_identity(paper.number) if paper and paper.number else "",
        marital=MARITAL.get(details.get("marital", ""), ""),
        education=EDUCATION.get(details.get("education", ""), ""),
        health=PAPER_NEXT.join(part for part in health if part),
        labour=LABOUR.get(details.get("labour", ""), ""),
        work=PAPER_NEXT.join(part for part in work if part),
    )


def _line(line: DeclaredLine, kind: str, note: str = "") -> MoneyLine:
    details: dict[str, Any] = line.details or {}
    return MoneyLine(
        who=line.member.resident.name if line.member else PAPER_HOUSEHOLD,
        kind=kind,
        amount=yuan(int(details.get("fen", 0))),
        per=PER.get(details.get("per", ""), ""),
        note=PAPER_NEXT.join(part for part in (details.get("label", ""), note) if part),
    )


def _income(line: DeclaredLine) -> MoneyLine:
    return _line(line, INCOME_KINDS.get(line.kind, ""))


def _uncounted(line: DeclaredLine, day: dt.date) -> MoneyLine:
    code = (line.details or {}).get("uncounted", "")
    rule = income_rules(day).uncounted.get(code)
    return _line(line, INCOME_KINDS.get(line.kind, ""), rule.name if rule else code)


def _deduction(line: DeclaredLine, day: dt.date) -> MoneyLine:
    rule = income_rules(day).deductions.get(line.kind)
    return _line(line, rule.name if rule else line.kind)


def _possession(line: DeclaredLine) -> MoneyLine:
    exempt = PAPER_EXEMPT if (line.details or {}).get("is_exempt") else ""
    made = _line(line, PROPERTY_KINDS.get(line.kind, ""), exempt)
    is_counted = line.kind in {"vehicle", "house"} and not (line.details or {}).get("fen")
    return replace(made, amount=PAPER_NOTHING) if is_counted else made


def _supporter(one: DeclaredSupporter) -> SupporterLine:
    details: dict[str, Any] = one.details or {}
    return SupporterLine(
        name=one.name,
        relation=one.relation,
        identity_masked=mask_identity(details["number"]) if details.get("number") else "",
        address=details.get("address", ""),
        work=details.get("work", ""),
        persons=str(details.get("persons") or ""),
        income=yuan(details["income"]) if "income" in details else "",
        pays=yuan(details["pays"]) if "pays" in details else "",
        consent=PAPER_CONSENT.get(one.consent, ""),
    )
