"""Reading applications: the list with its conditions, why one is due, numbers shown and recorded, samples, handing over."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import session
from portal.services.models import SampleCheck
from tests.factories import services, staff
from tests.services.counter import Counter, address, counter, person

__all__ = ["counter"]
LIST = "/services/applications"


def verbs(counter: Counter) -> list[str]:
    return list(
        counter.ask(lambda: list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.sequence))))
    )


class TestListApplications:
    def test_says_what_to_do_when_there_is_none(self, counter: Counter) -> None:
        page = counter.browser().open(LIST)
        assert "还没有办件" in page.text
        assert page.links["申办事项"] == "/services"

    def test_is_narrowed_by_state_item_name_and_period(self, counter: Counter) -> None:
        counter.accepted()
        counter.draft("senior_card")
        page = counter.browser().open(LIST)
        assert len(page.rows("办件")) == 2
        assert [r["状态"] for r in page.open(f"{LIST}?state=accepted").rows("办件")] == ["已受理"]
        assert [r["受理号"] for r in page.open(f"{LIST}?item=senior_card").rows("办件")] == ["未编号 张䶮"]
        assert len(page.open(f"{LIST}?q=张").rows("办件")) == 2
        assert len(page.open(f"{LIST}?q=〔2026〕1号").rows("办件")) == 1
        assert page.open(f"{LIST}?to=2026-11-21").rows("办件") == []
        assert "没有符合条件的办件" in page.text
        assert page.links["清除条件"] == LIST

    def test_nonsense_in_the_address_is_passed_over(self, counter: Counter) -> None:
        counter.accepted()
        page = counter.browser().open(f"{LIST}?state=none&clerk=x&from=2026-13-01&page=99999999999999999999")
        assert page.status == 200
        assert len(page.rows("办件")) == 1

    def test_pages_and_the_part_for_htmx(self, counter: Counter) -> None:
        def many() -> object:
            made = None
            for place in range(23):
                made = services.draft(services.born(62, dt.date(2026, 11, 22), days_later=place))
            return made

        counter.make(many)
        page = counter.browser().open(LIST)
        assert len(page.rows("办件")) == 20
        page.htmx = True
        page.follow("下一页")
        assert page.part
        assert len(page.rows("办件")) == 3
        page.htmx = False

    def test_the_form_of_conditions_works_without_scripts(self, counter: Counter) -> None:
        counter.accepted()
        page = counter.browser().open(LIST).choose("状态", "草稿").press("筛选")
        assert page.rows("办件") == []
        assert page.value("状态") == "草稿"

    def test_the_search_box_finds_an_application_by_its_number(self, counter: Counter) -> None:
        counter.accepted()
        page = counter.browser().open("/").suggest("查找居民或受理号", "示街办受〔2026〕1号")
        assert any(href == address(1) for href in page.links.values())


class TestExplainDue:
    def test_counts_each_day(self, counter: Counter) -> None:
        page = counter.at(counter.accepted()).follow("怎么算的")
        rows = page.rows("逐日说明")
        assert rows[0]["第几天"] == "不计"
        assert rows[-1]["第几天"] == "10"
        assert any("到期日 2026年12月4日" in text for text in page.notices)

    def test_a_draft_has_none(self, counter: Counter) -> None:
        assert counter.at(counter.draft(), rest="due").status == 404


class TestRevealNumber:
    def test_the_case_is_the_reason_and_it_is_recorded(self, counter: Counter) -> None:
        page = counter.at(counter.accepted())
        assert "119901196611220018" not in page.html
        page.press("查看全号办件中查看，会留痕")
        assert "119901196611220018" in page.text
        assert {"residents.reveal_number", "services.reveal_number"} <= set(verbs(counter))

    def test_htmx_gets_only_the_panel(self, counter: Counter) -> None:
        page = counter.at(counter.accepted())
        page.htmx = True
        page.press("查看全号办件中查看，会留痕")
        assert page.part
        assert "119901196611220018" in page.text

    def test_who_does_not_work_on_the_case_is_sent_to_ask_with_a_reason(self, counter: Counter) -> None:
        key = counter.make(lambda: services.collected(person(counter.zhang)))

        def close() -> object:
            found = services.reload(key)
            return services.actions.close_application(staff.actor("clerk"), found, version=None)

        counter.make(close)
        page = counter.at(key)
        assert "查看全号办件中查看，会留痕" not in page.buttons

    def test_the_address_alone_shows_nothing(self, counter: Counter) -> None:
        key = counter.accepted()
        page = counter.at(key, rest="number")
        assert page.url == address(key)
        assert "119901196611220018" not in page.html

    def test_a_supervisor_may_not(self, counter: Counter) -> None:
        assert counter.at(counter.accepted(), "supervisor", "number").status == 403


class TestSamples:
    def test_somebody_else_looks_and_says_what_was_found(self, counter: Counter) -> None:
        def drawn() -> object:
            found = services.card_on_the_spot(person(counter.zhang))
            known = session.scalars(select(SampleCheck)).first()
            if known is None:
                known = SampleCheck(application=found, drawn_on=dt.date(2026, 11, 22))
                session.add(known)
            session.flush()
            return known

        counter.make(drawn)
        page = counter.browser("reviewer").open("/services/samples")
        page.follow("抽查 示街办受〔2026〕1号").choose("抽查结果", "有问题").press("保存抽查结果")
        assert page.errors["发现的问题"]
        page.fill("发现的问题", "照片不合格").press("保存抽查结果")
        assert "没有等待抽查的办件" in page.text


class TestHandOver:
    def test_one_application_goes_to_a_colleague(self, counter: Counter) -> None:
        key = counter.accepted()
        page = counter.at(key, "reviewer").follow("移交").choose("移交给", "测试二号窗").press("移交")
        assert page.errors["理由"]
        page.fill("理由", "休假").press("移交")
        assert page.notices[0] == "已移交。"
        assert page.facts["经办人"].startswith("测试二号窗")

    def test_a_clerk_may_not(self, counter: Counter) -> None:
        page = counter.at(counter.accepted())
        assert "移交" not in page.links
        assert page.open(address(1, "hand-over")).status == 403
