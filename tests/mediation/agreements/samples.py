"""The papers of agreements filled in with made-up people: one of each kind, and an agreement with what was signed on a screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.documents.facts import PaperFacts
from portal.mediation.agreements import papers
from portal.mediation.agreements.papers import AgreementFacts, Applicant, OwedLine
from portal.mediation.papers import PartyLine
from portal.mediation.records.papers import SignPlace
from portal.mediation.records.strokes import draw

DAY = dt.date(2026, 11, 2)
CASE: dict[str, Any] = {
    "office": "示范街道人民调解委员会",
    "office_phone": "0999-1234567",
    "office_address": "示范街道示范路 1 号",
    "case_number": "示街人调字〔2026〕1号",
    "title": "张示例与李样本漏水损害赔偿纠纷",
    "category": "邻里",
    "parties": (
        PartyLine(
            side="申请人",
            name="张示例",
            sex="男",
            ethnic_group="汉族",
            age="51",
            phone="13900000101",
            address="示范路2号院3号楼201",
        ),
        PartyLine(
            side="被申请人",
            name="李样本",
            sex="女",
            ethnic_group="汉族",
            age="43",
            job="教师",
            phone="13900000102",
            address="示范路2号院3号楼301",
        ),
    ),
}
STROKES = [[[100, 80, 0], [300, 200, 50], [500, 90, 100]], [[300, 60, 300], [310, 240, 400], [420, 250, 500]]]
SIGNS = (
    SignPlace(label="申请人", name="张示例"),
    SignPlace(label="被申请人", name="李样本"),
    SignPlace(label="人民调解员", name="王调解"),
    SignPlace(label="记录人", name="赵记录"),
)
TERMS = (
    "一、李样本赔偿张示例装修损失3000元（大写：人民币叁仟元整），分两期付清。",
    "二、李样本于三日内修好漏水的管道，费用自理。",
    "三、双方今后遇事协商解决，不再为此发生纠纷。",
)
AGREED: dict[str, Any] = {
    "facts_text": "2026年10月20日，李样本家中水管破裂，漏水泡坏张示例家天花板和地板。",
    "issues": "张示例要求赔偿5000元，李样本认为过高。",
    "terms": TERMS,
    "figures": "3000.00",
    "capitals": "人民币叁仟元整",
    "reached_on": DAY,
    "place": "示范街道调解室",
}


def agreement() -> AgreementFacts:
    """A written one, by instalments."""
    owed = (
        OwedLine(
            debtor="李样本",
            creditor="张示例",
            what="第一期赔偿款",
            figures="1000.00",
            due_on=dt.date(2026, 11, 12),
        ),
        OwedLine(
            debtor="李样本",
            creditor="张示例",
            what="第二期赔偿款",
            figures="2000.00",
            due_on=dt.date(2026, 12, 12),
        ),
        OwedLine(debtor="李样本", what="修好漏水的管道", due_on=dt.date(2026, 11, 5)),
    )
    return AgreementFacts(**CASE, **AGREED, manner="在示范街道调解室现金给付。", owed=owed, signs=SIGNS)


def oral() -> AgreementFacts:
    """An oral one, performed at once, signed on a screen by one who cannot read."""
    signs = (
        SignPlace(label="申请人", name="张示例", image=draw(STROKES), day=DAY),
        SIGNS[1],
        SignPlace(label="宣读人", name="钱宣读"),
        SignPlace(label="见证人", name="孙见证"),
        *SIGNS[2:3],
    )
    return AgreementFacts(**CASE, **AGREED, is_performed_at_once=True, signs=signs)


def all_samples() -> dict[str, PaperFacts]:
    """One of each kind, by its code."""
    number = "示街调协〔2026〕1号"
    return {
        papers.AGREEMENT: agreement(),
        papers.ORAL_FORM: oral(),
        papers.RECEIPT: papers.ReceiptFacts(
            **CASE,
            agreement_number=number,
            payer="李样本",
            payee="张示例",
            figures="1000.00",
            capitals="人民币壹仟元整",
            owed_figures="3000.00",
            done_figures="1000.00",
            left_figures="2000.00",
            done_on=DAY,
        ),
        papers.URGING: papers.UrgingFacts(
            **CASE,
            agreement_number=number,
            effective_on=DAY,
            debtor="李样本",
            creditor="张示例",
            what="第二期赔偿款",
            due_on=dt.date(2026, 12, 12),
            left_figures="2000.00",
            left_capitals="人民币贰仟元整",
            perform_by=dt.date(2026, 12, 20),
            remedies="当事人之间就调解协议的履行或者调解协议的内容发生争议的，一方当事人可以向人民法院提起诉讼（人民调解法第三十二条）。",
            urged_on=dt.date(2026, 12, 13),
        ),
        papers.VISIT: papers.VisitFacts(
            **CASE,
            agreement_number=number,
            visited="张示例、李样本",
            way="上门",
            reason="了解调解协议的履行情况和当事人的意见",
            performance="已全部履行",
            satisfaction="满意",
            situation="赔偿款已经付清，管道已经修好，双方关系恢复正常。",
            visitor="王调解",
            visited_on=dt.date(2026, 12, 20),
        ),
        papers.CONFIRMATION: papers.ConfirmationFacts(
            **CASE,
            applicants=(
                Applicant(
                    name="张示例",
                    sex="男",
                    birth=dt.date(1975, 1, 5),
                    ethnic_group="汉族",
                    identity_number="119901197501050011",
                    address="示范路2号院3号楼201",
                    phone="13900000101",
                ),
                Applicant(name="李样本", sex="女", ethnic_group="汉族", phone="13900000102"),
            ),
            agreement_number=number,
            agreement_form="书面协议",
            reached_on=DAY,
            effective_on=DAY,
            last_on=dt.date(2026, 12, 2),
            mediators="王调解",
            reasons=(
                "申请人之间因“张示例与李样本漏水损害赔偿纠纷”，于2026年11月2日经示范街道人民调解委员会主持调解，"
                "达成书面协议（编号：示街调协〔2026〕1号），该协议已于2026年11月2日生效。",
                "2026年10月20日，李样本家中水管破裂，漏水泡坏张示例家天花板和地板。",
                "该协议是各方当事人自愿达成，内容具体明确，不违反法律法规的强制性规定，不损害国家利益、社会公共利益和他人的合法权益，不违背公序良俗。",
            ),
            court="示范区人民法院",
            prepared_on=DAY,
        ),
        papers.CLOSING: papers.ClosingFacts(
            **CASE,
            handled_by="王调解、赵记录",
            accepted_on=dt.date(2026, 10, 28),
            ended_on=dt.date(2026, 12, 15),
            reported_on=dt.date(2026, 12, 21),
            source="当事人申请",
            summary="李样本家中水管破裂，漏水泡坏张示例家天花板和地板。",
            result="李样本赔偿3000元，已付清；管道已修好。",
            agreement_number=number,
            opinion="同意结案。",
        ),
    }
