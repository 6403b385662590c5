"""What waits besides applications, on the workbench of those who can do something about it."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.db import transaction
from portal.web.application import Portal
from tests.factories import letters, staff
from tests.page import Browser
from tests.services.conftest import unrendered
from tests.services.notices import board

__all__ = ["unrendered"]


def _browser(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


def test_an_overdue_letter_stands_on_the_clerk_s_workbench(app: Portal, unrendered: None) -> None:
    with app.app_context(), transaction():
        letters.seed()
        letters.sent(due_on=dt.date(2026, 11, 23))
    assert not _has(_browser(app, "clerk"), "公函逾期未答复")
    clock.fix_today(dt.date(2026, 11, 25))
    rows = _browser(app, "clerk").open("/").rows("公函逾期未答复")
    assert rows[0]["说明"] == "示街办报送〔2026〕1号 示范区民政局"
    assert "超期2天" in rows[0]["答复期限"]


def test_the_board_s_work_stands_on_the_community_s_workbench(app: Portal, unrendered: None) -> None:
    with app.app_context(), transaction():
        board.announced()
    rows = _browser(app, "community").open("/").rows("公示待张贴")
    assert (rows[0]["说明"], rows[0]["张贴日"]) == ("张䶮 和平社区", "2026-11-23")


def test_the_office_sees_what_a_community_is_late_with(app: Portal, unrendered: None) -> None:
    with app.app_context(), transaction():
        board.announced()
    assert not _has(_browser(app, "clerk"), "公示待张贴")
    clock.fix_today(dt.date(2026, 11, 24))
    assert _browser(app, "clerk").open("/").rows("公示待张贴")


def _has(page: Browser, title: str) -> bool:
    """Whether the workbench has a pile of this title."""
    nodes = page.open("/").page.tree.root.walk()
    return any(node.tag == "h2" and title in node.words() for node in nodes)
