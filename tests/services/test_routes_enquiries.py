"""Enquiries in one line with their receipt, and entries from a paper day, through the inspecting browser."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.db import session
from portal.services.models import Application, Enquiry
from tests.services.counter import Counter, counter, number_of

__all__ = ["counter"]
NEW = "/services/enquiries/new"
PAPER = "/services/paper-day"


def lines(counter: Counter) -> int:
    return int(counter.ask(lambda: session.scalar(select(func.count(Enquiry.id)))))


class TestRecordEnquiry:
    def test_one_line_gives_a_receipt(self, counter: Counter) -> None:
        page = counter.browser().open(NEW).fill("姓名", "李来访").fill("联系电话", "13900000002")
        page.fill("咨询或服务事项", "医保参保").fill("答复或办理情况", "已告知所需材料").press("登记")
        assert page.notices[0] == "已登记，请打印回执交居民。"
        assert "居民服务回执（PDF，新窗口打开）" in page.links
        assert page.open("/services/enquiries").rows("来访咨询")[0]["姓名"] == "李来访"

    def test_an_anonymous_caller_is_a_line_without_receipt(self, counter: Counter) -> None:
        page = counter.browser().open(NEW).fill("咨询或服务事项", "问路").fill("答复或办理情况", "已指引")
        page.press("登记")
        assert page.errors["姓名"] == ["要打印回执，请填写姓名。"]
        page.check("打印居民服务回执", on=False).press("登记")
        assert page.notices == ["已登记。"]

    def test_a_phone_that_is_none_is_told_at_the_field(self, counter: Counter) -> None:
        page = counter.browser().open(NEW).fill("姓名", "李来访").fill("联系电话", "123")
        page.fill("咨询或服务事项", "问事").fill("答复或办理情况", "已答").press("登记")
        assert page.status == 422
        assert page.errors["联系电话"]
        assert page.value("咨询或服务事项") == "问事"

    def test_from_a_resident_s_page_it_carries_the_name(self, counter: Counter) -> None:
        page = counter.browser().open(f"{NEW}?resident={counter.zhang}")
        assert page.value("姓名") == "张䶮"
        page.fill("咨询或服务事项", "问事").fill("答复或办理情况", "已答").press("登记")
        assert page.facts["姓名"] == "张䶮"

    def test_a_double_click_writes_one_line(self, counter: Counter) -> None:
        page = counter.browser().open(NEW).fill("姓名", "李来访")
        page.fill("咨询或服务事项", "问事").fill("答复或办理情况", "已答").press("登记")
        first = page.url
        page.back().press("登记")
        assert page.url == first
        assert lines(counter) == 1

    def test_another_street_s_line_is_not_found(self, counter: Counter) -> None:
        page = counter.browser().open(NEW).fill("姓名", "李来访")
        page.fill("咨询或服务事项", "问事").fill("答复或办理情况", "已答").press("登记")
        assert counter.browser("clerk_s2").open(page.url).status == 404


class TestListEnquiries:
    def test_an_empty_day_says_what_to_do(self, counter: Counter) -> None:
        page = counter.browser().open("/services/enquiries")
        assert "这段期间没有来访咨询" in page.text
        assert page.value("日期起") == "2026-11-22"

    def test_htmx_fetches_the_list_alone(self, counter: Counter) -> None:
        page = counter.browser().open("/services/enquiries")
        page.htmx = True
        page.press("筛选")
        assert page.part


class TestRecordPaperDay:
    def test_keeps_the_paper_s_day_and_number(self, counter: Counter) -> None:
        page = counter.browser().open(PAPER).follow("困难帮扶登记")
        page.fill("受理日期", "2026-11-20").fill("纸质受理号", "示街办受〔2026〕纸7号")
        page.fill("申请人", "119901196611220018").choose("身份证", "原件").choose("困难证明", "复印件")
        page.press("补录")
        assert page.notices[0] == "已补录，受理号 示街办受〔2026〕纸7号。"
        assert number_of(page) == "示街办受〔2026〕纸7号"
        assert page.facts["受理"].startswith("2026-11-20")

    def test_a_day_too_far_back_and_one_to_come_are_refused(self, counter: Counter) -> None:
        page = counter.browser().open(PAPER).follow("困难帮扶登记")
        page.fill("纸质受理号", "纸8号").fill("申请人", "119901196611220018")
        page.choose("身份证", "原件").choose("困难证明", "原件")
        for day in ("2026-01-05", "2026-11-23"):
            page.fill("受理日期", day).press("补录")
            assert page.status == 422
            assert page.errors["受理日期"]
        assert counter.ask(lambda: session.scalar(select(func.count(Application.id)))) == 0

    def test_what_was_not_ticked_is_named_and_nothing_is_lost(self, counter: Counter) -> None:
        page = counter.browser().open(PAPER).follow("老年优待证 · 首次申领")
        page.fill("受理日期", "2026-11-20").fill("纸质受理号", "纸9号").fill("申请人", "119901196611220018")
        page.choose("办证依据", "本地户籍").press("补录")
        assert page.status == 422
        assert "材料还没有核对齐全" in page.errors[""][0]
        assert page.value("纸质受理号") == "纸9号"
        assert page.value("申请人") == "119901196611220018"
