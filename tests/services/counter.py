"""A counter with its catalogue, for page tests: made-up records by key, and browsers of the cast. No context stays open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portal.db import transaction
from portal.residents.models import Resident
from portal.residents.queries import get_resident
from portal.web.application import Portal
from tests.factories import residents, services, staff
from tests.page import Browser


class Counter:
    """The hall of one test."""

    def __init__(self, app: Portal) -> None:
        self.app = app
        with app.app_context(), transaction():
            self.zhang = residents.make_zhang().id

    def make(self, maker: Callable[..., Any], *arguments: Any, **more: Any) -> int:
        """The key of a record that a factory makes."""
        with self.app.app_context(), transaction():
            made = maker(*arguments, **more)
            return int(made.id)

    def draft(self, item: str = "plain_help", **more: Any) -> int:
        """A draft for the resident of this counter."""
        return self.make(lambda: services.draft(person(self.zhang), item=item, **more))

    def accepted(self, item: str = "plain_help", **more: Any) -> int:
        """An accepted application of the resident of this counter."""
        return self.make(lambda: services.accepted(person(self.zhang), item=item, **more))

    def look(self, application_id: int, *names: str) -> Any:
        """What stands in an application's columns; one value for one name."""
        with self.app.app_context():
            found = services.reload(application_id)
            values = [getattr(found, name) for name in names]
            return values[0] if len(values) == 1 else tuple(values)

    def ask(self, question: Callable[[], Any]) -> Any:
        """What a query answers; plain values only."""
        with self.app.app_context():
            return question()

    def browser(self, who: str = "clerk") -> Browser:
        """Somebody of the cast, signed in."""
        return Browser(self.app.test_client()).sign_in(who, staff.PASSWORD)

    def at(self, application_id: int, who: str = "clerk", rest: str = "") -> Browser:
        """Somebody in front of an application."""
        return self.browser(who).open(address(application_id, rest))


def person(resident_id: int) -> Resident:
    """The resident with this key."""
    return get_resident(staff.actor("clerk"), resident_id)


def address(application_id: int, rest: str = "") -> str:
    """The address of an application's page, or of one of its verbs."""
    return f"/services/applications/{application_id}" + (f"/{rest}" if rest else "")


@pytest.fixture
def counter(catalogue: None, app: Portal, unrendered: None) -> Counter:
    """A counter with its catalogue and one resident."""
    return Counter(app)


def number_of(page: Browser) -> str:
    """The receipt number that the page's facts show."""
    return page.facts["受理号"]


AGENT = residents.identity_number(dt.date(1980, 1, 1), 7, sex="2")

__all__ = ["AGENT", "Counter", "address", "counter", "number_of", "person"]
