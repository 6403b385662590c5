"""The pages of the board: from the work list to the sealed slip, objections, another street's notices, published lists."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.services.notices import published
from portal.services.notices.wording import Line
from portal.web.application import Portal
from tests.factories import staff
from tests.files import sample
from tests.page import Browser
from tests.services.conftest import unrendered
from tests.services.notices import board

__all__ = ["unrendered"]
PHOTO = ("现场.jpg", sample.picture(), "image/jpeg")


class Boards:
    """The boards of one street, for page tests."""

    def __init__(self, app: Portal) -> None:
        self.app = app

    def make(self, maker=board.announced, **more: object) -> int:  # type: ignore[no-untyped-def]
        with self.app.app_context(), transaction():
            return int(maker(**more).id)

    def browser(self, who: str = "community") -> Browser:
        return Browser(self.app.test_client()).sign_in(who, staff.PASSWORD)


@pytest.fixture
def boards(app: Portal, unrendered: None) -> Boards:
    return Boards(app)


class TestBoard:
    def test_from_the_work_list_to_the_sealed_slip(self, boards: Boards) -> None:
        boards.make(post_on=clock.today())
        page = boards.browser().open("/services/notices").follow("登记张贴 张䶮")
        page.fill("张贴地点", "社区公示栏").attach("张贴照片", *PHOTO).press("登记张贴")
        assert page.notices == [
            "已登记张贴。期满次日请来登记撤下。",
            "公示期到 2026年11月29日 24:00，期满后才能作出决定。",
        ]
        assert page.open("/services/notices").h1 == "公示张贴"
        assert "今天没有要张贴、撤下或上报的公示" in page.text
        clock.fix_today(dt.date(2026, 11, 30))
        page.reload().follow("登记撤下 张䶮").attach("撤下照片", *PHOTO).press("登记撤下")
        assert "公示情况反馈单（PDF，新窗口打开）" in page.links
        page.open("/services/notices").follow("录入反馈单 张䶮").choose("反馈单写的是", "公示期间无异议")
        page.attach("盖章的反馈单", *PHOTO).press("录入反馈单")
        assert page.notices[-1] == "公示已结束（到 2026年11月29日 24:00），没有未处理的异议。"
        assert page.client.get(page.links["盖章的反馈单（新窗口打开）"]).mimetype == "image/jpeg"

    def test_a_photograph_is_asked_for_and_nothing_typed_is_lost(self, boards: Boards) -> None:
        key = boards.make(post_on=clock.today())
        page = boards.browser("secretary").open(f"/services/notices/{key}/post").fill("张贴地点", "公示栏")
        page.press("登记张贴")
        assert page.status == 422
        assert page.errors["张贴照片"] == ["请上传现场照片。"]
        assert page.value("张贴地点") == "公示栏"

    def test_another_day_first_where_the_sheet_names_one(self, boards: Boards) -> None:
        key = boards.make()
        page = boards.browser().open(f"/services/notices/{key}/post").fill("张贴地点", "公示栏")
        page.attach("张贴照片", *PHOTO).press("登记张贴")
        assert "公示单上印的张贴日是 2026-11-23" in page.errors["张贴日期"][0]
        page.open(f"/services/notices/{key}").follow("改张贴日").press("改张贴日")
        assert page.notices[0] == "张贴日已改，请重新打印公示单。"
        assert "公示到 2026-11-29 24:00" in page.facts["公示期"]

    def test_other_communities_and_streets_see_none_of_it(self, boards: Boards) -> None:
        with boards.app.app_context(), transaction():
            staff.make_account("community_2", "测试新华", ("community", staff.unit("C2")))
        key = boards.make(board.posted)
        for who in ("community_2", "clerk_s2"):
            page = boards.browser(who)
            for path in ("", "/post", "/remove", "/return-slip", "/objections/new", "/pictures/posted"):
                assert page.open(f"/services/notices/{key}{path}").status == 404, (who, path)
            assert page.open("/services/notices/all").rows("公示") == []


class TestObjections:
    def test_recorded_by_the_community_settled_by_the_office(self, boards: Boards) -> None:
        key = boards.make(board.posted)
        page = (
            boards.browser().open(f"/services/notices/{key}").follow("登记异议").fill("异议内容", "家里有车")
        )
        page.press("登记异议")
        assert page.notices[-1] == "有 1 条异议还没有处理完，处理后才能作出决定。"
        assert "家里有车" not in page.text
        page = boards.browser("reviewer").open(f"/services/notices/{key}")
        assert "取消公示" not in page.links  # it would be refused while an objection is open
        page.open("/services/notices").follow("去处理 张䶮")
        assert "家里有车" in page.text
        page.follow("处理这条异议").choose("处理结果", "异议成立，更正后重新公示").fill(
            "核实情况", "收入更正"
        )
        page.press("处理完毕")
        assert page.notices[-1].startswith("异议成立，须按更正后的意见重新公示")
        assert "取消公示" in page.open(f"/services/notices/{key}").links

    def test_cancelled_with_a_reason(self, boards: Boards) -> None:
        page = boards.browser("clerk").open(f"/services/notices/{boards.make()}").follow("取消公示")
        page.fill("取消原因", "金额算错").press("取消公示")
        assert page.notices[-1] == "已取消：金额算错"


class TestPrintPublished:
    def test_a_list_for_a_community(self, boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(published, "_sources", {})
        page = boards.browser().open("/services/notices/published")
        assert "还没有可以公布的名单" in page.text
        published.define_published(
            "tests", "最低生活保障对象公布名单", lambda unit, day: [Line("张䶮", 3, 92000)]
        )
        page.reload().choose("名单", "最低生活保障对象公布名单").choose("社区", "和平社区").press("生成名单")
        assert page.notices == ["名单已生成：1 户 3 人，请打印张贴。"]
        assert page.rows("已生成的名单")[0]["人数"] == "3"
