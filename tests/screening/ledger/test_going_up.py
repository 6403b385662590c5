"""What a level wants told above once its limit has passed (逾期上报): to the street first, from there to the district."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.disputes.models import Dispute
from portal.screening.ledger.actions import passing
from portal.screening.receiving import receiver_of
from portal.settings.actions import change_setting
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser
from tests.screening.ledger.test_actions_disputes import TODAY, care_of, registered

LATER = TODAY + dt.timedelta(days=40)
DISTRICT = "示范区社会治安综合治理中心"


def _overdue(risk: str) -> tuple[int, str]:
    """A dispute of a level that is settled far too late: its key, and its page."""
    made = registered(risk=risk)
    care = care_of(made)
    care.responsible_person, care.leader, care.measures = "甲示例", "乙示例", "约双方面谈"
    return made.id, f"/screening/disputes/{made.id}"


def _says(app: Portal, who: str, address: str) -> str:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD).open(address).text


@pytest.mark.parametrize(
    ("risk", "community", "street"),
    [
        ("red", "上报示范街道办事处", f"上报{DISTRICT}"),
        ("orange", "上报示范街道办事处", "本级解决不了的"),
        ("yellow", "本级解决不了的", "本级解决不了的"),
    ],
)
def test_an_overdue_dispute_names_the_next_body_up_until_it_was_told(
    app: Portal, risk: str, community: str, street: str
) -> None:
    """Red goes to the district, orange to the street, yellow nowhere; each desk is asked for its own step only."""
    with app.app_context(), transaction():
        key, address = _overdue(risk)
    clock.fix_today(LATER)
    assert community in _says(app, "community", address)
    assert street in _says(app, "street", address)
    with app.app_context(), transaction():
        passing.escalate(
            staff.actor("community"),
            Dispute.query.filter_by(id=key).one(),
            version=None,
            on=LATER,
            holder="ours",
            reason="施工方不配合",
        )
    assert "上报示范街道办事处，请上报" not in _says(app, "community", address)


@pytest.mark.usefixtures("database")
def test_an_office_may_name_the_body_that_it_reports_to() -> None:
    street = staff.unit("S")
    assert receiver_of(street, TODAY) == DISTRICT
    with transaction():
        change_setting(
            staff.actor("admin"),
            key="screening.receiver",
            text="示范区委平安办",
            valid_from=None,
            reason="区里机构调整",
            unit_id=street.id,
        )
        assert receiver_of(street, TODAY) == "示范区委平安办"
        assert passing.target_of(staff.actor("street"), registered("street", "S")) == ("示范区委平安办", None)
    assert receiver_of(staff.unit("S2"), TODAY).endswith("社会治安综合治理中心")
