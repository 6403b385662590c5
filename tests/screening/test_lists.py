"""A list of many disputes asks no more of the database than a list of one, wherever screening shows one."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.db import session, transaction
from portal.disputes.models import Dispute
from portal.extensions import db
from portal.mediation.actions.opening import hand_over
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.rollup.actions.reporting import make_roll_up
from portal.web.application import Portal
from tests.factories import staff
from tests.factories.filing import filed
from tests.factories.mediation import make_committee
from tests.factories.screening import duty_of, make_dispute
from tests.page import Browser
from tests.statements import statements

MANY = 7
# One dispute is found in the first half of the month, many in the second.
FEW_WEEK, MANY_WEEK = dt.date(2026, 11, 9), dt.date(2026, 11, 16)
FEW_DAYS, MANY_DAYS = "from=2026-11-01&to=2026-11-15", "from=2026-11-16&to=2026-11-30"


def _filled(app: Portal) -> dict[str, tuple[str, str]]:
    """Two weeks that were reported as zero, and the disputes that were entered afterwards, each given to a committee."""
    with app.app_context(), transaction():
        today = clock.today()
        clock.fix_today(FEW_WEEK)
        ensure_duties()
        duties = [duty_of("C1", first) for first in (FEW_WEEK, MANY_WEEK)]
        for duty in duties:
            filed(duty, on=duty.last)
        clock.fix_today(today)
        committee = make_committee()
        for day, count in ((FEW_WEEK, 1), (MANY_WEEK, MANY)):
            for _n in range(count):
                key = make_dispute("C1", on=day).id
                dispute = session.get_one(Dispute, key)
                hand_over(
                    staff.actor("street"),
                    committee=committee,
                    dispute=dispute,
                    respondent_wish="agrees",
                    note="",
                )
        halves = [duty_of("S", first, "half_month") for first in (dt.date(2026, 11, 1), MANY_WEEK)]
        reports = [make_roll_up(staff.actor("street"), duty, version=None).id for duty in halves]
        keys = [duty.id for duty in duties]
    return {
        "statistics": tuple(
            f"/screening/statistics/list?figure=found&{days}" for days in (FEW_DAYS, MANY_DAYS)
        ),
        "disputes": tuple(f"/screening/disputes?tab=all&{days}" for days in (FEW_DAYS, MANY_DAYS)),
        "ledger": tuple(f"/ledgers/screening-disputes?{days}" for days in (FEW_DAYS, MANY_DAYS)),
        "doubts": tuple(f"/screening/doubts?{days}" for days in (FEW_DAYS, "from=2026-11-16&to=2026-11-23")),
        "lines": tuple(f"/screening/reports/{key}/lines/found" for key in reports),
        "week": tuple(f"/screening/duties/{key}" for key in keys),
    }


def test_asks_no_more_for_many_than_for_one(app: Portal) -> None:
    pages = _filled(app)
    browser = Browser(app.test_client()).sign_in("street", staff.PASSWORD)
    with app.app_context():
        engine = db.engine
    sent: dict[str, list[int]] = {}
    for name, addresses in pages.items():
        for address in addresses:
            browser.open(address)
            with statements(engine) as found:
                browser.open(address)
            assert browser.status == 200, address
            sent.setdefault(name, []).append(len(found))
        rows = "张示例与李样本邻里纠纷" if name != "ledger" else "张**与李**邻里纠纷"
        assert browser.text.count(rows) >= MANY, (name, browser.text[:2000])
    assert {name: many - few for name, (few, many) in sent.items()} == dict.fromkeys(sent, 0), sent
