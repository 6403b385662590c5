"""The pages of birth registration and of the newborn follow-up, as the counter and the community see them."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from openpyxl import Workbook

from portal import clock
from portal.db import session, transaction
from portal.services.items.birth_registration.models import BirthRegistration, NewbornNotice, NewbornVisit
from portal.services.items.birth_registration.newborns import actions as newborns
from portal.services.items.birth_registration.words import STOPPED
from tests.factories import births, staff
from tests.page import Browser
from tests.services.counter import Counter, address, counter, person
from tests.services.items.birth_registration.test_rules import HEADS, line

__all__ = ["counter"]
NEWBORNS, VISITS = "/births/newborns", "/births/visits"


def key_of(counter: Counter, model: Any) -> int:
    return int(counter.ask(lambda: session.query(model).order_by(model.id.desc()).first().id))


def a_visit(counter: Counter) -> int:
    return counter.make(births.dispatched)


def typed(page: Browser, **changes: str) -> Browser:
    """A notice of one girl filled in."""
    given = {
        "医院事件编号": "SFY-2026-0200",
        "医院": "示范区妇幼保健院",
        "出生日期": "2026-11-20",
        "产妇姓名": "刘样本",
        "证件号码": births.MOTHER,
        "联系电话": "13900000021",
        "住址": "示范路2号院",
    } | changes
    for label, value in given.items():
        page.fill(label, value)
    return page.choose("性别", "女", within="第 1 个孩子")


class TestRegister:
    def test_from_the_draft_to_the_certificate(self, counter: Counter) -> None:
        mother = counter.make(births.make_mother)
        page = counter.browser().open(f"/services/birth_registration/apply?resident={mother}")
        page.press("下一步：填写并核对材料")
        page.choose("办理依据", "女方户籍在本地").choose("领取方式", "窗口")
        page.fill("末次月经日期", "2026-08-30").press("其余都已收，保存")
        assert "预产期：2027年6月6日" in page.html
        assert "今天孕 12 周 + 0 天" in page.html
        page.press("用承诺书代替缺的材料")
        assert page.notices == ["承诺书已出具，请打印后由申请人签名；缺的材料已标为免交。"]
        page.press("当场办结")
        assert page.notices[0].startswith("已当场办结")
        page.follow("示街办育〔2026〕1号")
        assert page.h1 == "生育登记 示街办育〔2026〕1号"
        assert page.facts["孩次"] == "第 1 孩"
        assert page.facts["女方"].startswith("刘样本")
        page.press("打印凭证")
        listed = counter.browser().open("/births?q=刘样本")
        assert listed.rows("生育登记")[0]["状态"] == "有效"
        assert counter.browser().open(f"/residents/{mother}").rows("生育登记")[0]["女方"] == "刘样本"
        assert counter.browser("clerk_s2").open(f"/births/{key_of(counter, BirthRegistration)}").status == 404

    def test_what_is_wrong_with_the_rows_of_children_is_said_on_top_and_at_the_rows(
        self, counter: Counter
    ) -> None:
        mother = counter.make(births.make_mother)
        page = counter.browser().open(f"/services/birth_registration/apply?resident={mother}")
        page.press("下一步：填写并核对材料")
        page.fill("第1行 出生日期", "2026-11-23").press("保存")
        assert page.status == 422
        assert page.text.count("出生日期晚于今天，请核对。") == 2

    def test_a_copy_and_a_change_with_everything_carried_over(self, counter: Counter) -> None:
        counter.make(lambda: births.registered(births.make_mother()))
        page = counter.browser().open(f"/births/{key_of(counter, BirthRegistration)}").follow("补发或更正")
        page.press("补发或更正凭证")
        assert page.status == 422
        page.choose("办理方式", "补发：内容不变，编号不变").fill("理由", "遗失").press("补发或更正凭证")
        assert page.notices == ["新的凭证已出具，请打印。"]
        mother = counter.ask(lambda: session.query(BirthRegistration).one().mother_id)
        page.open(f"/services/birth_registration/apply?resident={mother}")
        assert page.value("业务类型") == "变更"
        page.press("下一步：填写并核对材料").press("带入原登记的内容")
        assert page.value("建册医院") == "示范区妇幼保健院"

    def test_a_refused_promise_says_why(self, counter: Counter) -> None:
        key = counter.make(lambda: births.registered(births.make_mother()))
        page = counter.at(key)
        token = (
            page.client.get(address(key)).get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
        )
        answer = page.client.post(f"/births/applications/{key}/promise", data={"csrf_token": token})
        assert answer.status_code == 303
        assert "有人在您之前保存" in page.open(address(key)).notices[0]
        sent = {"csrf_token": token, "version": counter.look(key, "version")}
        page.client.post(f"/births/applications/{key}/promise", data=sent)
        assert "受理以后" in page.open(address(key)).notices[0]
        other = counter.draft()
        assert (
            page.client.post(f"/births/applications/{other}/promise", data={"csrf_token": token}).status_code
            == 404
        )

    def test_the_administrator_switches_the_approval(self, counter: Counter) -> None:
        page = counter.browser("admin").open("/births/approval").press("开办")
        assert page.notices == ["已提出，须由另一人同意后才生效。"]
        assert "撤回" in page.open("/births/approval").html
        other = counter.browser("leader").open("/births/approval").press("同意")
        assert other.notices == ["已开办再生育审批。"]
        assert "再生育审批" in counter.browser().open("/services/birth_registration/guide").text
        page.open("/births/approval").press("停办")
        assert other.open("/births/approval").press("不同意").notices[0] == "没有改变再生育审批。"


class TestPanel:
    def test_shows_a_street_its_own_registrations_only(self, counter: Counter) -> None:
        mother = counter.make(births.make_mother)
        with counter.app.app_context(), transaction():
            births.registered(person(mother))
        number = counter.ask(lambda: session.query(BirthRegistration).one().number)
        assert number in counter.browser().open(f"/residents/{mother}").html
        assert number not in counter.browser("clerk_s2").open(f"/residents/{mother}").html


class TestNewborns:
    def test_from_the_notice_to_the_visit(self, counter: Counter) -> None:
        counter.make(births.make_mother)
        page = counter.browser().open(NEWBORNS)
        assert "没有等待办理的出生通知" in page.text
        typed(page.follow("登记出生通知"), 出生时间="25点").press("登记")
        assert page.status == 422
        page.fill("出生时间", "8:05").press("登记")
        assert page.facts["匹配"] == "唯一匹配"
        assert page.facts["证件号码"] == "119901********0266"
        assert page.value("派给") == "和平社区"
        page.press("派单")
        assert page.notices == ["已派给和平社区，2026-11-29 前走访。"]
        assert page.open(f"{NEWBORNS}?state=dispatched").rows("出生通知")[0]["社区"] == "和平社区"
        assert counter.browser("community").open(NEWBORNS).status == 403

    def test_who_is_meant_is_chosen_or_looked_for_again(self, counter: Counter) -> None:
        page = counter.browser().open(f"{NEWBORNS}/new")
        typed(page).press("登记")
        assert "下一步：找到产妇" in page.text
        page.fill("产妇", "没有这个人").press("就是此人")
        assert page.errors["产妇"]
        counter.make(lambda: births.make_mother(name="柳样本"))
        page.press("重新匹配")
        page.press("选定", row="柳样本")
        assert page.facts["匹配"] == "人工选定"

    def test_a_loss_is_said_once_and_shown_nowhere(self, counter: Counter) -> None:
        visit = a_visit(counter)
        community = counter.browser("community")
        assert "刘样本" in community.open(VISITS).text
        page = counter.browser().open(f"{NEWBORNS}/{key_of(counter, NewbornNotice)}").follow("停止联系")
        page.choose("原因", "母婴情况有变，不宜联系").press("停止联系")
        assert "社区的名单上没有这个家庭" in page.text
        assert "孩子" not in page.facts
        assert "刘样本" not in community.open(VISITS).text
        for rest in ("", "/record", "/needs/hukou", "/close"):
            shown = community.open(f"{VISITS}/{visit}{rest}")
            assert STOPPED in shown.text
            assert not [word for word in ("刘样本", "示范路", "母婴", "139") if word in shown.text]
        page.follow("恢复联系").fill("理由", "录错了人").press("恢复联系")
        assert page.notices == ["已恢复，请重新派单。"]

    def test_passed_on(self, counter: Counter) -> None:
        counter.make(births.told)
        page = counter.browser().open(f"{NEWBORNS}/{key_of(counter, NewbornNotice)}").follow("转出")
        page.fill("转给哪里、怎样转的", "住在邻近街道，已函告").press("转出")
        assert "已转出：住在邻近街道" in page.text

    def test_a_list_is_looked_at_then_entered(self, counter: Counter) -> None:
        page = counter.browser().open(NEWBORNS).follow("导入医院名单")
        self._send(page, [line("E-1", 性别="？")])
        assert page.status == 422
        assert page.rows("有误的行")[0] == {"行号": "2", "问题": "性别请填“男”或“女”。"}
        self._send(page, [line("E-1"), line("E-1", **{"体重（克）": 2300})])
        assert "共 1 份出生通知" in page.text
        self._send(page.check("先只核对，不导入", on=False), [line("E-1"), line("E-2", 分娩结局="死产")])
        assert page.notices == ["已导入 2 份出生通知，另有 0 份以前登记过。"]

    def _send(self, page: Browser, rows: list[list[Any]]) -> None:
        book, content = Workbook(), io.BytesIO()
        assert book.active is not None
        for row in (HEADS, *rows):
            book.active.append(row)
        book.save(content)
        page.attach("医院的名单", "名单.xlsx", content.getvalue()).press("读取")


class TestVisits:
    def test_the_community_goes_and_follows_up(self, counter: Counter) -> None:
        page = counter.browser("community")
        visit = a_visit(counter)
        page.open(VISITS).follow("刘样本")
        assert page.facts["联系电话"] == "139****0021"
        page.press("看完整电话")
        assert page.facts["联系电话"] == "13900000021"
        page.follow("登记走访结果").press("登记走访结果")
        assert page.errors["走访结果"]
        page.choose("走访结果", "在家").check("落户").press("登记走访结果")
        assert page.notices == ["走访结果已登记。"]
        page.follow("登记办理结果：落户").press("落户")
        assert page.notices == ["办理结果已登记。"]
        assert "没有要走访的家庭" in page.open(VISITS).text
        assert "刘样本" in page.open(f"{VISITS}?ended=1").text
        assert page.open(f"{VISITS}/{visit}/contact").status == 200

    def test_the_form_is_printed_and_the_follow_up_may_end_early(self, counter: Counter) -> None:
        visit = a_visit(counter)
        page = counter.browser("community").open(f"{VISITS}/{visit}")
        page.press("打印走访表")
        page.open(f"{VISITS}/{visit}").follow("登记走访结果")
        page.choose("走访结果", "在家").check("育儿补贴").press("登记走访结果")
        page.follow("提前办结").fill("理由", "家庭自行办理").press("提前办结")
        assert page.notices == ["已办结。"]

    def test_what_is_late_stands_on_the_workbench_of_its_community(self, counter: Counter) -> None:
        a_visit(counter)
        assert "新生儿待走访" in counter.browser("community").open("/").text
        assert "新生儿" not in counter.browser("leader").open("/").text
        clock.fix_today(dt.date(2026, 11, 30))
        assert "新生儿走访逾期" in counter.browser("leader").open("/").text
        page = counter.browser("community").open("/")
        assert "新生儿走访逾期" in page.text
        assert page.follow("刘样本").h1 == "走访 刘样本"

    def test_another_community_s_visit_is_not_there(self, counter: Counter) -> None:
        visit = counter.make(lambda: births.dispatched("C2"))
        assert counter.browser("community").open(f"{VISITS}/{visit}").status == 404
        assert counter.browser("secretary").open(f"{VISITS}/{visit}").status == 404
        assert counter.browser("clerk_s2").open(f"{VISITS}/{visit}").status == 404
        notice = key_of(counter, NewbornNotice)
        assert counter.browser("clerk_s2").open(f"{NEWBORNS}/{notice}").status == 404

    def test_a_void_sheet_tells_the_community_nothing(self, counter: Counter) -> None:
        visit = a_visit(counter)
        community = counter.browser("community")
        community.open(f"{VISITS}/{visit}").press("打印走访表")
        paper = counter.ask(lambda: session.get_one(NewbornVisit, visit).document_id)
        assert community.open(f"/documents/{paper}").status == 200
        with counter.app.app_context(), transaction():
            notice = session.get_one(NewbornVisit, visit).notice
            newborns.stop_visit(staff.actor("clerk"), notice, version=None, reason="loss")
        assert community.open(f"/documents/{paper}").status == 404
        assert counter.browser().open(f"/documents/{paper}").status == 200

    def test_the_later_of_two_is_told(self, counter: Counter) -> None:
        visit = a_visit(counter)
        second = counter.browser().open(f"{VISITS}/{visit}/record").choose("走访结果", "搬离")
        counter.browser("community").open(f"{VISITS}/{visit}/record").choose("走访结果", "在家").press(
            "登记走访结果"
        )
        second.press("登记走访结果")
        assert second.status == 409
        assert counter.ask(lambda: session.get_one(NewbornVisit, visit).result) == "home"
