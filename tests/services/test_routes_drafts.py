"""Working a draft, through the inspecting browser: one save, acceptance from the same form, and the bad input of the counter."""

from __future__ import annotations

import gc
import io
import warnings
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from portal.db import session
from portal.documents.models import IssuedNumber
from portal.files.models import StoredFile
from portal.services.models import ItemVersion
from tests.factories import services, staff
from tests.page import Browser
from tests.services.counter import Counter, address, counter, number_of

__all__ = ["counter"]
SAVE, REST, ACCEPT, NOTIFY, SPOT = "保存", "其余都已收，保存", "受理", "一次性告知", "当场办结"


def picture(width: int = 900, height: int = 1200, kind: str = "JPEG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(content, kind)
    return content.getvalue()


def numbers(counter: Counter) -> int:
    return int(counter.ask(lambda: session.scalar(select(func.count(IssuedNumber.id)))))


def ticked(page: Browser) -> Browser:
    return page.choose("身份证", "原件").choose("困难证明", "复印件").choose("补充说明", "不需")


def typed(page: Browser) -> str:
    """What stands in the story's box, as a browser shows it."""
    return page.value("情况说明").strip()


class TestSaveDraft:
    def test_answers_and_materials_are_saved_together(self, counter: Counter) -> None:
        page = ticked(counter.at(counter.draft())).fill("情况说明", "家中老人无人照料")
        page.fill("困难证明 份数", "2").press(SAVE)
        assert page.notices == ["已保存。"]
        assert typed(page) == "家中老人无人照料"
        assert page.value("困难证明") == "复印件"
        assert page.value("困难证明 份数") == "2"

    def test_why_something_was_missing_does_not_stay_with_what_has_come(self, counter: Counter) -> None:
        page = (
            counter.at(counter.draft()).choose("困难证明", "缺").fill("困难证明 说明", "忘在家里").press(SAVE)
        )
        page.choose("困难证明", "原件").press(SAVE)
        assert page.value("困难证明 说明") == ""
        page.fill("困难证明 说明", "已验原件").press(SAVE)
        assert page.value("困难证明 说明") == "已验原件"

    def test_the_rest_is_taken_as_received_in_one_press(self, counter: Counter) -> None:
        page = counter.at(counter.draft()).choose("补充说明", "不需").press(REST)
        assert page.value("身份证") == "原件"
        assert page.value("困难证明") == "原件"
        assert page.value("补充说明") == "不需"

    def test_a_waiver_without_its_reason_is_told_at_the_line_and_nothing_is_lost(
        self, counter: Counter
    ) -> None:
        page = counter.at(counter.draft()).fill("情况说明", "说到一半").choose("身份证", "免交").press(SAVE)
        assert page.status == 422
        assert "请写明理由" in page.text
        assert page.value("身份证") == "免交"
        assert typed(page) == "说到一半"
        page.fill("身份证 说明", "系统内可查").press(SAVE)
        assert page.notices == ["已保存。"]

    def test_a_text_that_is_too_long_is_told_at_its_field(self, counter: Counter) -> None:
        page = counter.at(counter.draft()).fill("情况说明", "长" * 101).press(SAVE)
        assert page.status == 422
        assert page.errors["情况说明"]
        assert len(typed(page)) == 101

    def test_a_date_of_promise_that_is_no_date_is_told(self, counter: Counter) -> None:
        page = (
            counter.at(counter.draft())
            .choose("困难证明", "容缺")
            .fill("困难证明 补交日期", "2026-13-40")
            .press(SAVE)
        )
        assert page.status == 422
        assert page.value("困难证明") == "容缺"

    def test_rare_characters_stay(self, counter: Counter) -> None:
        page = counter.at(counter.draft()).fill("情况说明", "䶮𬭚𬎆·阿卜杜拉").press(SAVE)
        assert typed(page) == "䶮𬭚𬎆·阿卜杜拉"

    def test_a_second_clerk_saving_over_the_first_sees_both(self, counter: Counter) -> None:
        key = counter.draft()
        first, second = counter.at(key), counter.at(key, "clerk2")
        first.fill("情况说明", "第一位写的").choose("身份证", "原件").press(SAVE)
        second.fill("情况说明", "第二位写的").choose("身份证", "复印件").press(SAVE)
        assert second.status == 409
        rows = {row["项目"]: row for row in second.rows("两份内容的不同之处")}
        assert rows["情况说明"]["现在保存的（他人刚刚更新）"] == "第一位写的"
        assert rows["情况说明"]["您填写的（在下面的表中）"] == "第二位写的"
        assert typed(second) == "第二位写的"
        assert counter.look(key, "answers") == {"story": "第一位写的"}
        second.press(SAVE)
        assert counter.look(key, "answers") == {"story": "第二位写的"}

    def test_a_new_version_published_meanwhile_brings_its_list(self, counter: Counter) -> None:
        from dataclasses import replace

        from portal.services.definitions import MaterialDefinition

        def versions() -> int:
            return int(session.scalar(select(func.count(ItemVersion.id))) or 0)

        key = counter.draft()
        page, before = counter.at(key), counter.ask(versions)
        more = (*services.PLAIN.materials, MaterialDefinition("new_one", "新增的材料"))
        counter.make(lambda: services.publish(replace(services.PLAIN, materials=more)))
        ticked(page).press(ACCEPT)
        assert page.status == 422
        assert "新增的材料" in page.text
        assert counter.ask(versions) == before + 1

    def test_a_reviewer_only_reads(self, counter: Counter) -> None:
        page = counter.at(counter.draft(), "reviewer")
        assert SAVE not in page.buttons
        assert page.rows("材料")[0]["核对"].startswith("未核")


class TestAcceptFromTheDraft:
    def test_takes_a_number_and_offers_the_receipt(self, counter: Counter) -> None:
        page = ticked(counter.at(counter.draft())).press(ACCEPT)
        assert page.notices[0].startswith("已受理，受理号 示街办受〔2026〕1号")
        assert number_of(page) == "示街办受〔2026〕1号"
        assert "受理通知书（PDF，新窗口打开）" in page.links
        assert page.facts["办理期限"].startswith("2026-12-04")

    def test_what_is_not_checked_stands_in_the_way(self, counter: Counter) -> None:
        page = counter.at(counter.draft()).choose("身份证", "原件").press(ACCEPT)
        assert page.status == 422
        assert "困难证明" in page.errors[""][0]
        assert page.value("身份证") == "原件"
        assert numbers(counter) == 0

    def test_a_double_click_takes_one_number_and_gives_the_same_page(self, counter: Counter) -> None:
        page = ticked(counter.at(counter.draft())).press(ACCEPT)
        first, number = page.url, number_of(page)
        page.back()
        ticked(page).press(ACCEPT)
        assert page.url == first
        assert number_of(page) == number
        assert numbers(counter) == 1

    def test_back_and_resubmit_with_a_fresh_page_says_how_it_stands(self, counter: Counter) -> None:
        key = counter.draft()
        other = ticked(counter.at(key))
        ticked(counter.at(key)).press(ACCEPT)
        other.press(ACCEPT)
        assert other.status in {409, 422}
        assert "已受理" in other.text
        assert numbers(counter) == 1

    def test_a_promised_material_brings_a_promise_to_sign(self, counter: Counter) -> None:
        page = ticked(counter.at(counter.draft())).choose("困难证明", "容缺").press(ACCEPT)
        assert "容缺承诺书（PDF，新窗口打开）" in page.links
        assert "补交至" in page.rows("材料")[1]["说明"]

    def test_the_session_that_ran_out_keeps_what_was_typed(self, counter: Counter) -> None:
        key = counter.draft()
        page = counter.at(key).fill("情况说明", "写了很久的一段话")
        end_sign_ins(counter)
        page.press(SAVE)
        assert page.h1 == "登录"
        page.fill("用户名", "clerk").fill("密码", staff.PASSWORD).press("登录")
        assert any("已恢复您之前填写的内容" in text for text in page.notices)
        assert typed(page) == "写了很久的一段话"
        page.press(SAVE)
        assert counter.look(key, "answers") == {"story": "写了很久的一段话"}


def end_sign_ins(counter: Counter) -> None:
    from portal import clock
    from portal.accounts.models import SignIn
    from portal.db import transaction

    with counter.app.app_context(), transaction():
        for found in session.scalars(select(SignIn)):
            found.ended_at = clock.now()


class TestNotifyFromTheDraft:
    def test_tells_what_is_missing_and_waits(self, counter: Counter) -> None:
        page = ticked(counter.at(counter.draft())).choose("困难证明", "缺").fill("困难证明 说明", "没有盖章")
        page.press(NOTIFY)
        assert "待补正" in page.text
        assert "一次性告知书（PDF，新窗口打开）" in page.links

    def test_nothing_missing_needs_no_notice(self, counter: Counter) -> None:
        page = ticked(counter.at(counter.draft())).press(NOTIFY)
        assert page.status == 422
        assert "没有标为“缺”的材料" in page.errors[""][0]

    def test_supplied_and_accepted_in_one_press(self, counter: Counter) -> None:
        page = ticked(counter.at(counter.draft())).choose("困难证明", "缺").press(NOTIFY)
        page.choose("困难证明", "原件").press(ACCEPT)
        assert number_of(page).startswith("示街办受")
        assert "收到补正" in page.html

    def test_supplied_by_its_own_page(self, counter: Counter) -> None:
        key = counter.draft()
        ticked(counter.at(key)).choose("困难证明", "缺").press(NOTIFY)
        page = counter.at(key, rest="supplement").choose("困难证明", "原件").press("收到补正")
        assert any("可以受理" in text for text in page.notices)
        assert counter.look(key, "state") == "draft"


class TestOnTheSpot:
    def test_one_screen_one_press_one_slip(self, counter: Counter) -> None:
        page = counter.at(counter.draft("senior_card")).press(REST).press(SPOT)
        assert page.notices[0].startswith("已当场办结")
        assert "办结单（PDF，新窗口打开）" in page.links
        assert "示街办优绿〔2026〕1号" in page.links

    def test_the_question_left_open_is_named(self, counter: Counter) -> None:
        key = counter.make(
            lambda: services.actions.start_visit(
                staff.actor("clerk"),
                unit_id=staff.actor("clerk").unit_id or 0,
                items=["senior_card"],
                resident_id=counter.zhang,
            ).applications[0]
        )
        page = counter.at(key).press(REST).press(SPOT)
        assert page.status == 422
        assert "办证依据" in " ".join(m for messages in page.errors.values() for m in messages)


class TestCheckMaterials:
    def test_the_checklist_has_a_page_of_its_own(self, counter: Counter) -> None:
        key = counter.draft()
        page = counter.at(key, rest="materials")
        ticked(page).press("核对材料")
        assert page.url == address(key)
        assert page.value("身份证") == "原件"

    def test_after_acceptance_it_leads_back(self, counter: Counter) -> None:
        page = counter.at(counter.accepted(), rest="materials")
        assert any("不能办理" in text for text in page.notices)


class TestAttachFile:
    def test_a_scan_is_kept_and_shown(self, counter: Counter) -> None:
        key = counter.draft()
        page = counter.at(key).follow("拍照或上传 困难证明")
        page.attach("文件", "证明.jpg", picture(), "image/jpeg").press("上传")
        assert page.notices == ["“困难证明”的附件已保存。"]
        page.follow("看附件“困难证明”（新窗口打开）")
        assert page.headers["Content-Type"] == "image/jpeg"

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("证明.jpg", b"%PDF-1.4 not a picture", ""),
            ("程序.exe", b"MZ\x90\x00", ""),
            ("空.jpg", b"", "空"),
        ],
    )
    def test_what_is_not_what_its_name_says_is_refused(
        self, counter: Counter, name: str, content: bytes, words: str
    ) -> None:
        key = counter.draft()
        page = counter.at(key).follow("拍照或上传 困难证明").attach("文件", name, content).press("上传")
        assert page.status == 422
        assert words in " ".join(page.errors["文件"])
        assert counter.ask(lambda: session.scalar(select(func.count(StoredFile.id)))) == 0

    def test_no_file_at_all_is_told(self, counter: Counter) -> None:
        page = counter.at(counter.draft()).follow("拍照或上传 困难证明").press("上传")
        assert page.errors["文件"] == ["请选择文件。"]

    def test_too_big_is_told_at_the_field(self, counter: Counter) -> None:
        page = counter.at(counter.draft()).follow("拍照或上传 困难证明")
        page.attach("文件", "大.jpg", b"\xff\xd8" + b"0" * (11 * 1024 * 1024)).press("上传")
        assert page.status == 422
        assert "不能超过 10 MB" in page.errors["文件"][0]
        with warnings.catch_warnings():  # the test client leaves its own temporary file to the collector
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()

    def test_another_unit_s_attachment_is_not_found(self, counter: Counter) -> None:
        key = counter.draft()
        page = counter.at(key).follow("拍照或上传 困难证明")
        page.attach("文件", "证明.jpg", picture(), "image/jpeg").press("上传")
        link: Any = page.links["看附件“困难证明”（新窗口打开）"]
        assert counter.browser("clerk_s2").open(link).status == 404
        assert counter.browser().open(address(key, "files/99999")).status == 404


class TestReceivePromised:
    def test_what_was_promised_comes_in(self, counter: Counter) -> None:
        key = counter.draft()
        page = ticked(counter.at(key)).choose("困难证明", "容缺").press(ACCEPT)
        page.follow("补交“困难证明”").choose("收到的形式", "复印件").press("收到")
        assert page.notices[0] == "已收到“困难证明”。"
        assert page.rows("材料")[1]["核对"] == "已收 复印件"
