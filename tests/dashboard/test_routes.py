"""The workbench of each role, and the page of those who watch over deadlines."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.accounts.roles import ROLES
from portal.db import transaction
from portal.web.application import Portal
from tests.factories import residents, services, staff
from tests.page import Browser


def sign_in(app: Portal, who: str) -> Browser:
    """Somebody of the cast, on the workbench."""
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD).open("/")


def accept_long_ago(app: Portal) -> str:
    """An overdue application; gives its number."""
    clock.fix_today(dt.date(2026, 10, 12))
    with app.app_context(), transaction():
        number = services.accepted(residents.make_zhang()).number
    clock.fix_today(dt.date(2026, 11, 22))
    assert number is not None
    return number


class TestWorkbench:
    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_opens_for_every_role(self, app: Portal, role: str) -> None:
        assert sign_in(app, role).h1 == "工作台"

    def test_offers_a_clerk_what_begins_at_the_counter(self, hall: Portal) -> None:
        links = sign_in(hall, "clerk").links
        assert {"登记居民", "查找居民", "申办事项", "登记来访咨询"} <= set(links)
        assert {"出生通知", "新生儿走访"} <= set(
            links
        )  # the hospital’s notice, and the visit that follows it

    def test_shows_what_is_overdue_and_leads_there(self, hall: Portal) -> None:
        number = accept_long_ago(hall)
        reviewer = sign_in(hall, "reviewer")
        row = reviewer.rows("等我办理")[0]
        assert row["受理号"].startswith(number)
        assert "超期" in row["办理期限"]
        assert reviewer.follow(number).status == 200
        clerk = sign_in(hall, "clerk")
        assert clerk.rows("今天到期和超期，等别人办理")[0]["受理号"].startswith(number)
        assert "没有等您办理的办件" in clerk.text
        assert "2个工作日内到期" in clerk.text
        assert clerk.follow("已超期 1 件").rows("办件")[0]["受理号"].startswith(number)

    def test_counts_the_day(self, hall: Portal) -> None:
        with hall.app_context(), transaction():
            services.accepted(residents.make_zhang())
        facts = sign_in(hall, "clerk").facts
        assert (facts["接收申请"], facts["受理"], facts["来访咨询"]) == ("1 件", "1 件", "0 人次")

    def test_warns_the_administrator_of_a_year_without_calendar(self, hall: Portal) -> None:
        admin = sign_in(hall, "admin")
        assert any("2027年的工作日历还没有录入" in text for text in admin.notices)
        assert admin.follow("录入2027年放假安排").status == 200
        assert not sign_in(hall, "clerk").notices

    def test_shows_the_pages_that_a_mediator_may_enter(self, app: Portal) -> None:
        assert "居民" in sign_in(app, "mediator").links

    def test_sends_a_stranger_to_sign_in(self, app: Portal) -> None:
        answer = app.test_client().get("/")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/")


class TestSupervise:
    def test_lists_what_is_late_and_names_no_staff(self, hall: Portal) -> None:
        number = accept_long_ago(hall)
        page = sign_in(hall, "supervisor").open("/supervision")
        line = page.rows("各单位各事项在办情况")[0]
        assert (line["单位"], line["事项"], line["已超期"]) == ("示范街道办事处", "困难帮扶登记", "1")
        assert page.rows("已超期的办件")[0]["受理号"].startswith(number)
        main = page.tree.root.find("main")
        assert main is not None
        assert "测试01" not in main.words()

    def test_is_closed_to_a_clerk(self, app: Portal) -> None:
        assert sign_in(app, "clerk").open("/supervision").status == 403

    def test_says_that_nothing_is_late(self, app: Portal) -> None:
        page = sign_in(app, "leader").open("/supervision")
        assert "没有超期的办件" in page.text
