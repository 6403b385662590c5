"""What the certificate, the promise and the visit form say, read from the records now and frozen by whoever issues them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portal import settings
from portal.residents.models import Resident
from portal.services.items.birth_registration import papers, rules
from portal.services.items.birth_registration.models import BirthRegistration, NewbornVisit
from portal.services.items.birth_registration.queries import parents_of
from portal.services.items.birth_registration.words import NEEDS, VISIT_RESULTS
from portal.services.models import Application
from portal.standards.chinese_dates import chinese_date
from portal.standards.codes import ETHNIC_GROUPS, FEMALE, MALE, MARITAL, SEX
from portal.standards.identity import mask_identity
from portal.standards.papers import PAPERS
from portal.standards.phones import mask_phone
from portal.units.models import Unit
from portal.units.queries import street_above

PAPER_SIDES = {FEMALE: "女方", MALE: "男方"}
PAPER_ORDER = "第 {0} 孩"
PAPER_WEEKS = "{0} 周 + {1} 天"
PAPER_MARRIED = "{0} {1}"
PAPER_FAVOURABLE = "适用规定：{0}"
PAPER_CHANGED = "变更内容：{0}"
PAPER_STATEMENTS = (
    "所填写的身份、婚姻、生育和子女信息真实、准确、完整；",
    "知晓生育登记不是户口登记，出生后一个月内另行办理户口登记；",
    "同意本单位通过部门数据共享核对以上信息；",
    "信息有变化的，及时办理变更登记。",
)
PAPER_CONSEQUENCES = "承诺不实的，本单位可以依法撤销登记、收回凭证，并依照有关规定记入信用记录。"
BLANK_LINES = 2


def certificate(
    registration: BirthRegistration, application: Application, *, handled_by: str
) -> papers.BirthCertificate:
    """生育登记凭证 of a registration; a single parent stands alone, and nothing says that the other is missing."""
    answers, day = application.answers or {}, registration.issued_on
    business = application.definition.business(application.business)
    found = rules.rules_on(day, registration.unit_id)
    weeks = rules.gestation(answers, day)
    children = answers.get("children") or []
    return papers.BirthCertificate(
        **_office(application.unit, day),
        certificate_title=found.title,
        business=business.name if business else "",
        parents=parents(application),
        married=_married(answers),
        due_on=registration.due_on,
        weeks=PAPER_WEEKS.format(*weeks) if weeks and not registration.newborns else "",
        hospital=answers.get("hospital", ""),
        booklet=answers.get("booklet", ""),
        children_before=len(children),
        order=_order(registration),
        newborns=_newborns(answers, registration.birth_order),
        note=_note(answers),
        issued_on=day,
        handled_by=handled_by,
    )


def promise(
    application: Application, replaced: Sequence[str], *, on: dt.date, handled_by: str
) -> papers.BirthPromise:
    """生育登记承诺书: the same statements for everybody, and the materials that it stands for."""
    business = application.definition.business(application.business)
    return papers.BirthPromise(
        **_office(application.unit, on),
        parents=parents(application),
        business=business.name if business else "",
        statements=PAPER_STATEMENTS,
        replaced=tuple(replaced),
        consequences=PAPER_CONSEQUENCES,
        promised_on=on,
        handled_by=handled_by,
    )


def visit_form(visit: NewbornVisit) -> papers.VisitForm:
    """新生儿家庭走访表; the phone masked, for the paper is carried through the street."""
    notice = visit.notice
    street = street_above(visit.unit_id, visit.dispatched_on) or visit.unit
    return papers.VisitForm(
        **_office(street, visit.dispatched_on),
        community=visit.unit.name_on(visit.dispatched_on),
        mother=notice.mother_name,
        phone_masked=mask_phone(notice.phone) if notice.phone else "",
        address=notice.address,
        hospital=notice.hospital,
        born_on=notice.born_on,
        children=tuple(
            papers.ChildLine(sex=_sex(child.sex), birth=notice.born_on, order=child.sequence)
            for child in notice.children
        ),
        needs=tuple(NEEDS.values()),
        results=tuple(VISIT_RESULTS.values()),
        dispatched_on=visit.dispatched_on,
        due_on=visit.due_on,
    )


def parents(application: Application) -> tuple[papers.Parent, ...]:
    """The parents who are named, the mother first."""
    answers = application.answers or {}
    return tuple(
        _parent(one, answers, "" if one is application.resident else "partner_")
        for one in parents_of(application)
        if one is not None
    )


def last_fours(application: Application) -> list[str]:
    """The last four characters by which either parent may ask whether the certificate is genuine."""
    found = [
        paper.number
        for parent in parents_of(application)
        if parent is not None
        for paper in parent.papers
        if paper.number and not paper.former
    ]
    return list(dict.fromkeys(text[-4:].upper() for text in found if len(text) >= 4))


def _parent(one: Resident, answers: Mapping[str, Any], prefix: str) -> papers.Parent:
    paper = one.primary_paper
    return papers.Parent(
        side=PAPER_SIDES.get(one.sex, ""),
        name=one.name,
        identity_kind=PAPERS[paper.kind].label if paper else "",
        identity_masked=mask_identity(paper.number) if paper and paper.number else "",
        birth=one.birth_date,
        ethnic_group=ETHNIC_GROUPS.get(one.ethnic_group, ""),
        nationality=answers.get(f"{prefix}nationality", ""),
        marital=MARITAL.get(answers.get(f"{prefix}marital", ""), ""),
        household_address=one.household_address,
        address=one.address,
        employer=answers.get(f"{prefix}employer", ""),
    )


def _newborns(answers: Mapping[str, Any], order: int) -> tuple[papers.ChildLine, ...]:
    """The children of this birth with their 孩次, then blank lines up to two, to be filled in by hand."""
    rows = answers.get("newborns") or []
    told = tuple(
        papers.ChildLine(
            name=row.get("name", ""),
            sex=_sex(row.get("sex", "")),
            birth=rules.read_day(row, "birth"),
            paper_masked=mask_identity(row["paper"]) if row.get("paper") else "",
            order=order + place,
        )
        for place, row in enumerate(rows)
    )
    return told + (papers.ChildLine(),) * max(0, BLANK_LINES - len(told))


def _order(registration: BirthRegistration) -> str:
    first = registration.birth_order
    return PAPER_ORDER.format("、".join(str(first + n) for n in range(max(1, registration.newborns))))


def _married(answers: Mapping[str, Any]) -> str:
    day = rules.read_day(answers, "married_on")
    return PAPER_MARRIED.format(chinese_date(day), answers.get("marriage_number", "")).strip() if day else ""


def _note(answers: Mapping[str, Any]) -> str:
    said = ((PAPER_CHANGED, "change_note"), (PAPER_FAVOURABLE, "favourable"))
    return "；".join(words.format(answers[code]) for words, code in said if answers.get(code))


def _sex(code: str) -> str:
    return SEX[code] if code in {MALE, FEMALE} else ""


def _office(unit: Unit, day: dt.date) -> dict[str, Any]:
    return {
        "office": unit.name_on(day),
        "office_phone": unit.phone,
        "complaint_phone": settings.value("services.complaint_phone", on=day, unit_id=unit.id),
        "office_address": unit.address,
    }
