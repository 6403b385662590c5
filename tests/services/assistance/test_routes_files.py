"""The pages of supported households: list, file, change from proposal to notice, hearing, transfer, review, account, search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portal.db import session, transaction
from portal.residents.actions import record_death
from portal.services.assistance.models import SupportChange, SupportFile
from portal.web.application import Portal
from tests.factories import assistance, residents, staff
from tests.files import sample
from tests.page import Browser


class Office:
    """One street with a standard and the files that a test makes."""

    def __init__(self, app: Portal) -> None:
        self.app = app
        with app.app_context(), transaction():
            assistance.make_standard()

    def file(self, *arguments: Any, **more: Any) -> int:
        """The key of a file that the factory makes."""
        with self.app.app_context(), transaction():
            return int(assistance.make_file(*arguments, **more).id)

    def resident(self, name: str) -> str:
        """Somebody who is registered, in the words that find them."""
        with self.app.app_context(), transaction():
            return str(residents.make_resident(name=name).name)

    def ask(self, question: Callable[[], Any]) -> Any:
        """What the database says; plain values only."""
        with self.app.app_context():
            return question()

    def browser(self, who: str = "clerk") -> Browser:
        """Somebody of the cast, signed in."""
        return Browser(self.app.test_client()).sign_in(who, staff.PASSWORD)


@pytest.fixture
def office(app: Portal, unrendered: None) -> Office:
    """The street of one test."""
    return Office(app)


def at(key: int, rest: str = "") -> str:
    return f"/assistance/files/{key}{rest}"


class TestListFiles:
    def test_says_what_will_be_paid_from_when_and_that_a_marginal_household_is_paid_nothing(
        self, office: Office
    ) -> None:
        office.file(2, start_month=dt.date(2026, 12, 1))
        marginal = office.file(1, scheme="marginal_income")
        page = office.browser().open("/assistance/files")
        rows = {row["户号"]: row for row in page.rows("在保户")}
        told = {number: (row["人数"], row["月保障金（元）"]) for number, row in rows.items()}
        assert sorted(told.values()) == [("1", "不发保障金"), ("2", "1,280.00 2026-12 起发")]
        page.open(at(marginal))
        assert (page.facts["本月保障金"], page.facts["下月保障金"]) == ("不发保障金", "不发保障金")

    def test_by_number_state_and_community(self, office: Office) -> None:
        office.file(2)
        office.file(1, unit="C2", scheme="destitute")
        page = office.browser().open("/assistance/files")
        assert "示街办保户〔2026〕1号" in page.text
        assert "示街办保户〔2026〕2号" in page.text
        assert "超期" in page.text
        page.open("/assistance/files?q=〔2026〕2号")
        assert "示街办保户〔2026〕1号" not in page.text
        page.open("/assistance/files?state=stopped")
        assert "没有符合条件的家庭" in page.text

    def test_a_community_sees_its_own(self, office: Office) -> None:
        mine, other = office.file(1), office.file(1, unit="C2")
        page = office.browser("community").open(at(mine))
        assert page.status == 200
        assert page.open(at(other)).status == 404

    def test_the_search_box_and_the_residents_page(self, office: Office) -> None:
        key = office.file(1)
        page = office.browser().open("/residents?q=保户〔2026〕1号")
        assert "示街办保户〔2026〕1号" in page.text
        head = office.ask(lambda: session.get_one(SupportFile, key).head_id)
        assert "示街办保户〔2026〕1号" in page.open(f"/residents/{head}").text


class TestReadFile:
    def test_says_who_and_how_much_by_month(self, office: Office) -> None:
        key = office.file(3, 110_000)
        page = office.browser().open(at(key))
        assert page.status == 200
        for words in ("820.00 元", "****0004", "2026-05", "示街办助决〔2026〕1号", "出具通知书"):
            assert words in page.text, words
        assert assistance.ACCOUNT not in page.text
        page.press("出具通知书示街办助决〔2026〕1号")
        assert "已出具确认通知书" in page.text
        page.open("/assistance/decisions/1")
        assert "3 人 − 家庭月收入 1100.00 元" in page.text


class TestProposeChange:
    def test_scenario_16_on_the_pages(self, office: Office) -> None:
        key = office.file(3, 110_000)
        page = office.browser().open(at(key)).follow("提出变更").follow("减发")
        page.choose("变更原因", "家庭收入增加")
        page.fill("变更后的家庭月收入", "1,420").fill("事实和理由", "长子就业").press("核算并看结果")
        assert page.status == 200
        assert "500.00 元" in page.text
        assert office.ask(lambda: session.query(SupportChange.id).scalar()) is None, "nothing is filed yet"
        page.fill("变更后的家庭月收入", "1421").press("提出变更")
        assert "499.00 元" in page.text, "what was not seen is not filed"
        page.fill("变更后的家庭月收入", "1420").press("改动后重新核算").press("提出变更")
        assert "500.00 元" in page.text
        assert "听取" in page.text
        change = office.ask(lambda: session.query(SupportChange.id).scalar())
        blocked = office.browser("reviewer").open(f"/assistance/changes/{change}/decide").press("决定变更")
        assert blocked.status == 422
        assert "听取意见记录" in blocked.text
        page.follow("登记听取意见").fill("当事人的意见", "没有意见").press("保存并生成记录")
        assert page.status == 422
        page.choose("第二位工作人员", "测试二号窗").choose("听取方式", "当面")
        page.press("保存并生成记录")
        page.follow("上传签字件").attach("签字后的扫描件", "签字.pdf", sample.pdf(1), "application/pdf")
        page.press("上传签字件")
        decided = office.browser("reviewer").open(f"/assistance/changes/{change}").press("决定变更")
        assert "已决定" in decided.text
        assert "打印通知书" in decided.text
        assert "2026-12" in decided.text

    def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(self, office: Office) -> None:
        key = office.file(2)
        page = office.browser().open(at(key, "/changes/new/reduce"))
        page.fill("变更后的家庭月收入", "1500").fill("事实和理由", "就业")
        page.press("核算并看结果")
        assert page.status == 422
        assert "变更原因请填写这一项" in page.text, "nobody chooses for the reader"
        page.choose("变更原因", "家庭收入增加").press("核算并看结果")
        assert page.status == 422
        assert "停保" in page.text
        assert page.value("变更后的家庭月收入") == "1500"

    def test_who_joins_is_named_with_their_relation_and_stays_when_it_is_reckoned_anew(
        self, office: Office
    ) -> None:
        key, one = office.file(1), office.resident("刘试样")
        page = office.browser().open(at(key, "/changes/new/members"))
        page.choose("变更原因", "结婚或共同生活").fill("事实和理由", "登记结婚").choose(
            "成员 1 的分类施保", "重度残疾人"
        )
        page.press("核算并看结果")
        assert page.errors == {"加入的成员 1": ["请填写加入的成员。"]}
        page.fill("加入的成员 1", one).press("核算并看结果")
        assert page.errors == {"成员 1 与户主的关系": ["请选择这位成员与户主的关系。"]}
        page.choose("成员 1 与户主的关系", "配偶").press("核算并看结果").press("提出变更")
        page.follow("重新核算金额")
        assert page.value("加入的成员 1").startswith("刘试样")
        assert page.value("成员 1 与户主的关系") == "配偶"
        assert page.value("成员 1 的分类施保") == "重度残疾人"

    @pytest.mark.parametrize(
        "kind",
        ["increase", "members", "head_change", "death", "refused_work", "fading", "suspend", "stop", "exit"],
    )
    def test_every_kind_has_its_form(self, office: Office, kind: str) -> None:
        page = office.browser().open(at(office.file(2), f"/changes/new/{kind}"))
        assert page.status == 200
        assert page.open("/assistance/files/1/changes/new/nothing").status == 404

    def test_a_transfer(self, office: Office) -> None:
        left, entered = office.file(2), office.file(1)
        page = office.browser().open(at(left, "/changes/new/transfer_out"))
        number, born = office.ask(
            lambda: (
                session.get_one(SupportFile, entered).number,
                session.get_one(SupportFile, left).members[1].resident.birth_date,
            )
        )
        page.choose("哪位成员", f"王试样 {born}").fill("转入的户号", number).choose("与新户户主的关系", "子")
        page.fill("事实和理由", "随母亲生活").press("核算并看结果")
        assert "核算结果：" in page.text
        page.press("提出变更")
        assert "这次转移的另一户" in page.text

    def test_a_death_waits_on_the_list(self, office: Office) -> None:
        key = office.file(1)
        with office.app.app_context(), transaction():
            head = session.get_one(SupportFile, key).head
            record_death(
                staff.actor("clerk"), head, version=None, death_date=dt.date(2026, 11, 3), source="走访"
            )
        assert "救助变更待办" in office.browser("leader").open("/").text
        page = office.browser().open("/assistance/changes")
        assert "亲属" in page.text
        page.follow("停保").follow("登记亲属联系情况").fill("亲属联系情况", "其侄，电话告知")
        page.press("登记亲属联系情况")
        assert "其侄" in page.text
        decided = office.browser("leader").open("/assistance/changes").follow("停保").press("决定变更")
        assert "已决定" in decided.text
        page.open("/assistance/changes")
        assert "没有等待决定的变更" in page.text


class TestLedger:
    def test_counts_households_persons_and_fen(self, office: Office) -> None:
        office.file(3, 110_000)
        office.file(1, scheme="destitute")
        page = office.browser().open("/ledgers/supported-households?from=2026-11-01&to=2026-11-30")
        assert page.status == 200
        for words in ("示街办保户〔2026〕1号", "820.00", "1,460.00", "特困人员供养"):
            assert words in page.text, words
        page.open("/ledgers/supported-households?from=2026-04-01&to=2026-04-30")
        assert "示街办保户〔2026〕1号" not in page.text


class TestReviewsAndAccount:
    def test_a_review_that_leads_on(self, office: Office) -> None:
        key = office.file(2)
        assert "救助家庭应核查" in office.browser("community").open("/").text
        page = office.browser().open("/assistance/reviews")
        assert "逾期 1 户" in page.text
        page.open(at(key, "/reviews/new")).choose("另一位核查人", "测试二号窗").choose(
            "核查结果", "情况有变化，需要变更"
        )
        page.fill("核查情况", "收入增加").press("保存核查结果")
        assert page.h1 == "提出变更：先选种类"

    def test_scenario_41_on_the_page(self, office: Office) -> None:
        key = office.file(1, bank=False)
        page = office.browser().open(at(key, "/account")).fill("开户银行", "示范农商银行")
        page.fill("账号", assistance.PASSBOOK).press("保存账户")
        assert page.status == 422
        assert "存折" in page.text
        page.check("已与存折或银行卡核对，账号无误").press("保存账户")
        assert "****0001" in page.text

    def test_forms_are_printed(self, office: Office) -> None:
        page = office.browser().open(at(office.file(1))).press("打印核查表")
        assert page.status == 200
        assert "定期核查表" in page.text
