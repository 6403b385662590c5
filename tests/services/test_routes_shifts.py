"""The change of shift as pages: what is open is listed by itself, both sign, and only whom the sheet names takes over."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.dashboard.elsewhere import other_piles
from portal.db import session, transaction
from portal.documents.facts import from_plain
from portal.errors import NotFound
from portal.services.shifts import actions, queries
from portal.services.shifts.models import ShiftHandover
from portal.services.shifts.papers import ShiftSheet
from portal.units.models import Post
from tests.factories import staff
from tests.services.conftest import unrendered
from tests.services.counter import Counter, counter

__all__ = ["counter", "unrendered"]


def test_a_shift_is_handed_over_and_taken_over(counter: Counter) -> None:
    clock.fix_today(dt.date(2026, 11, 23))
    key = counter.accepted()
    counter.at(key).follow("收原件").check("身份证").press("登记并出清单")
    page = counter.browser().open("/").follow("交接班").follow("交班")
    with counter.app.app_context():
        colleague = staff.actor("clerk2")
    page.choose("接班人", colleague.name).fill("交接说明", "打印机缺纸").press("交班签名")
    rows = page.rows("未办结事项"), page.rows("在管原件")
    assert [row["受理号"] for row in rows[0]] == ["示街办受〔2026〕1号"]
    assert [row["内容"] for row in rows[1]] == ["身份证"]
    other = counter.browser("clerk2").open("/shifts").follow("去接班").press("核对无误，接班")
    assert other.rows("交接班表")[0]["状态"] == "已接班"
    assert "接班签名" in page.reload().text
    with counter.app.app_context():
        made = session.query(ShiftHandover).one()
        assert made.document is not None
        facts = from_plain(ShiftSheet, made.document.frozen["facts"])
        assert (facts.giver, facts.taker, facts.note) == ("测试01", colleague.name, "打印机缺纸")
        assert (facts.cases[0].due_on, facts.originals[0].state) == (dt.date(2026, 12, 7), "在本单位")


def test_a_shift_waits_for_the_person_whichever_post_they_hold(counter: Counter) -> None:
    clock.fix_today(dt.date(2026, 11, 23))
    with counter.app.app_context(), transaction():
        street, colleague = staff.unit("S"), staff.actor("clerk2")
        street_reviewer = Post(
            account_id=colleague.account_id, unit_id=street.id, role="reviewer", valid_from=staff.SINCE
        )
        session.add(street_reviewer)
        session.flush()
        given = actions.hand_over_shift(staff.actor("clerk"), to_account_id=colleague.account_id)
        key, version = given.id, given.version
    with counter.app.app_context(), transaction():
        at_review = staff.actor("clerk2", "reviewer")
        assert not at_review.can(actions.RIGHT)
        waiting = [pile for pile in other_piles(at_review) if pile.key == "shifts"]
        assert [(row.href, pile.more) for pile in waiting for row in pile.rows] == [(f"/shifts/{key}", "")]
        with pytest.raises(NotFound):
            queries.get_handover(staff.actor("reviewer"), key)
        actions.take_over_shift(at_review, queries.get_handover(at_review, key), version=version)
        assert [pile.key for pile in other_piles(at_review) if pile.key == "shifts"] == []
