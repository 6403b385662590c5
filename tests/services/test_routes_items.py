"""The administrator's pages of the catalogue: versions published from a plain form, items switched off and on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from portal.db import transaction
from portal.settings.actions import change_setting
from portal.web.application import Portal
from tests.factories import staff
from tests.services.counter import Counter, counter

__all__ = ["counter"]
ITEMS = "/services/items"


@pytest.fixture(autouse=True)
def alone(app: Portal) -> None:
    """An office with one administrator, who publishes what they wrote; with four eyes the designer's drafts are the way."""
    with app.app_context(), transaction():
        change_setting(
            staff.actor("admin"), key="services.item_four_eyes", text="no", valid_from=None, reason="一人"
        )


def parts(**changes: Any) -> str:
    empty: dict[str, Any] = {"businesses": [], "conditions": [], "fields": [], "materials": [], "steps": []}
    return json.dumps(empty | {"hooks": "", "result_paper": ""} | changes, ensure_ascii=False)


class TestPublishItemVersion:
    def test_a_changed_text_becomes_a_version(self, counter: Counter) -> None:
        page = counter.browser("admin").open(ITEMS).follow("发布新版本：困难帮扶登记")
        assert page.value("承诺期限（工作日）") == "10"
        page.fill("承诺期限（工作日）", "6").fill("办理地点", "一楼三号窗").press("发布")
        assert page.notices == ["已发布第 2 版，2026-11-22 起生效。"]
        guide = counter.browser().open("/services/plain_help/guide")
        assert guide.facts["承诺期限"] == "6个工作日"
        assert guide.facts["办理地点"] == "一楼三号窗"

    def test_the_official_code_stands_in_the_guide(self, counter: Counter) -> None:
        assert counter.browser().open("/services/plain_help/guide").facts["事项编码"] == "plain_help"
        page = counter.browser("admin").open(f"{ITEMS}/plain_help/publish")
        page.fill("事项编码", "119901001MZ-GG-0002").press("发布")
        guide = counter.browser().open("/services/plain_help/guide")
        assert guide.facts["事项编码"] == "119901001MZ-GG-0002"

    def test_broken_json_is_told_with_its_place(self, counter: Counter) -> None:
        page = counter.browser("admin").open(f"{ITEMS}/plain_help/publish")
        label = "业务类型、条件、字段、材料、步骤（JSON）"
        page.fill(label, '{"materials": [}').press("发布")
        assert page.status == 422
        assert "第 1 行第 16 列" in page.errors[label][0]
        assert page.value(label).strip() == '{"materials": [}'

    def test_a_definition_that_would_leave_a_clerk_stuck_is_refused(self, counter: Counter) -> None:
        page = counter.browser("admin").open(f"{ITEMS}/plain_help/publish")
        page.fill("承诺期限（工作日）", "30").press("发布")
        assert page.errors["承诺期限（工作日）"] == ["承诺时限不能长于法定时限。"]
        page.fill("承诺期限（工作日）", "5")
        page.fill(
            "业务类型、条件、字段、材料、步骤（JSON）",
            parts(materials=[{"code": "one", "name": "材料", "forms": ["papyrus"]}]),
        ).press("发布")
        assert page.status == 422
        assert "材料“材料”的形式或必要性不完整。" in page.text

    def test_nothing_changed_needs_no_version(self, counter: Counter) -> None:
        page = counter.browser("admin").open(f"{ITEMS}/plain_help/publish").press("发布")
        assert page.status == 422
        assert "内容与现行版本相同" in page.text

    def test_a_day_in_the_past_is_refused(self, counter: Counter) -> None:
        page = counter.browser("admin").open(f"{ITEMS}/plain_help/publish").fill("生效日期", "2026-11-01")
        page.fill("办理地点", "新地点").press("发布")
        assert page.errors["生效日期"]

    def test_two_administrators_at_once(self, counter: Counter) -> None:
        first = counter.browser("admin").open(f"{ITEMS}/plain_help/publish")
        second = counter.browser("admin").open(f"{ITEMS}/plain_help/publish")
        first.fill("办理地点", "甲地").press("发布")
        second.fill("办理地点", "乙地").press("发布")
        assert second.status == 409
        rows = {row["项目"]: row for row in second.rows("两份内容的不同之处")}
        assert rows["办理地点"]["现在保存的（他人刚刚更新）"] == "甲地"


