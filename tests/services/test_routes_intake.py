"""From the catalogue to a draft, through the inspecting browser: catalogue, guide, finding the applicant, beginning a visit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.db import session
from portal.services.models import Application, Visit
from portal.services.queries import list_items
from tests.factories import residents, services, staff
from tests.services.counter import AGENT, Counter, counter, person

__all__ = ["counter"]
OTHER_AGENT = residents.identity_number(dt.date(1981, 2, 2), 8)
APPLY = "/services/senior_card/apply"


def count(counter: Counter) -> int:
    return int(counter.ask(lambda: session.scalar(select(func.count(Application.id)))))


class TestReadCatalogue:
    def test_lists_what_is_on_offer_with_kind_and_days(self, counter: Counter) -> None:
        rows = {
            row["事项"].split("：")[0]: row
            for row in counter.browser().open("/services").rows("可以办理的事项")
        }
        assert rows["老年优待证"]["办件类型"] == "即办件"
        assert rows["困难帮扶登记"]["承诺期限"] == "10个工作日"

    def test_a_reader_without_the_counter_sees_no_way_to_apply(self, counter: Counter) -> None:
        page = counter.browser("supervisor").open("/services")
        assert "申办老年优待证" not in page.links

    def test_says_what_to_do_when_nothing_is_on_offer(self, counter: Counter) -> None:
        def switch() -> object:
            done = None
            for code in [item.code for item in list_items()]:
                item = services.actions.switch_item(
                    staff.actor("admin"), code=code, is_offered=False, version=None, reason="试停"
                )
                done = item
            return done

        counter.make(switch)
        page = counter.browser().open("/services")
        assert "现在没有可以办理的事项" in page.text
        assert page.rows("可以办理的事项") == []

    def test_from_the_resident_s_page_it_is_for_that_resident(self, counter: Counter) -> None:
        page = counter.browser().open(f"/residents/{counter.zhang}").follow("办理事项")
        assert page.h1 == "为张䶮办理事项"
        assert page.follow("申办老年优待证").h1 == "为张䶮申办老年优待证"


class TestReadGuide:
    def test_shows_conditions_materials_and_days(self, counter: Counter) -> None:
        page = counter.browser().open("/services/senior_card/guide")
        assert page.facts["承诺期限"] == "5个工作日"
        assert any("户口簿或居住证" in row["材料"] for row in page.rows("申请材料"))
        assert "年满 60 周岁" in page.text

    def test_each_version_stays_readable_by_its_day(self, counter: Counter) -> None:
        later = replace(services.PLAIN, promised_days=7)

        def publish() -> object:
            clock.fix_today(dt.date(2026, 11, 1))
            made = services.publish(later)
            clock.fix_today(dt.date(2026, 11, 22))
            return made

        counter.make(publish)
        page = counter.browser().open("/services/plain_help/guide")
        assert page.facts["承诺期限"] == "7个工作日"
        page.follow("看这一天的版本 2026-01-05")
        assert page.facts["承诺期限"] == "10个工作日"
        assert any("与现行版本不同" in text for text in page.notices)

    def test_an_unknown_item_and_a_day_before_the_first_version_are_not_found(self, counter: Counter) -> None:
        page = counter.browser()
        assert page.open("/services/none/guide").status == 404
        assert page.open("/services/plain_help/guide?on=2019-01-01").status == 404


class TestFindApplicant:
    def test_a_number_is_sent_by_post_and_one_hit_leads_on(self, counter: Counter) -> None:
        page = counter.browser().open(APPLY)
        assert page.h1 == "申办老年优待证：选择申请人"
        page.fill("申请人", "119901196611220018").press("查找", within="查找申请人")
        assert page.h1 == "为张䶮申办老年优待证"
        assert "119901196611220018" not in page.url

    def test_people_of_the_same_name_are_told_apart(self, counter: Counter) -> None:
        counter.make(residents.make_resident, name="张䶮", birth_date=dt.date(1950, 1, 2))
        page = counter.browser().open(APPLY).fill("申请人", "张䶮").press("查找", within="查找申请人")
        rows = page.rows("查到的居民")
        assert len(rows) == 2
        assert len({row["居民"] for row in rows}) == 2
        assert page.follow("为此人申办", row="1950-01-02").h1 == "为张䶮申办老年优待证"

    def test_nobody_found_offers_to_register(self, counter: Counter) -> None:
        page = counter.browser().open(APPLY).fill("申请人", "无此人").press("查找", within="查找申请人")
        assert "没有查到" in page.text
        assert page.links["登记居民"] == "/residents/new?then=/services/senior_card/apply"

    def test_an_empty_box_is_refused(self, counter: Counter) -> None:
        page = counter.browser().open(APPLY).press("查找", within="查找申请人")
        assert page.status == 422
        assert page.errors["申请人"]


class TestDraftApplication:
    def test_begins_a_draft_of_the_fitting_business(self, counter: Counter) -> None:
        page = counter.browser().open(f"{APPLY}?resident={counter.zhang}")
        assert page.value("业务类型") == "首次申领"
        page.press("下一步：填写并核对材料")
        assert page.h1 == "老年优待证 · 张䶮"
        assert page.facts["业务类型"].startswith("首次申领")

    def test_one_visit_may_hold_several_items(self, counter: Counter) -> None:
        page = counter.browser().open(f"{APPLY}?resident={counter.zhang}")
        page.choose("同时申办", "困难帮扶登记").press("下一步：填写并核对材料")
        assert "困难帮扶登记" in page.links
        assert counter.ask(lambda: [len(v.applications) for v in session.scalars(select(Visit))]) == [2]

    @pytest.mark.parametrize(
        ("birth", "is_offered"),
        [(dt.date(1966, 11, 22), True), (dt.date(1966, 11, 23), False), (dt.date(2016, 5, 1), False)],
    )
    def test_beside_it_stands_only_what_the_person_s_age_allows(
        self, counter: Counter, birth: dt.date, is_offered: bool
    ) -> None:
        number = residents.identity_number(birth, 77)
        key = counter.make(residents.make_resident, name="同时办", number=number)
        page = counter.browser().open(f"/services/plain_help/apply?resident={key}")
        assert ("老年优待证" in page.text) is is_offered
        if is_offered:
            page.choose("同时申办", "老年优待证").press("下一步：填写并核对材料")
            assert "老年优待证" in page.links

    def test_an_agent_is_named_by_number_and_brings_a_letter(self, counter: Counter) -> None:
        counter.make(residents.make_resident, name="王代办", number=AGENT)
        page = counter.browser().open(f"{APPLY}?resident={counter.zhang}")
        page.fill("代办人", AGENT).fill("与申请人关系", "女儿").press("下一步：填写并核对材料")
        assert page.facts["代办人"].startswith("王代办 （女儿）")
        assert "授权委托书" in page.text

    def test_an_agent_who_is_not_registered_is_told_at_the_field(self, counter: Counter) -> None:
        page = counter.browser().open(f"{APPLY}?resident={counter.zhang}")
        page.fill("代办人", "无此人").fill("与申请人关系", "儿子").press("下一步：填写并核对材料")
        assert page.status == 422
        assert "请先登记" in page.errors["代办人"][0]
        assert page.value("代办人") == "无此人"
        assert page.value("与申请人关系") == "儿子"

    def test_the_first_day_is_said_instead_of_a_bare_refusal(self, counter: Counter) -> None:
        young = counter.make(residents.make_resident, name="明日寿", number=services.SIXTY_TOMORROW)
        page = counter.browser().open(f"{APPLY}?resident={young}")
        assert any("可于2026年11月23日起申请" in text for text in page.notices)

    def test_an_open_application_for_the_same_item_is_shown_first(self, counter: Counter) -> None:
        counter.draft("senior_card")
        page = counter.browser().open(f"{APPLY}?resident={counter.zhang}")
        assert any("还没有办完" in text for text in page.notices)

    def test_a_double_click_begins_one_draft(self, counter: Counter) -> None:
        page = counter.browser().open(f"{APPLY}?resident={counter.zhang}").press("下一步：填写并核对材料")
        first = page.url
        page.back().press("下一步：填写并核对材料")
        assert page.url == first
        assert count(counter) == 1

    def test_a_merged_person_gives_way_to_the_record_that_was_kept(self, counter: Counter) -> None:
        twin = counter.make(residents.make_resident, name="张䶮", birth_date=dt.date(1966, 11, 22))

        def merge() -> object:
            kept, gone = person(counter.zhang), person(twin)
            residents.actions.merge_residents(
                staff.actor("reviewer"), kept=kept, gone=gone, reason="同一人", version=None
            )
            return kept

        counter.make(merge)
        page = counter.browser().open(f"{APPLY}?resident={twin}").press("下一步：填写并核对材料")
        assert page.links["张䶮"] == f"/residents/{counter.zhang}"


class TestSetAgent:
    def test_names_and_removes_an_agent(self, counter: Counter) -> None:
        counter.make(residents.make_resident, name="王代办", number=AGENT)
        key = counter.draft()
        page = counter.at(key).follow("登记代办人")
        page.fill("代办人", AGENT).press("保存")
        assert page.status == 422
        assert page.errors["与申请人关系"]
        page.fill("与申请人关系", "邻居").press("保存")
        assert "授权委托书" in page.text
        page.follow("更改代办人").fill("代办人", "").press("保存")
        assert "代办人" not in page.facts
        assert "授权委托书" not in page.text

    def test_two_clerks_see_each_other_s_agent_by_name(self, counter: Counter) -> None:
        counter.make(residents.make_resident, name="王代办", number=AGENT)
        counter.make(residents.make_resident, name="李代办", number=OTHER_AGENT)
        key = counter.draft()
        first, second = counter.at(key, rest="agent"), counter.at(key, "clerk2", "agent")
        first.fill("代办人", AGENT).fill("与申请人关系", "女儿").press("保存")
        second.fill("代办人", OTHER_AGENT).fill("与申请人关系", "邻居").press("保存")
        assert second.status == 409
        row = second.rows("两份内容的不同之处")[0]
        assert row["现在保存的（他人刚刚更新）"].startswith("王代办")
        assert row["您填写的（在下面的表中）"].startswith("李代办")


class TestChooseBusiness:
    def test_questions_and_materials_follow(self, counter: Counter) -> None:
        key = counter.draft("senior_card", business="new")
        page = counter.at(key).follow("更改业务类型")
        page.choose("业务类型", "遗失补证").press("更改")
        assert "遗失申明" in page.text
        assert page.value("办证依据") == "本地户籍"
