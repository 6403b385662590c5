"""The senior card's pages: the portrait with and without scripts, the cards with their history, loss, cancellation, printing."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image

from portal.db import session
from portal.residents import actions as residents_actions
from portal.services.items.senior_card.models import SeniorCard
from tests.factories import services, staff
from tests.services.counter import Counter, address, counter, person

__all__ = ["counter"]
CARDS = "/services/cards"


def face(width: int = 1200, height: int = 900) -> bytes:
    picture = Image.new("RGB", (width, height), "white")
    picture.paste((60, 80, 120), (width // 3, height // 3, 2 * width // 3, height))
    content = io.BytesIO()
    picture.save(content, "JPEG")
    return content.getvalue()


def card(counter: Counter, business: str = "new") -> int:
    """The key of a card made at the counter."""
    counter.make(lambda: services.card_on_the_spot(person(counter.zhang), business))
    found = counter.ask(lambda: session.query(SeniorCard).order_by(SeniorCard.id.desc()).first().id)  # type: ignore[union-attr]
    return int(found)


class TestTakePhoto:
    def test_without_scripts_the_middle_is_taken_and_can_be_moved(self, counter: Counter) -> None:
        key = counter.draft("senior_card")
        page = counter.at(key).follow("拍照或上传 近期一寸免冠正面照片")
        page.attach("照片", "脸.jpg", face(), "image/jpeg").press("使用这张照片")
        assert page.h1 == "调整照片"
        assert page.value("宽度") == "643"
        left = int(page.value("左边起"))
        page.press("右移")
        assert int(page.value("左边起")) > left
        page.press("放大")
        assert int(page.value("宽度")) < 643
        page.follow("就用这张，回到办件")
        assert page.value("近期一寸免冠正面照片") == "电子件"
        page.follow("看附件“近期一寸免冠正面照片”（新窗口打开）")
        made = Image.open(io.BytesIO(page.body))
        assert abs(made.width / made.height - 25 / 35) < 0.01

    def test_a_cut_made_on_the_page_is_taken_at_once(self, counter: Counter) -> None:
        key = counter.draft("senior_card")
        page = counter.at(key).follow("拍照或上传 近期一寸免冠正面照片")
        page.attach("照片", "脸.jpg", face(), "image/jpeg")
        for name, value in (
            ("crop_x", "300"),
            ("crop_y", "50"),
            ("crop_width", "500"),
            ("crop_height", "700"),
        ):
            hidden = page.tree.root.find("input", where=lambda n, name=name: n.get("name") == name)
            page.page.typed[hidden] = value
        page.press("使用这张照片")
        assert page.url == address(key)
        assert page.notices == ["照片已保存。"]

    def test_a_picture_that_is_too_small_is_told(self, counter: Counter) -> None:
        page = counter.at(counter.draft("senior_card")).follow("拍照或上传 近期一寸免冠正面照片")
        page.attach("照片", "小.jpg", face(120, 160), "image/jpeg").press("使用这张照片")
        assert page.status == 422
        assert "照片太小" in page.errors["照片"][0]

    def test_what_is_no_picture_is_told(self, counter: Counter) -> None:
        page = counter.at(counter.draft("senior_card")).follow("拍照或上传 近期一寸免冠正面照片")
        page.attach("照片", "脸.jpg", b"not a picture").press("使用这张照片")
        assert page.status == 422
        page.press("使用这张照片")
        assert "请选择照片" in page.errors["照片"][0]

    def test_another_application_s_picture_and_another_item_are_not_found(self, counter: Counter) -> None:
        key = counter.draft("senior_card")
        page = counter.at(key).follow("拍照或上传 近期一寸免冠正面照片")
        page.attach("照片", "脸.jpg", face(), "image/jpeg").press("使用这张照片")
        other = counter.make(
            lambda: services.draft(services.born(66, dt.date(2026, 11, 22)), item="senior_card")
        )
        plain = counter.draft()
        browser = counter.browser()
        assert browser.open(f"{CARDS}/photos/{key}/1").status == 200
        assert browser.open(f"{CARDS}/photos/{other}/1").status == 404
        assert browser.open(f"{CARDS}/photos/{other}/1/adjust").status == 404
        assert browser.open(f"{CARDS}/photos/{plain}").status == 404


class TestListCards:
    def test_an_empty_list_says_what_to_do(self, counter: Counter) -> None:
        page = counter.browser().open(CARDS)
        assert "还没有发过优待证" in page.text

    def test_finds_by_name_status_and_number(self, counter: Counter) -> None:
        card(counter)
        page = counter.browser().open(f"{CARDS}?q=张䶮")
        assert page.rows("老年优待证")[0]["类型"] == "老年优待证（绿证）"
        assert page.open(f"{CARDS}?status=lost").rows("老年优待证") == []
        page.htmx = True
        page.press("筛选")
        assert page.part

    def test_a_death_proposes_a_cancellation_that_somebody_decides(self, counter: Counter) -> None:
        card(counter)

        def die() -> object:
            return residents_actions.record_death(
                staff.actor("clerk"),
                person(counter.zhang),
                death_date=dt.date(2026, 11, 21),
                source="死亡证明",
                version=None,
            )

        counter.make(die)
        page = counter.browser().open(CARDS)
        assert page.rows("建议注销，等待处理")[0]["持证人"] == "张䶮"
        page.follow("注销 示街办优绿〔2026〕1号").choose("注销原因", "持证人死亡").press("注销")
        assert page.facts["终止"].startswith("2026年11月22日，持证人死亡")
        assert "建议注销，等待处理" not in page.open(CARDS).text


class TestReadCard:
    def test_shows_holder_face_and_the_chain(self, counter: Counter) -> None:
        card(counter)
        page = counter.browser().open(f"{CARDS}/{card(counter, 'damaged')}")
        assert page.facts["持证人"].startswith("张䶮")
        assert [row["状态"] for row in page.rows("补换沿革")] == ["有效", "已注销"]

    def test_stands_on_the_resident_s_page_and_on_the_application_s(self, counter: Counter) -> None:
        card(counter)
        page = counter.browser().open(f"/residents/{counter.zhang}")
        assert page.rows("老年优待证")[0]["证号"] == "示街办优绿〔2026〕1号"
        assert page.rows("申办记录")[0]["状态"] == "待领取"
        page.follow("示街办优绿〔2026〕1号")
        assert page.h1 == "老年优待证（绿证） 示街办优绿〔2026〕1号"
        assert "示街办优绿〔2026〕1号" in page.open(address(1)).links

    def test_another_street_s_card_is_not_found(self, counter: Counter) -> None:
        assert counter.browser("clerk_s2").open(f"{CARDS}/{card(counter)}").status == 404


class TestRecordLoss:
    def test_a_lost_card_no_longer_counts(self, counter: Counter) -> None:
        page = counter.browser().open(f"{CARDS}/{card(counter)}").follow("挂失").press("挂失")
        assert page.errors["遗失经过"]
        page.fill("遗失经过", "乘车时遗失").press("挂失")
        assert page.notices == ["已挂失，证号已列入作废名单。"]
        assert page.rows("补换沿革")[0]["状态"] == "已挂失"
        assert "打印证面" not in page.buttons

    def test_the_second_clerk_is_told(self, counter: Counter) -> None:
        key = card(counter)
        second = counter.browser("clerk2").open(f"{CARDS}/{key}/loss")
        counter.browser().open(f"{CARDS}/{key}/loss").fill("遗失经过", "甲").press("挂失")
        second.fill("遗失经过", "乙").press("挂失")
        assert second.status == 409


class TestDismissProposal:
    def test_a_card_may_be_kept(self, counter: Counter) -> None:
        key = card(counter)

        def propose() -> object:
            from portal.services.items.senior_card.actions import propose_cancellation

            found = session.get_one(SeniorCard, key)
            propose_cancellation(None, found, why="merged")
            return found

        counter.make(propose)
        page = counter.browser().open(f"{CARDS}/{key}").follow("保留这张证")
        page.fill("保留的理由", "两张类型不同").press("保留这张证")
        assert page.notices == ["已保留。"]


class TestPrintCard:
    def test_each_printing_is_counted(self, counter: Counter) -> None:
        key = card(counter)
        client = counter.browser()
        client.open(f"{CARDS}/{key}").press("打印证面")
        assert client.open(f"{CARDS}/{key}").facts["打印次数"] == "1"
