"""Whose rows: every address with a key of the hall's, asked for by the same posts of another street, is not there."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from portal.accounts.roles import PERMISSIONS
from portal.db import session, transaction
from portal.services import actions
from portal.services.items.senior_card.models import SeniorCard
from portal.services.models import SampleCheck
from tests.accounts.cookies import token_on
from tests.factories import services, staff
from tests.services.conftest import unrendered
from tests.services.counter import Counter, counter, person

__all__ = ["counter", "unrendered"]
# The register of residents is one for the whole office; accounts, units, the calendar and settings are the administrator's.
OFFICE_WIDE = ("residents.", "accounts.", "units.", "almanac.", "settings.", "audit.")
AWAY = ("clerk", "reviewer", "leader")


@pytest.fixture
def keys(counter: Counter) -> dict[str, str]:
    """One record of each kind at the street S, by the name of its key in addresses."""
    with counter.app.app_context(), transaction():
        application = services.accepted(person(counter.zhang))
        services.card_on_the_spot(person(counter.zhang))
        card = session.scalars(select(SeniorCard)).one()
        clerk = staff.actor("clerk")
        enquiry = actions.record_enquiry(
            clerk, unit_id=clerk.unit_id or 0, kind="enquiry", name="张示例", matter="问老年证", answer="已答"
        )
        sample = SampleCheck(application=application, drawn_on=application.applied_on)
        session.add(sample)
        for role in AWAY[1:]:
            staff.make_account(f"{role}_s2", "测试邻街", (role, staff.unit("S2")))
        session.flush()
        return {
            "application_id": str(application.id),
            "document_id": str(card.document_id),
            "card_id": str(card.id),
            "enquiry_id": str(enquiry.id),
            "sample_id": str(sample.id),
            "file_id": "1",
            "code": "identity",
        }


@pytest.mark.parametrize("role", AWAY)
def test_nothing_of_another_street_is_there(counter: Counter, keys: dict[str, str], role: str) -> None:
    client = counter.browser(f"{role}_s2").client
    token = token_on(client, "/password")
    asked = 0
    for rule in counter.app.url_map.iter_rules():
        permission = getattr(counter.app.view_functions[rule.endpoint], "portal_permission", "")
        names = set(rule.arguments)
        if rule.endpoint.startswith(OFFICE_WIDE) or not names & set(keys) or not names <= set(keys):
            continue
        if permission not in PERMISSIONS[role]:
            continue
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda m: keys[m[1]], rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            data = {"csrf_token": token} if method == "POST" else None
            answer = client.open(path, method=method, data=data)
            assert answer.status_code == 404, f"{method} {path} answered {answer.status_code} to {role}_s2"
            asked += 1
    assert asked > 5
