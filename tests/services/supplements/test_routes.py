"""The pages of what follows an acceptance: asking and answering, a bad rating and its call back, the agent's papers."""

from __future__ import annotations

from portal.db import transaction
from portal.services import actions
from tests.factories import residents, services, staff
from tests.services.counter import AGENT, Counter, counter, person

__all__ = ["counter"]


class TestAskSupplement:
    def test_asked_answered_and_told(self, counter: Counter) -> None:
        page = counter.at(counter.accepted()).follow("补正通知")
        page.press("出具补正通知书")
        assert page.status == 422
        page.fill("困难证明 存在的问题", "已过期").fill("困难证明 怎样补正", "重新开具").press(
            "出具补正通知书"
        )
        assert page.notices[0].startswith("已通知补正，期限 2026-11-27")
        assert "补正通知书" in page.page.html
        page.open("/services/supplements").follow(page.rows("受理后等待补正的办件")[0]["受理号"])
        page.follow("收到补正材料").choose("困难证明", "复印件").press("登记，继续办理")
        assert page.notices[0] == "补正材料已登记，办理期限继续计算。"
        assert page.open("/ledgers/supplements?from=2026-11-01&to=2026-11-30").status == 200

    def test_missed_and_ended(self, counter: Counter) -> None:
        key = counter.accepted()
        page = counter.at(key, rest="ask-supplement").fill("身份证 存在的问题", "不清楚")
        page.fill("身份证 怎样补正", "重新复印").press("出具补正通知书").open(
            f"/services/applications/{key}/miss-supplement"
        )
        page.press("登记逾期未补正")
        assert "期满以前不能" in page.text
        ended = counter.at(key, "reviewer", "end").choose("终止的情形", "办理已无必要或者无法继续")
        ended.fill("具体说明", "申请人去世").press("终止办理")
        assert ended.notices[0].startswith("已终止办理")
        assert "终止办理通知书" in ended.page.html


class TestEnterRating:
    def test_scenario_44_on_the_screen_and_called_back(self, counter: Counter) -> None:
        key = counter.make(lambda: services.collected(person(counter.zhang)))
        page = counter.at(key).follow("请本人评价")
        page.choose("整体评价", "非常不满意").press("提交评价")
        assert "请把屏幕转回" in page.text
        assert "非常不满意" not in page.text
        page.follow("回到办件").follow("录入评价表").choose("整体评价", "满意").press("提交评价")
        assert "申请人已评价 2 次" in page.page.html
        assert "查看评价" not in page.page.html
        lead = counter.browser("leader").open("/ratings")
        assert lead.rows("各事项的评价")[0]["满意率"] == "100%"
        lead.follow(lead.rows("差评回访")[0]["受理号"]).follow("登记回访").choose("核实结果", "反映属实")
        lead.fill("评价人反映的情况和核实情况", "等候太久").press("登记回访")
        lead.follow("登记整改结果").fill("整改措施和答复情况", "加开窗口").press("登记办结")
        assert lead.notices[0] == "整改结果已登记。"
        assert lead.open("/ledgers/ratings?from=2026-11-01&to=2026-11-30").status == 200


class TestCheckAgent:
    def test_seen_and_compared_before_acceptance(self, counter: Counter) -> None:
        counter.make(residents.make_resident, name="王代办", number=AGENT)
        key = counter.draft()
        page = counter.at(key, rest="agent").fill("代办人", AGENT).fill("与申请人关系", "女儿").press("保存")
        page.press("其余都已收，保存").press("受理")
        assert "王代办的身份证件还没有核对" in page.text
        page.open(f"/services/applications/{key}").follow("核对证件").fill("代办人证件号码", AGENT)
        page.check("已查看证件原件，人证一致").press("核对无误")
        assert "身份已核对" in page.text
        page.press("生成申请表")
        assert page.notices[0].startswith("申请表已生成")
        page.press("受理")
        assert page.notices[0].startswith("已受理")


class TestTellResult:
    def test_what_to_fetch_where(self, counter: Counter) -> None:
        key = counter.make(lambda: services.issued(person(counter.zhang)))
        page = counter.at(key).follow("办结通知")
        assert page.value("领取地点") == "综合窗口"
        page.press("出具办结通知书")
        assert "办结通知书" in page.page.html
        with counter.app.app_context(), transaction():
            found = services.reload(key)
            actions.collect_result(staff.actor("clerk"), found, version=None, collector="self")
        assert counter.at(key, rest="tell-result").notices[0] == "这一办件现在没有要通知的结果。"
