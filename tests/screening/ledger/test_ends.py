"""A dispute that is no longer followed says why; one that counts no more takes no progress; one told above asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.screening.ledger import desk
from portal.screening.ledger.actions import passing, progressing, settling
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser
from tests.screening.ledger.test_actions_disputes import TODAY, registered


def _void(dispute: Dispute) -> None:
    standing.void(staff.actor("street"), dispute, note="同一句话登记了两遍")


def _merge(dispute: Dispute) -> None:
    standing.merge(staff.actor("street"), dispute, into=registered(), note="同一句话登记了两遍")


def _void_after_it_came_from_elsewhere(dispute: Dispute) -> None:
    standing.belonged_to(staff.actor("street"), dispute, unit_id=staff.unit("C2").id, note="划归那个社区")
    _void(dispute)


def _hand_on(dispute: Dispute) -> None:
    standing.hand_on(staff.actor("street"), dispute, on=TODAY, note="同一句话登记了两遍")


def _end(dispute: Dispute) -> None:
    standing.end(staff.actor("street"), dispute, on=TODAY, note="同一句话登记了两遍")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("stop", "may_write"),
    [
        (_void, False),
        (_merge, False),
        (_void_after_it_came_from_elsewhere, False),
        (_hand_on, True),
        (_end, True),
    ],
)
def test_says_why_it_is_no_longer_followed(stop: Callable[[Dispute], None], may_write: bool) -> None:
    with transaction():
        key = registered().id
        assert desk.standing_of(staff.actor("street"), session.get_one(Dispute, key)).end is None
        stop(session.get_one(Dispute, key))
    it = desk.standing_of(staff.actor("street"), session.get_one(Dispute, key))
    assert it.end is not None
    assert it.end.note.startswith("同一句话登记了两遍")
    assert it.may_write is may_write


@pytest.mark.usefixtures("database")
def test_a_settled_one_has_no_such_end() -> None:
    with transaction():
        dispute = registered()
        standing.resolve(staff.actor("street"), dispute, on=TODAY, way="other")
        assert desk.standing_of(staff.actor("street"), dispute).end is None


@pytest.mark.parametrize(
    ("stop", "words"), [(_void, "不再计数"), (_merge, "已并入"), (_end, "不再由本单位办")]
)
def test_the_page_says_why(app: Portal, stop: Callable[[Dispute], None], words: str) -> None:
    with app.app_context(), transaction():
        dispute = registered()
        key = dispute.id
        stop(dispute)
    page = Browser(app.test_client()).sign_in("street", staff.PASSWORD).open(f"/screening/disputes/{key}")
    assert any(words in text and "原因：同一句话登记了两遍" in text for text in page.notices)
    assert ("登记进展" in page.text) is (stop is _end)
    if stop is _merge:
        assert "登记人" in page.follow("查看并入的那一件").text


def test_the_street_reads_what_a_community_asks_of_it(app: Portal) -> None:
    with app.app_context(), transaction():
        dispute = registered()
        key = dispute.id
        passing.escalate(
            staff.actor("community"), dispute, version=None, on=TODAY, holder="ours", reason="请协调住建部门"
        )
    for who, is_asked in (("street", True), ("community", False)):
        page = Browser(app.test_client()).sign_in(who, staff.PASSWORD).open(f"/screening/disputes/{key}")
        assert "上报示范街道办事处：请协调住建部门" in page.text
        assert any("和平社区请本单位协调" in text for text in page.notices) is is_asked


def test_only_a_visit_after_the_settlement_is_a_visit_to_the_settled(app: Portal) -> None:
    """回访: the visit at which a quarrel was settled is none."""
    with app.app_context(), transaction():
        who, dispute = staff.actor("community"), registered()
        progressing.add_progress(who, dispute, on=TODAY, text="上门谈妥。", is_visit=True)
        settling.settle(who, dispute, version=None, on=TODAY, way="other", outcome="已谈妥")
        key = dispute.id
    address = f"/ledgers/screening-disputes?from={TODAY}&to={TODAY}"
    page = Browser(app.test_client()).sign_in("community", staff.PASSWORD).open(address)
    assert page.rows("矛盾纠纷排查台账")[0]["回访"] == ""
    later = TODAY + dt.timedelta(days=3)
    clock.fix_today(later)
    with app.app_context(), transaction():
        found = session.get_one(Dispute, key)
        progressing.add_progress(staff.actor("community"), found, on=later, text="没有反复。", is_visit=True)
    assert page.open(address).rows("矛盾纠纷排查台账")[0]["回访"] == later.isoformat()
