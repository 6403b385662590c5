"""What the door asks before it saves, and the chair's way out of an entry that was wrong; pages that open nothing in vain."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from portal import clock
from portal.db import session, transaction
from portal.documents.models import IssuedNumber
from portal.documents.queries import list_documents_of
from portal.errors import Forbidden, RuleBroken
from portal.mediation.actions.assigning import assign_mediator
from portal.mediation.agreements.actions.voiding import void_case
from portal.mediation.agreements.models import Agreement
from portal.mediation.models import MediationCase
from portal.mediation.records import signing
from portal.mediation.records.choices import end_proposed, instant
from portal.mediation.records.sums import find_sums
from portal.web.application import Portal
from tests.factories import agreements, mediation, staff
from tests.mediation.agreements.test_settling import settle, settled
from tests.page import Browser

TODAY = dt.date(2026, 11, 22)
TERMS = "李样本赔偿张示例300元。"


def test_a_text_names_its_sums() -> None:
    for text, fen in (
        ("赔偿300元，另付¥1,200.50", [30_000, 120_050]),
        ("赔偿2万元（大写：人民币贰万元整）", [2_000_000]),
        ("赔偿人民币壹仟零伍拾元伍角整", [105_050]),
        ("3日内修好2号楼的水管", []),
    ):
        assert [one for _words, one in find_sums(text)] == fen, text


@pytest.mark.usefixtures("database")
class TestSettleCase:
    @pytest.mark.parametrize(
        ("changes", "field", "match", "answer"),
        [
            ({"terms": TERMS, "amount_fen": 50_000}, "terms", "300元.*500.00", {"has_other_sums": True}),
            ({"terms": TERMS, "amount_fen": 0}, "terms", "300元.*没有填", {"has_other_sums": True}),
            ({"on": dt.date(2026, 11, 14)}, "remark", "7 天", {"remark": "网络中断，纸上先记。"}),
        ],
    )
    def test_asks_before_it_saves(self, changes: dict, field: str, match: str, answer: dict) -> None:
        with pytest.raises(RuleBroken) as refused, transaction():
            settle(settled(**changes))
        assert refused.value.field == field
        words = refused.value.message % refused.value.params
        assert re.search(match, words), words
        with transaction():
            case = settle(settled(**changes, **answer)).case
            assert case.remark == answer.get("remark", "")

    def test_asks_whether_the_same_quarrel_is_another(self) -> None:
        with transaction():
            settle(settled())
        with pytest.raises(RuleBroken, match="相同当事人") as refused, transaction():
            settle(settled())
        assert refused.value.field == "is_another"
        with transaction():
            assert settle(settled(is_another=True)).case.number == "示街人调字〔2026〕2号"


@pytest.mark.usefixtures("database")
class TestVoidCase:
    @pytest.mark.both
    def test_the_chair_voids_an_entry_with_its_papers_and_numbers(self) -> None:
        with transaction():
            case = settle(settled()).case
        with pytest.raises(Forbidden), transaction():
            void_case(staff.actor("mediator"), case, version=None, reason="金额录错")
        with transaction():
            void_case(staff.actor("chair"), case, version=None, reason="金额录错")
            agreement = session.query(Agreement).one()
            assert (case.state, case.number, agreement.state) == (
                "discarded",
                "示街人调字〔2026〕1号",
                "struck",
            )
            assert {one.status for one in list_documents_of("MediationCase", case.id)} == {"void"}
            for key in (case.issued_number_id, agreement.issued_number_id):
                number = session.get_one(IssuedNumber, key)
                assert (number.state, number.void_reason) == ("void", "金额录错")
            assert settle(settled()).case.number == "示街人调字〔2026〕2号"

    def test_not_after_its_days_nor_for_a_case_of_the_table(self) -> None:
        with transaction():
            case, other = settle(settled()).case, agreements.in_force().case
        with pytest.raises(RuleBroken, match="只有当场调解"), transaction():
            void_case(staff.actor("chair"), other, version=None, reason="错")
        session.get_one(MediationCase, case.id)
        with transaction():
            case.created_at = clock.now() - dt.timedelta(days=5)
        with pytest.raises(RuleBroken, match="不能作废"), transaction():
            void_case(staff.actor("chair"), case, version=None, reason="错")


@pytest.mark.usefixtures("database")
def test_a_signature_stands_once_the_agreement_binds_or_the_case_is_closed() -> None:
    actor = staff.actor("mediator")
    with transaction():
        agreement = agreements.issued()
        agreements.sign_all(agreement)
        first = signing.signatures_of(agreement)[0]
        signing.strike_one(actor, agreement, first, reason="签错地方")
    with transaction():
        agreement.state, agreement.effective_on = "effective", agreement.reached_on
    left = signing.signatures_of(agreement)[0]
    with pytest.raises(RuleBroken, match="重新调解"), transaction():
        signing.strike_one(actor, agreement, left, reason="签错")
    with transaction():
        agreement.case.state = "closed"
    with pytest.raises(RuleBroken, match="已结案"), transaction():
        signing.strike_one(actor, agreement, left, reason="签错")


@pytest.mark.usefixtures("database")
def test_the_end_is_proposed_after_the_start() -> None:
    minute = clock.office_time().replace(second=0, microsecond=0)
    assert end_proposed(instant(minute.date(), minute.time())) > minute.time() or minute.time() == dt.time(
        23, 59
    )
    assert end_proposed(instant(TODAY, dt.time(23, 59))) == dt.time(23, 59)


def test_no_page_opens_a_form_in_vain_and_the_recorder_is_proposed(app: Portal) -> None:
    with app.app_context(), transaction():
        over = mediation.make_case("terminated").id
        bound = agreements.in_force()
        bound_id, sign_id = bound.id, signing.signatures_of(bound)[0].id
        table = mediation.make_case("mediating")
        recorder = mediation.make_mediator(name="赵记录")
        assign_mediator(staff.actor("mediator"), table, version=None, mediator=recorder, role="recorder")
        table_id, accepted = table.id, mediation.make_case("accepted").id
    browser = Browser(app.test_client()).sign_in("mediator", staff.PASSWORD)
    browser.open(f"/mediation/cases/{over}/agreement/new")
    assert "不能办理“达成协议”" in browser.page.text
    browser.open(f"/mediation/agreements/{bound_id}/change")
    assert "不能再改" in browser.page.text
    assert "保存协议" not in browser.page.text
    browser.open(f"/mediation/signatures/{sign_id}/strike")
    assert "签名不能再划去" in browser.page.text
    assert f"/mediation/signatures/{sign_id}/strike" not in browser.page.html
    for address in ("agreement/new", "sessions/new"):
        browser.open(f"/mediation/cases/{table_id}/{address}")
        assert 'value="赵记录"' in browser.page.html
    browser.open(f"/mediation/cases/{table_id}/sessions/new")
    boxes = [one for one in browser.page.html.split("<input") if 'name="mediators"' in one.split(">")[0]]
    assert (len(boxes), all("checked" in one.split(">")[0] for one in boxes)) == (2, True)
    for verb in ("terminate", "withdraw"):
        browser.open(f"/mediation/cases/{accepted}/{verb}")
        field = browser.page.html.split('name="told_on"')[1].split(">")[0]
        assert "2026" not in field


@pytest.mark.parametrize(
    ("where", "button", "wanted"),
    [
        (
            "/mediation/settle",
            "登记并制作口头协议登记表",
            {"第 1 人 姓名", "第 2 人 姓名", "纠纷类别", "最迟哪一天履行", "由谁付款或履行"},
        ),
        ("/mediation/cases/new", "登记并提交审查", {"姓名", "纠纷类别"}),
    ],
)
def test_an_empty_page_asks_for_the_names_with_the_rest(
    app: Portal, where: str, button: str, wanted: set[str]
) -> None:
    with app.app_context(), transaction():
        mediation.make_committee()
    browser = Browser(app.test_client()).sign_in("chair", staff.PASSWORD).open(where)
    if "settle" in where:
        browser.choose("履行", "约定以后履行")
    browser.press(button)
    assert browser.page.status == 422
    assert wanted <= set(browser.page.errors)


def test_an_application_against_nobody_known_is_taken_in_and_asks_for_the_other_side(app: Portal) -> None:
    with app.app_context(), transaction():
        mediation.make_committee()
    browser = Browser(app.test_client()).sign_in("chair", staff.PASSWORD).open("/mediation/cases/new")
    browser.fill("姓名", "张示例", within="当事人 1").choose("纠纷类别", "邻里")
    browser.fill("纠纷简要情况", "夜里有人往院里倒垃圾。")
    browser.fill("申请（发现）日期", "2026-12-01").press("登记并提交审查")
    assert "不能晚于今天" in str(browser.page.errors["申请（发现）日期"])
    browser.fill("申请（发现）日期", "2026-11-22").press("登记并提交审查")
    assert any("双方当事人还没有登记齐" in one for one in browser.page.notices)


def test_the_door_shows_its_question_and_the_chair_the_way_out(app: Portal) -> None:
    with app.app_context(), transaction():
        mediation.make_committee()
    browser = Browser(app.test_client()).sign_in("chair", staff.PASSWORD).open("/mediation/settle")
    browser.fill("第 1 人 姓名", "张示例").fill("第 2 人 姓名", "李样本").choose("纠纷类别", "邻里")
    browser.fill("为什么事", "楼道堆放杂物。").fill("怎么解决的", TERMS).fill("金额", "500")
    browser.choose("由谁付款或履行", "第 2 人")
    browser.press("登记并制作口头协议登记表")
    assert browser.page.status == 422
    browser.check("条款里的其他金额不是协议金额").press("登记并制作口头协议登记表")
    with app.app_context():
        case_id = session.query(MediationCase).one().id
    browser.open(f"/mediation/cases/{case_id}").follow("登记错了：作废").fill("作废的原因", "金额录错").press(
        "作废"
    )
    assert "已作废" in browser.page.text
