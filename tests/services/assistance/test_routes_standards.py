"""The pages of the standards and the reckoner: entering, confirming, history, taking back, and a question at the counter."""

from __future__ import annotations

import pytest

from portal.db import transaction
from portal.web.application import Portal
from tests.factories import assistance, staff
from tests.page import Browser

PAPER = "示范区民发〔2026〕9号"


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The administrator, signed in, where a standard of 640 holds since January."""
    with app.app_context(), transaction():
        assistance.make_standard()
    return Browser(app.test_client()).sign_in("admin", staff.PASSWORD)


def enter(browser: Browser, amount: str, month: str = "2027-01", **more: str) -> Browser:
    """Fill in and send the form of the urban standard."""
    browser.open("/assistance/standards/minimum_living/enter?area=urban")
    for label, option in more.items():
        browser.choose(label, option)
    return (
        browser.fill("金额或百分比", amount)
        .fill("从哪个月起执行", month)
        .fill("文件文号", PAPER)
        .press("登记")
    )


class TestEnterStandard:
    def test_a_new_standard_is_planned_and_the_old_one_stays(self, browser: Browser) -> None:
        enter(browser, "700")
        assert "已登记：2027-01 起为 700.00。" in browser.text
        (now,) = browser.rows("现行标准")
        assert (now["标准"], now["从"], now["到"]) == ("640.00", "2026-01", "2026-12")
        (planned,) = browser.rows("以后的标准")
        assert (planned["标准"], planned["文件文号"]) == ("700.00", PAPER)
        assert planned["登记人"] == "测试13"

    def test_the_same_month_twice_is_refused_at_the_month(self, browser: Browser) -> None:
        enter(browser, "700")
        enter(browser, "710")
        assert browser.status == 422
        assert "2027-01 起的标准已经登记为 700.00" in browser.errors["从哪个月起执行"][0]

    def test_an_absurd_sum_wants_to_be_confirmed(self, browser: Browser) -> None:
        enter(browser, "64000")
        assert browser.status == 422
        assert "64000.00 元不像每月的标准。" in browser.text
        assert "比原来的 640.00 高出 50% 以上。" in browser.text
        browser.check("已经核对，按此登记").press("登记")
        assert "已登记：2027-01 起为 64000.00。" in browser.text

    @pytest.mark.parametrize(
        ("label", "value", "words"),
        [
            ("金额或百分比", "六百", "金额应写成数字"),
            ("金额或百分比", "0", "须大于零"),
            ("从哪个月起执行", "明年", "请按 2026-11 的样子填写"),
            ("文件文号", "", "请填写"),
        ],
    )
    def test_refuses_at_the_field(self, browser: Browser, label: str, value: str, words: str) -> None:
        browser.open("/assistance/standards/minimum_living/enter").fill("金额或百分比", "700")
        browser.fill("从哪个月起执行", "2027-01").fill("文件文号", PAPER).fill(label, value).press("登记")
        assert browser.status == 422
        assert words in browser.errors[label][0]

    def test_a_share_is_a_share_of_the_standard(self, browser: Browser) -> None:
        browser.open("/assistance/standards/minimum_living/enter")
        browser.choose("项目", "分类施保：重度残疾人").choose("按", "保障标准的百分之几")
        browser.fill("金额或百分比", "20%").fill("从哪个月起执行", "2026-11").fill("文件文号", PAPER).press(
            "登记"
        )
        assert any(row["标准"] == "20%" for row in browser.rows("现行标准"))

    def test_a_scheme_without_standards_of_its_own_has_no_page(self, browser: Browser) -> None:
        assert browser.open("/assistance/standards/marginal_income/enter").status == 404
        assert browser.open("/assistance/standards/lottery/enter").status == 404


class TestWithdrawStandard:
    def test_a_slip_of_the_hand_is_taken_back(self, browser: Browser) -> None:
        enter(browser, "700")
        browser.follow("撤回", row="700.00").fill("撤回原因", "文号填错").press("撤回")
        assert "已撤回。" in browser.text
        assert "700.00" not in browser.text
        enter(browser, "710")
        assert "2027-01 起为 710.00" in browser.text

    def test_what_a_decision_rests_on_stays(self, app: Portal, browser: Browser) -> None:
        with app.app_context(), transaction():
            assistance.make_file(2, 110_000)
        browser.open("/assistance/standards").follow("撤回", row="640.00")
        browser.fill("撤回原因", "填错").press("撤回")
        assert browser.status == 422
        assert "不能撤回" in browser.text


class TestListStandards:
    def test_who_only_reads_sees_no_buttons(self, app: Portal, browser: Browser) -> None:
        clerk = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).open("/assistance/standards")
        assert clerk.rows("现行标准")[0]["标准"] == "640.00"
        assert "登记新标准" not in clerk.text
        assert "撤回" not in clerk.text

    def test_without_a_standard_the_page_says_so(self, browser: Browser) -> None:
        browser.open("/assistance/standards?scheme=destitute")
        assert "2026-11 还没有标准，这一类救助不能计算。" in browser.text
        assert browser.open("/assistance/standards?scheme=lottery").rows("现行标准")


class TestTryReckoning:
    def fill(self, browser: Browser) -> Browser:
        """A couple with a child and an income of 1,000 yuan."""
        browser.open("/assistance/reckoner")
        for number, relation in ((2, "配偶"), (3, "子女")):
            browser.choose("与申请人的关系", relation, within=f"第 {number} 人")
        browser.fill("出生日期", "2015-05-01", within="第 3 人")
        return browser.fill("工资等月收入", "1000", within="第 1 人")

    def test_the_sheet_is_shown_and_nothing_is_kept(self, browser: Browser) -> None:
        self.fill(browser).press("计算")
        assert browser.status == 200
        assert "按所说的情况，每月 920.00 元。" in browser.text
        assert "640.00 × 3 − 1000.00 = 920.00" in browser.text
        assert "未成年子女（11周岁），计入" in browser.text

    def test_one_more_person_keeps_what_was_typed(self, browser: Browser) -> None:
        self.fill(browser).press("再加一人")
        assert browser.status == 200
        browser.choose("与申请人的关系", "父母", within="第 4 人").press("计算")
        assert "640.00 × 4 − 1000.00 = 1560.00" in browser.text

    def test_a_child_without_a_birth_is_asked_for_it_at_the_child(self, browser: Browser) -> None:
        self.fill(browser).fill("出生日期", "", within="第 3 人").press("计算")
        assert browser.status == 422
        assert "请填写出生日期" in browser.text

    def test_a_month_without_a_standard_is_refused_at_the_month(self, browser: Browser) -> None:
        self.fill(browser).fill("按哪个月的标准", "2025-12").press("计算")
        assert "2025-12 没有登记“最低生活保障”的保障标准" in browser.errors["按哪个月的标准"][0]

    def test_nobody_is_refused(self, browser: Browser) -> None:
        browser.open("/assistance/reckoner").choose("与申请人的关系", "请选择", within="第 1 人").press(
            "计算"
        )
        assert browser.status == 422
        assert "请至少填写一个人与申请人的关系。" in browser.text

    @pytest.mark.parametrize(
        ("wages", "words"),
        [("1920", "可以申请边缘家庭认定"), ("9000", "收入超过标准"), ("一千", "金额应写成数字")],
    )
    def test_other_answers(self, browser: Browser, wages: str, words: str) -> None:
        self.fill(browser).fill("工资等月收入", wages, within="第 1 人").press("计算")
        assert words in browser.text
