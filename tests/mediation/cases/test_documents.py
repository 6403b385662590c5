"""The papers of a case: every field of the national forms stands on them, and no other office's name; one picture is kept."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from portal.documents.imprint import Imprint, check_address
from portal.documents.kinds import kind_of
from portal.documents.render import PaperOrder, compose
from portal.mediation import papers
from portal.mediation.states import REFUSALS
from tests.documents.looks import must_look

DAY = dt.date(2026, 11, 22)
NUMBERS = {"mediation_acceptance": "示街调受〔2026〕1号", "mediation_refusal": "示街调不〔2026〕1号"}
PEOPLE = (
    papers.PartyLine(
        side="申请人",
        name="张䶮",
        sex="男",
        ethnic_group="汉族",
        age="51",
        phone="13900000101",
        address="示范路2号院",
    ),
    papers.PartyLine(
        side="被申请人",
        name="示范物业服务有限公司和平分公司",
        is_person=False,
        legal_representative="王法人",
        credit_code="11119901MB0A00018U",
        phone="0999-7654321",
        address="示范路8号",
    ),
)
CASE = {
    "office": "示范街道人民调解委员会",
    "office_phone": "0999-1234567",
    "case_number": "示街人调字〔2026〕1号",
    "title": "张䶮与示范物业服务有限公司物业纠纷",
    "category": "物业",
    "parties": PEOPLE,
}
FORM = papers.AcceptanceForm(
    **CASE,
    accepted_on=DAY,
    source="公安移送",
    source_note="示公调〔2026〕3号",
    sources=("当事人申请", "主动调解", "公安移送"),
    story="楼道漏水，双方就维修费用争执。\n协商未果。",
    registered_by="测试05",
)
REMEDIES = "当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。"
SAID: dict[str, tuple[papers.CaseFacts, list[str]]] = {
    "mediation_application": (
        papers.ApplicationForm(**CASE, story="楼道漏水。", demands=("1.修好管道", "2.赔偿"), applied_on=DAY),
        [
            "性别",
            "民族",
            "年　　龄",
            "职业或职务",
            "联系方式",
            "纠纷简要",
            "申请事项",
            "现自愿申请人民调解委员会进行调解",
        ],
    ),
    "mediation_acceptance_form": (
        FORM,
        [
            "经当事人同意，调解张䶮、",
            "☑ 公安移送",
            "☐ 主动调解",
            "登记人（测试05）",
            "此表由人民调解委员会填写",
        ],
    ),
    "mediation_rights": (
        papers.RightsNotice(**CASE, way="书面告知", told_on=DAY, told_time="09:00", told_by="测试05"),
        [
            "接受调解、拒绝调解或者要求终止调解",
            "如实陈述纠纷事实",
            "共同向人民法院申请司法确认",
            "不收取任何费用",
            "09:00",
        ],
    ),
    "mediation_acceptance": (
        papers.AcceptanceNotice(
            **CASE, addressees="张䶮", applied_on=DAY, accepted_on=DAY, due_on=DAY, bring="身份证明"
        ),
        ["示街调受〔2026〕1号", "存根", "申请人张䶮签收", "请携带：身份证明", "不收取任何费用"],
    ),
    "mediation_refusal": (
        papers.RefusalNotice(
            **CASE | {"case_number": ""},
            addressees="张䶮",
            applied_on=DAY,
            reasons=tuple(REFUSALS.values()),
            reason=REFUSALS["respondent_refuses"],
            remedies=REMEDIES,
            decided_on=DAY,
        ),
        ["☑ 1.被申请人明确拒绝调解", "☐ 7.其他", REMEDIES, "存根"],
    ),
    "mediation_termination": (
        papers.TerminationNotice(
            **CASE,
            addressees="张䶮",
            accepted_on=DAY,
            reason="当事人无法达成一致",
            remedies=REMEDIES,
            ended_on=DAY,
        ),
        ["当事人无法达成一致。", REMEDIES, "存根"],
    ),
    "mediation_extension": (
        papers.ExtensionPaper(
            **CASE,
            accepted_on=DAY,
            reason="等待鉴定",
            consents=(papers.Consent(name="张䶮", day=DAY, way="当面同意"),),
            old_due_on=DAY,
            new_due_on=dt.date(2026, 12, 22),
            asked_on=DAY,
            decided_on=DAY,
            decided_by="测试05",
        ),
        ["2026年12月22日", "当面同意", "等待鉴定"],
    ),
    "mediation_withdrawal": (
        papers.WithdrawalForm(**CASE, asked_by="张䶮", reason="已和解", asked_on=DAY),
        ["自愿撤回调解申请", "已和解", "撤回人（张䶮）"],
    ),
    "mediation_recusal": (
        papers.RecusalPaper(
            **CASE,
            mediator="测试05",
            asked_by="张䶮",
            asked_on=DAY,
            reason="系兄弟",
            is_granted=True,
            decided_by="测试06",
            decided_on=DAY,
        ),
        ["☑ 同意回避", "☐ 不需要回避", "系兄弟"],
    ),
    "mediation_suspension": (
        papers.SuspensionNotice(
            **CASE, addressees="张䶮", accepted_on=DAY, reason="等待鉴定", suspended_on=DAY
        ),
        ["等待鉴定", "起中止调解", "存根", "申请人张䶮签收", "和平分公司签收"],
    ),
    "mediation_danger": (
        papers.DangerRecord(
            **CASE,
            report=1,
            danger="扬言或者已经动手伤人",
            happened="当事人扬言动手，已经分开劝说，家属在旁看护。",
            noticed="2026年11月22日 09:30",
            reported="2026年11月22日 09:35",
            station="示范派出所",
            receiver="值班民警",
            way="电话",
            reported_by="测试05",
            made_on=DAY,
        ),
        ["第二十五条", "09:35", "示范派出所", "值班民警", "电话", "报告人（测试05）"],
    ),
}


def order(kind: str, facts: papers.CaseFacts) -> PaperOrder:
    """The order of a paper with a made-up imprint."""
    paper = kind_of(kind)
    imprint = Imprint(
        number=NUMBERS.get(kind, ""),
        check_code="K7M2P9QX4T",
        check_url=check_address("http://10.0.0.1", "K7M2P9QX4T", "a" * 22),
        issued_on=DAY,
    )
    return PaperOrder(
        template=paper.template,
        version=paper.version,
        paper_format="a4",
        title=paper.title,
        seal=paper.seal,
        facts=facts,
        imprint=imprint,
    )


@pytest.mark.parametrize("kind", SAID)
def test_the_paper_says_what_the_form_asks(kind: str) -> None:
    facts, wanted = SAID[kind]
    words = re.sub(r"<[^>]+>|\n", "", compose(order(kind, facts)).split("<body", 1)[1])
    for one in [*wanted, facts.office]:
        assert one in words, (kind, one)
    assert "街道办事处" not in words


def test_the_acceptance_form_looks_as_approved(tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = Path(__file__).with_name("approved") / "mediation_acceptance_form-a4.png"
    must_look(order("mediation_acceptance_form", FORM), kept, tmp_path_factory)
