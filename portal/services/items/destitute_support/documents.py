"""Filling in the papers of a destitute person's case, and the words of the letter of report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import clock
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.rules.terms import CARE_LEVELS, SELF_CARE
from portal.services.documents import applicant_facts, office_facts, remedies
from portal.services.items.destitute_support.definition import HOME
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.papers import (
    ConditionLine,
    DestituteForm,
    DestituteRefusal,
    DestituteSigner,
    SelfCareLine,
)
from portal.services.items.destitute_support.queries import community_of, conditions_of
from portal.services.items.destitute_support.rules import Found
from portal.services.items.destitute_support.signing import CHAIN
from portal.services.items.destitute_support.vocabulary import CARE_WAYS, OPINIONS
from portal.signoffs import printed_signers
from portal.standards.chinese_dates import chinese_date
from portal.units.queries import get_unit

PAPER_SIGNED_ON = "审批表续签，以签名齐全的为准"
PAPER_HOLDS = {True: "符合", False: "不符合"}
PAPER_ALONE = {True: "不能自主完成", False: "能自主完成"}
PAPER_VISIT = "{day}入户，调查人{first}、{second}，{signer}签字"
PAPER_CARE_HOME = "{way}，照料人{carer}（{relation}）"
PAPER_CARE_PLACE = "{way}，{carer}"
PAPER_REPORT_TITLE = "关于报送特困人员救助供养审核材料的报告"
PAPER_REPORT_BODY = (
    "{name}（受理编号{number}，申请特困人员救助供养）已完成入户调查、生活自理能力评估、初审和公示，"
    "评估为{level}，{care}，初审意见：{opinion}，每月{figures}元。现将材料报上，请审核确认并按规定比例入户抽查。"
)
PAPER_REPORT_ENCLOSURES = ("救助供养审批表", "申请材料", "公示情况反馈单")
PAPER_OPINIONS = {"agree": "建议给予特困人员救助供养", "disagree": "建议不予认定"}
PAPER_ARTICLES = "《中华人民共和国社会救助法》第十六条、第四十五条，《特困人员认定办法》"
PAPER_RESULT = "不予确认。理由：{reasons}"
PAPER_NUMBER = "确认意见文号：{number}。"
PAPER_CONFIRMED = "符合特困人员救助供养条件，{body}于{day}审核确认同意{number}。"
PAPER_CONFIRMED_NUMBER = "（确认意见文号：{number}）"
PAPER_DISTRICT = "区级民政部门"
PAPER_STREET = "本街道受委托"
PAPER_WITH = "{words}。{reason}"
PAPER_ONLY = "{words}。"


def approval_form(case: DestituteCase) -> DestituteForm:
    """救助供养审批表 with the frozen calculation and everybody who has signed."""
    day = case.written_on or clock.today()
    found, words = Found.from_plain(case.found or {}), PAPER_OPINIONS[case.opinion or "disagree"]
    sheet = Reckoning.from_plain(case.sheet) if case.sheet else None
    return DestituteForm(
        **_head(case, day),
        visit=PAPER_VISIT.format(
            day=chinese_date(case.visited_on),
            first=case.first_name,
            second=case.second_name,
            signer=case.signed_by,
        ),
        self_care=tuple(
            SelfCareLine(label=label, answer=PAPER_ALONE[code in found.failed])
            for code, label in SELF_CARE.items()
        ),
        care_level=CARE_LEVELS[case.care_level],
        care=care_words(case) if case.care_way else "—",
        reckoning="；".join(f"{line.label} {line.text}" for line in sheet.lines[1:-1]) if sheet else "",
        figures=yuan(case.total_fen) if case.opinion == "agree" else "",
        opinion=(PAPER_WITH if case.reason else PAPER_ONLY).format(words=words, reason=case.reason),
        signers=tuple(
            DestituteSigner(label=one.label, name=one.name, post=one.post, day=one.day)
            for one in printed_signers(case.application, CHAIN)
        ),
    )


def refusal(case: DestituteCase) -> DestituteRefusal:
    """不予确认同意告知书 of a decided application: the three conditions, articles, reasons, remedies."""
    application = case.application
    day = application.decided_on or clock.today()
    number = PAPER_NUMBER.format(number=case.answer_number) if case.answer_number else ""
    return DestituteRefusal(
        **_head(case, day),
        accepted_on=application.accepted_on or day,
        article=PAPER_ARTICLES,
        result=PAPER_RESULT.format(reasons=application.reasons) + number,
        remedies=remedies(application.unit_id, day),
    )


def report_letter(case: DestituteCase) -> str:
    """The words of the letter of report."""
    return PAPER_REPORT_BODY.format(
        name=case.application.subject_name,
        number=case.application.number,
        level=CARE_LEVELS[case.care_level],
        care=care_words(case) if case.care_way else "—",
        opinion=OPINIONS[case.opinion],
        figures=yuan(case.total_fen),
    )


def grant_facts(case: DestituteCase) -> str:
    """What a grant stands on: who confirmed it, under which number, on which day."""
    day = case.answered_on or case.application.decided_on
    if day is None:
        return ""
    body = (case.letter.addressee if case.letter else PAPER_DISTRICT) if case.answered_on else PAPER_STREET
    number = PAPER_CONFIRMED_NUMBER.format(number=case.answer_number) if case.answer_number else ""
    return PAPER_CONFIRMED.format(body=body, day=chinese_date(day), number=number)


def care_words(case: DestituteCase) -> str:
    """How and by whom the person is cared for, in a few words."""
    carer = case.carer or {}
    shape = PAPER_CARE_HOME if case.care_way == HOME else PAPER_CARE_PLACE
    return shape.format(
        way=CARE_WAYS[case.care_way], carer=carer.get("name", ""), relation=carer.get("relation", "")
    )


def _head(case: DestituteCase, day: dt.date) -> dict[str, Any]:
    application = case.application
    return {
        **office_facts(application.unit, day, application.definition),
        **applicant_facts(application),
        "application_number": application.number or "",
        "community": get_unit(community_of(application)).name_on(day),
        "conditions": tuple(
            ConditionLine(label=one.label, answer=PAPER_HOLDS[one.holds], why=one.why)
            for one in conditions_of(case, case.written_on or day)
        ),
        "decided_on": day,
    }