class TestFourEyes:
    def test_without_the_setting_nobody_publishes_alone(self, app: Portal, counter: Counter) -> None:
        with app.app_context(), transaction():
            change_setting(
                staff.actor("admin"),
                key="services.item_four_eyes",
                text="yes",
                valid_from=None,
                reason="两人",
            )
        page = counter.browser("admin").open(ITEMS)
        assert "发布新版本" not in page.text
        page.open(f"{ITEMS}/plain_help/publish").fill("办理地点", "一楼").press("发布")
        assert page.status == 422
        assert "事项须由另一人发布" in page.errors[""][0]


class TestPublishItem:
    def test_a_new_item_is_on_offer_at_once(self, counter: Counter) -> None:
        page = counter.browser("admin").open(ITEMS).follow("新增事项")
        page.fill("系统编码", "new-help").fill("事项名称", "新设事项")
        fields = [
            {
                "code": "members",
                "label": "家庭成员",
                "kind": "rows",
                "columns": [
                    {"code": "name", "label": "姓名"},
                    {"code": "income", "label": "月收入", "kind": "money"},
                ],
            },
            {"code": "since", "label": "居住起始", "kind": "date"},
            {"code": "rooms", "label": "房间数", "kind": "number"},
            {
                "code": "kind",
                "label": "住房性质",
                "kind": "choice",
                "options": [["own", "自有"], ["rent", "租住"]],
            },
            {"code": "carer", "label": "照料人", "kind": "person"},
            {"code": "proof", "label": "证明扫描", "kind": "file"},
        ]
        page.fill("业务类型、条件、字段、材料、步骤（JSON）", parts(fields=fields)).press("发布")
        assert page.notices[0].startswith("已发布第 1 版")
        page = counter.browser().open(f"/services/new-help/apply?resident={counter.zhang}")
        page.press("下一步：填写并核对材料")
        page.fill("第1行 姓名", "张小").fill("第1行 月收入", "1234.5").fill("居住起始", "2020-05-01")
        page.fill("房间数", "3").choose("住房性质", "租住").fill("照料人", "119901196611220018").press("保存")
        assert page.notices == ["已保存。"]
        assert page.value("第1行 月收入") == "1234.50"
        assert page.value("第3行 姓名") == ""
        assert page.value("照料人") == "张䶮 0018"
        page.press("受理")
        assert page.rows("家庭成员") == [{"姓名": "张小", "月收入": "1234.50"}]
        assert page.facts["住房性质"] == "租住"

    def test_what_is_of_the_wrong_shape_is_told_at_its_field(self, counter: Counter) -> None:
        self.test_a_new_item_is_on_offer_at_once(counter)
        page = counter.browser().open(f"/services/new-help/apply?resident={counter.zhang}")
        page.press("下一步：填写并核对材料")
        page.fill("房间数", "三间").fill("居住起始", "昨天").fill("照料人", "查无此人").press("保存")
        assert page.status == 422
        assert {"房间数", "居住起始", "照料人"} <= set(page.errors)
        assert page.value("房间数") == "三间"
        assert page.value("居住起始") == "昨天"
        assert page.value("照料人") == "查无此人"

    def test_a_code_that_is_taken_is_told(self, counter: Counter) -> None:
        page = counter.browser("admin").open(f"{ITEMS}/new").fill("系统编码", "plain_help")
        page.fill("事项名称", "重名").press("发布")
        assert "已有这个编码的事项" in page.errors["系统编码"][0]

    def test_the_counter_may_not(self, counter: Counter) -> None:
        assert counter.browser().open(ITEMS).status == 403


class TestSwitchItem:
    def test_an_item_leaves_the_counter_and_comes_back(self, counter: Counter) -> None:
        page = counter.browser("admin").open(ITEMS).follow("停办“困难帮扶登记”").press("停办")
        assert page.errors["原因"]
        page.fill("原因", "政策调整").press("停办")
        assert page.notices == ["已停办，已受理的继续办完。"]
        clerk = counter.browser()
        assert clerk.open(f"/services/plain_help/apply?resident={counter.zhang}").status == 404
        assert any("现已停办" in text for text in clerk.open("/services/plain_help/guide").notices)
        page.follow("恢复办理“困难帮扶登记”").fill("原因", "恢复").press("恢复办理")
        assert clerk.open(f"/services/plain_help/apply?resident={counter.zhang}").status == 200
