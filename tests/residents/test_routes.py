"""The pages of people, through the inspecting browser: search, register, look at, correct, reveal, merge."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.residents import hooks
from portal.residents.models import PendingDuplicate, Resident
from portal.web.application import Portal
from tests.factories import residents, staff
from tests.page import Browser


@pytest.fixture
def zhang(app: Portal) -> int:
    """The key of 张䶮."""
    with app.app_context(), transaction():
        return residents.make_zhang().id


def _browser(app: Portal, who: str = "clerk") -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


def said(page: Browser, label: str) -> str:
    """The messages at a field, in one."""
    return " ".join(page.errors.get(label, []))


def _make(app: Portal, **changes: Any) -> int:
    with app.app_context(), transaction():
        return residents.make_resident(**changes).id


def _look(app: Portal, key: int) -> dict[str, Any]:
    with app.app_context():
        found = session.get_one(Resident, key)
        return {
            "name": found.name,
            "birth": found.birth_date,
            "address": found.address,
            "merged": found.merged_into_id,
            "dead": found.death_date,
            "papers": [p.number for p in found.papers],
        }


def _count(app: Portal) -> int:
    with app.app_context():
        return session.query(Resident).count()


class TestSearchResidents:
    def test_the_page_finds_by_number_sent_by_post(self, app: Portal, zhang: int) -> None:
        page = (
            _browser(app)
            .open("/residents")
            .fill("查找", "119901196611220018")
            .press("查找", within="查找居民")
        )
        assert page.url == "/residents/search"
        assert list(page.rows("找到的居民")[0].values())[:3] == ["张䶮", "男", "1966-11-22"]
        assert "119901196611220018" not in page.html.replace('value="119901196611220018"', "")
        page.follow("张䶮")
        assert page.url == f"/residents/{zhang}"

    def test_a_number_in_an_address_is_not_searched(self, app: Portal, zhang: int) -> None:
        page = _browser(app)
        for q in ("119901196611220018", "13900000001", "0018", "119901661122001", "+8613900000001"):
            page.open(f"/residents?q={q}")
            assert page.status == 422
            assert "不能放在网址里" in page.text
            assert "张䶮" not in page.text
            assert page.value("查找") == ""

    @pytest.mark.parametrize("q", ["张", "zy", "张䶮 1966"])
    def test_names_may_stand_in_an_address(self, app: Portal, zhang: int, q: str) -> None:
        page = _browser(app).open(f"/residents?q={q}")
        assert page.rows("找到的居民")[0]["姓名"] == "张䶮"

    def test_both_boxes_answer_while_one_types(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open("/residents")
        assert "张䶮" in page.suggest("查找", "0018").text
        short = page.suggest("查找居民或受理号", "zhang")
        assert "1966-11-22" in short.text
        assert "0018" in short.text
        assert "没有找到" in page.suggest("查找居民或受理号", "查无此人").text
        assert "还没有输完" in page.suggest("查找", "12").text

    def test_characters_that_nothing_can_hold_are_left_out(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open("/residents").fill("查找", "张\x00\x1b䶮").press("查找", within="查找居民")
        assert page.rows("找到的居民")[0]["姓名"] == "张䶮"

    def test_a_reload_of_the_answer_leads_to_the_empty_page(self, app: Portal) -> None:
        assert _browser(app).open("/residents/search").url == "/residents"

    def test_what_other_rooms_find_is_listed(self, app: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hooks, "_sources", {})
        hit = hooks.SearchHit("示街办受〔2026〕12号", "老年优待证", "residents.list_residents")
        hooks.add_search_source("test", lambda _actor, _words, _limit: [hit])
        page = _browser(app).open("/residents?q=示街办受〔2026〕12号")
        assert page.rows("按受理号找到") == [{"受理号": "示街办受〔2026〕12号", "内容": "老年优待证"}]
        assert "老年优待证" in page.suggest("查找居民或受理号", "〔2026〕12").text


class TestRegisterResident:
    def _fill(self, page: Browser, name: str = "张䶮", number: str = "119901196611220018") -> Browser:
        return page.open("/residents/new").fill("证件号码", number).fill("姓名", name)

    def test_the_number_alone_gives_sex_and_birth(self, app: Portal) -> None:
        page = (
            self._fill(_browser(app)).choose("民族", "回族").fill("联系电话", "139 0000 0001").press("登记")
        )
        assert page.h1 == "张䶮"
        assert "已登记 张䶮。" in page.text
        for words in ("1966年11月22日", "60 周岁", "回族", "139****0001", "119901********0018"):
            assert words in page.text
        assert "119901196611220018" not in page.html

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            ("119901196613220011", "没有这个月"),
            ("119901202701010012", "晚于今天"),
            ("119901196611220019", "校验码不符"),
        ],
    )
    def test_a_wrong_number_keeps_what_was_typed(self, app: Portal, number: str, words: str) -> None:
        page = self._fill(_browser(app), number=number).fill("现住址", "示范路1号").press("登记")
        assert page.status == 422
        assert words in said(page, "证件号码")
        assert page.value("现住址") == "示范路1号"
        assert _count(app) == 0

    def test_every_fault_is_shown_at_once(self, app: Portal) -> None:
        page = (
            self._fill(_browser(app))
            .choose("性别", "女")
            .fill("出生日期", "1966-11-23")
            .fill("联系电话", "12")
        )
        page.press("登记")
        assert set(page.errors) == {"性别", "出生日期", "联系电话"}

    def test_an_empty_form_is_told_everything_that_it_lacks(self, app: Portal) -> None:
        page = _browser(app).open("/residents/new").press("登记")
        assert {"姓名", "证件号码"} <= set(page.errors)

    def test_what_the_number_tells_is_shown_while_one_types(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open("/residents/new")
        assert "1964年2月29日" in page.suggest("证件号码", "119901196402290132").text
        assert "没有这个月" in page.suggest("证件号码", "119901196613220011").text
        assert "请核对" in page.suggest("证件号码", "11990118500101001X").text
        assert "已经登记" in page.suggest("证件号码", "119901196611220018").text
        offered = page.suggest("证件号码", "119901650301003")
        assert "11990119650301003X" in offered.text
        assert "按18位登记" in offered.text
        assert page.suggest("证件号码", " ").text == ""

    def test_scenario_36_the_page_offers_the_new_form_of_an_old_number(self, app: Portal) -> None:
        page = self._fill(_browser(app), number="119901650301003").press("登记")
        assert "请与证件核对" in said(page, "证件号码")
        page.check("已与证件核对，按18位登记，旧号一并保留").press("登记")
        assert "1965年3月1日" in page.text
        key = int(page.url.rsplit("/", 1)[1])
        assert _look(app, key)["papers"] == ["11990119650301003X", "119901650301003"]

    def test_scenario_37_the_page_shows_the_normalised_name_before_it_is_kept(self, app: Portal) -> None:
        page = self._fill(_browser(app), name="阿卜杜拉•买买提江").press("登记")
        assert "“阿卜杜拉·买买提江”" in said(page, "姓名")
        assert "“阿卜杜拉•买买提江”" in said(page, "姓名")
        assert page.value("姓名") == "阿卜杜拉·买买提江"
        assert _count(app) == 0
        assert page.press("登记").h1 == "阿卜杜拉·买买提江"

    def test_scenario_37_a_rare_and_a_long_name_are_shown_whole(self, app: Portal) -> None:
        for name, number in (("陈𬭚", "119901196611220018"), ("阿卜" * 30, "119901196611220026")):
            assert self._fill(_browser(app), name=name, number=number).press("登记").h1 == name

    def test_somebody_registered_is_offered_and_not_made_again(self, app: Portal, zhang: int) -> None:
        page = self._fill(_browser(app)).press("登记")
        assert page.status == 422
        assert page.rows("请先核对这些人")[0]["相同之处"] == "号码和姓名相同"
        assert "确认是另一个人，登记" not in page.buttons
        assert page.follow("使用这条记录").url == f"/residents/{zhang}"

    def test_the_same_name_and_birth_pass_with_a_reason(self, app: Portal, zhang: int) -> None:
        page = self._fill(_browser(app), number="119901196611220034").press("登记")
        assert page.rows("请先核对这些人")[0]["相同之处"] == "姓名和出生日期相同"
        page.fill("认定是另一个人的依据", "住址不同，已当面核对").press("确认是另一个人，登记")
        assert page.h1 == "张䶮"
        assert _count(app) == 2

    def test_a_number_under_another_name_goes_to_a_second_person(self, app: Portal, zhang: int) -> None:
        page = self._fill(_browser(app), name="李同号").press("登记")
        page.fill("认定是另一个人的依据", "历史重号，有公安机关证明").press("报审核人批准")
        assert "已报审核人批准" in page.text
        assert "批准登记" not in page.buttons
        page.open("/residents/duplicates")
        assert page.rows("等待批准")[0]["要登记的人"] == "李同号"
        reviewer = _browser(app, "reviewer").open("/residents/duplicates").follow("李同号")
        assert reviewer.press("批准登记").h1 == "李同号"
        assert _count(app) == 2

    def test_a_second_person_may_send_it_back_with_a_reason(self, app: Portal, zhang: int) -> None:
        page = self._fill(_browser(app), name="李同号").press("登记")
        page.fill("认定是另一个人的依据", "历史重号").press("报审核人批准")
        reviewer = _browser(app, "reviewer").open(page.url).press("退回")
        assert reviewer.errors["意见"]
        assert "已退回，不予登记" in reviewer.fill("意见", "证件系误读").press("退回").text
        with app.app_context():
            assert session.query(PendingDuplicate).one().state == "refused"

    def test_a_second_click_makes_no_second_record(self, app: Portal) -> None:
        page = self._fill(_browser(app)).press("登记")
        assert page.back().press("登记").h1 == "张䶮"
        assert _count(app) == 1

    def test_without_a_document_the_page_asks_why_and_for_a_guardian(self, app: Portal) -> None:
        page = _browser(app).open("/residents/new").choose("证件种类", "无证件(无户籍)").fill("姓名", "李新")
        page.choose("性别", "女").fill("出生日期", "2024-05-01").press("登记")
        assert set(page.errors) == {"没有证件的原因", "监护人"}
        page.fill("没有证件的原因", "未办出生医学证明").fill("监护人", "李父（父亲）").press("登记")
        assert "没有证件" in page.text


class TestShowResident:
    def test_numbers_are_masked_and_reading_is_recorded(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}")
        assert "119901********0018" in page.text
        assert "13900000001" not in page.html
        with app.app_context():
            assert list_entries(verb="residents.read")[0].subject_id == zhang

    def test_a_role_that_may_not_ask_sees_the_end_only(self, app: Portal, zhang: int) -> None:
        page = _browser(app, "street").open(f"/residents/{zhang}")
        assert "**************0018" in page.text
        assert "查看全号" not in page.text

    def test_a_merged_record_leads_to_the_kept_one(self, app: Portal, zhang: int) -> None:
        gone = _make(app, name="章䶮")
        _browser(app, "reviewer").open(f"/residents/{zhang}/merge?gone={gone}").fill(
            "合并原因", "同一人"
        ).press("合并")
        page = _browser(app).open(f"/residents/{gone}")
        assert page.url == f"/residents/{zhang}?merged={gone}"
        assert f"档案 {gone} 已并入这条记录" in page.text

    def test_other_rooms_hang_their_parts_and_tasks_here(
        self, app: Portal, zhang: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for registry in ("_panels", "_tasks"):
            monkeypatch.setattr(hooks, registry, {})
        hooks.add_panel(
            "test", template="residents/results.html", load=lambda _actor, _resident: {"rows": []}
        )
        hooks.add_panel("nothing", template="no/such.html", load=lambda _actor, _resident: None)
        hooks.add_task("residents.show_history", label="办理事项", permission="residents.read_resident")
        hooks.add_task("residents.merge_residents", label="不该看见", permission="residents.merge_residents")
        monkeypatch.setattr("portal.residents.hooks._panels", {})
        page = _browser(app).open(f"/residents/{zhang}")
        assert "不该看见" not in page.text
        assert page.follow("办理事项").url == f"/residents/{zhang}/history"

    @pytest.mark.parametrize("key", ["0", "999999", "9" * 31])
    def test_nobody_is_not_found(self, app: Portal, key: str) -> None:
        assert _browser(app).open(f"/residents/{key}").status == 404

    def test_an_impossible_age_is_pointed_out(self, app: Portal) -> None:
        key = _make(app, name="古稀", number="11990118500101001X", birth_date=dt.date(1850, 1, 1))
        assert "超过130岁" in _browser(app).open(f"/residents/{key}").text


class TestRevealNumber:
    def test_the_number_is_shown_once_for_a_reason(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}").press("查看并留痕", row="居民身份证")
        assert "119901196611220018" in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert "119901196611220018" not in page.reload().html
        with app.app_context():
            entry = list_entries(verb="residents.reveal")[0]
            assert (entry.subject_id, entry.facts) == (zhang, {"what": "citizen", "reason": "handling"})

    def test_htmx_gets_the_number_alone(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}")
        page.htmx = True
        page.press("查看并留痕", within="#phone")
        assert page.page.part
        assert page.text == "13900000001"

    def test_another_reason_must_be_written(self, app: Portal, zhang: int) -> None:
        page = (
            _browser(app)
            .open(f"/residents/{zhang}/reveal")
            .choose("查看原因", "其他（请写明）")
            .press("查看并留痕")
        )
        assert page.errors["说明"]
        assert "13900000001" in page.fill("说明", "与本人核对").press("查看并留痕").text

    def test_a_document_of_somebody_else_is_not_found(self, app: Portal, zhang: int) -> None:
        other = _make(app, name="李另人")
        assert _browser(app).open(f"/residents/{other}/reveal?paper=1").status == 404
