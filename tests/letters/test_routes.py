"""The pages of letters: from a draft to an answer with its scan, lists, refusals, and whose letters they are."""

from __future__ import annotations

import pytest

from portal.db import session, transaction
from portal.letters import hooks
from portal.letters.models import Letter
from portal.letters.outside import OUTSIDE
from portal.settings.actions import change_setting
from portal.signoffs import printed_signers
from portal.web.application import Portal
from tests.factories import letters, staff
from tests.files import sample
from tests.page import Browser


class Desk:
    """The street's desk of one test."""

    def __init__(self, app: Portal) -> None:
        self.app = app
        with app.app_context(), transaction():
            letters.seed()

    def sent(self, **more: object) -> int:
        with self.app.app_context(), transaction():
            return letters.sent(**more).id  # type: ignore[arg-type]

    def browser(self, who: str = "clerk") -> Browser:
        return Browser(self.app.test_client()).sign_in(who, staff.PASSWORD)


@pytest.fixture
def desk(app: Portal, unrendered: None) -> Desk:
    return Desk(app)


class TestDraftLetter:
    def test_from_a_draft_to_its_number(self, desk: Desk) -> None:
        page = desk.browser().open("/letters").follow("写函")
        page.choose("种类", "交办函").fill("其他单位名称", "示范区医疗保障局").fill("标题", "关于核对的函")
        page.fill("正文", "请核对。\n请函复。").fill("附件", "名单 3份\n授权书").press("保存草稿")
        assert page.notices == ["草稿已保存。核对无误后点“发出”。"]
        assert "名单 3 份" in page.text
        page.follow("修改").fill("标题", "关于核对家庭情况的函").press("保存修改")
        page.follow("发出").choose("送达方式", "邮寄").press("编号并发出")
        assert page.notices == ["已编号 示街办交办〔2026〕1号，请打印盖章后送出。"]
        assert page.facts["送达方式"] == "邮寄"
        assert "交办函（PDF，新窗口打开）" in page.links

    def test_nothing_typed_is_lost_when_it_is_refused(self, desk: Desk) -> None:
        page = desk.browser().open("/letters/new").fill("标题", "关于核对的函").fill("正文", "请核对。")
        page.press("保存草稿")
        assert page.status == 422
        assert page.errors["其他单位名称"] == ["请选择收文单位，或填写单位名称。"]
        assert page.value("正文").strip() == "请核对。"

    def test_the_bodies_outside_are_offered_behind_the_typed_name(self, desk: Desk) -> None:
        with desk.app.app_context(), transaction():
            change_setting(
                staff.actor("admin"), key=OUTSIDE.key, text="示范区人民法院", valid_from=None, reason="常用"
            )
        page = desk.browser().open("/letters/new")
        assert '<option value="示范区人民法院">' in page.html

    def test_about_a_record_leads_back_to_it(self, desk: Desk) -> None:
        with desk.app.app_context():
            unit = staff.unit("C1")
        hooks.define_subject("Unit", lambda actor, key: hooks.About(unit, "和平社区", "/letters"))
        page = desk.browser().open("/letters/new?subject_type=Unit&subject_id=3")
        assert "这封函关于：和平社区" in page.notices
        page.choose("收文单位", "示范司法所").fill("标题", "函").fill("正文", "文").press("保存草稿")
        assert page.facts["关于"] == "和平社区"
        assert desk.browser().open("/letters/new?subject_type=Nothing&subject_id=3").status == 404


class TestEnterAnswer:
    def test_with_its_scan_and_then_it_waits_no_more(self, desk: Desk) -> None:
        key = desk.sent()
        page = desk.browser().open("/letters")
        assert page.rows("公函")[0]["标题"].startswith("关于报送最低生活保障申请材料的函")
        page.open(f"/letters/{key}").follow("登记答复").choose("答复结果", "同意")
        page.fill("对方文号", "示民函〔2026〕8号").fill("对方落款日期", "2026-11-22")
        page.attach("扫描件", "复函.pdf", sample.pdf(), "application/pdf").press("登记答复")
        assert page.notices == ["答复已登记。"]
        assert page.facts["结果"] == "同意"
        scan = page.client.get(page.links["复函.pdf（新窗口打开）"])
        assert scan.mimetype == "application/pdf"
        assert page.open("/letters?tab=answered").rows("公函")[0]["状态"] == "已答复"

    def test_a_program_is_no_scan(self, desk: Desk) -> None:
        page = desk.browser().open(f"/letters/{desk.sent()}/answer").fill("对方落款日期", "2026-11-22")
        page.choose("答复结果", "同意").attach("扫描件", "复函.exe", b"MZ\x90\x00").press("登记答复")
        assert page.status == 422
        assert page.errors["扫描件"]


class TestWithdrawLetter:
    def test_says_why_and_stays_in_the_list(self, desk: Desk) -> None:
        page = desk.browser().open(f"/letters/{desk.sent()}").follow("撤回").fill("撤回原因", "材料不齐")
        page.press("撤回")
        assert "编号作废" in page.notices[0]
        assert page.open("/letters?tab=withdrawn").rows("公函")[0]["文号"] == "示街办报送〔2026〕1号"


class TestSignLetter:
    def test_by_the_reviewer_then_the_leader(self, desk: Desk) -> None:
        with desk.app.app_context(), transaction():
            key = letters.drafted().id
        page = desk.browser("clerk").open(f"/letters/{key}")
        assert "签批" not in page.links
        for who in ("reviewer", "leader"):
            page = desk.browser(who).open(f"/letters/{key}").follow("签批").press("签批")
            assert page.notices == ["已签批。"]
        assert "签批" not in page.links
        with desk.app.app_context():
            signers = printed_signers(session.get_one(Letter, key), "letters.letter")
            assert signers[-1].post == "分管领导（签发）@示范街道办事处"


class TestListLetters:
    def test_filters_and_the_part_alone(self, desk: Desk) -> None:
        desk.sent()
        desk.sent(kind="enquiry", title="关于核对车辆的函")
        page = desk.browser().open("/letters?kind=enquiry&q=车辆")
        assert [row["种类"] for row in page.rows("公函")] == ["协查（核对）函"]
        assert page.open("/letters?tab=overdue").rows("公函") == []
        assert page.open("/letters?from=2026-11-23&tab=all").rows("公函") == []
        assert page.open("/letters?tab=nonsense&page=9&from=x").status == 200

    def test_another_street_sees_none_of_them(self, desk: Desk) -> None:
        key = desk.sent()
        other = desk.browser("clerk_s2")
        for path in ("", "/answer", "/withdraw", "/send", "/change", "/sign"):
            assert other.open(f"/letters/{key}{path}").status == 404
        assert other.open("/letters?tab=all").rows("公函") == []

    def test_the_register_lists_what_got_a_number(self, desk: Desk) -> None:
        desk.sent()
        row = desk.browser().open("/ledgers/letters?from=2026-11-01&to=2026-11-30").rows("往来函登记簿")[0]
        assert (row["文号"], row["收文单位"], row["状态"]) == (
            "示街办报送〔2026〕1号",
            "示范区民政局",
            "等答复",
        )
