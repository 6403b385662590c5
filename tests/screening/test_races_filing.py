"""A zero and a dispute saved in the same second, and a week filed by two at once: two connections, one defined outcome."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from portal.db import transaction
from portal.errors import Conflict, RuleBroken
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.filing.actions.filing import file_report
from portal.screening.freezing import draft_of, report_in_force
from portal.web.application import Portal
from tests.factories import staff
from tests.factories.filing import WORDS, act
from tests.factories.screening import duty_of, make_dispute

pytestmark = pytest.mark.both
FIRST, FRIDAY = dt.date(2026, 11, 16), dt.date(2026, 11, 20)
# So long the first holds what it did before it commits; the second is under way meanwhile and has to wait.
HELD = 0.25


def file_zero(who: str = "secretary") -> None:
    """A zero report of W47 of C1."""
    file_report(staff.actor(who), duty_of("C1", FIRST), version=0, words=WORDS, zero_said=True)


def find() -> None:
    """A dispute of that week."""
    make_dispute("C1", on=FRIDAY)


def at_once(app: Portal, first: Callable[[], Any], second: Callable[[], Any]) -> list[str]:
    """Do both, each on a connection of its own: the second begins while the first has not committed. How each ended."""
    done = threading.Event()

    def run(act: Callable[[], Any], waits: bool) -> str:
        if waits:
            done.wait(10)
        try:
            with app.app_context(), transaction():
                act()
                done.set()
                if not waits:
                    time.sleep(HELD)
        except (RuleBroken, Conflict) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return [one.result(30) for one in (pool.submit(run, first, False), pool.submit(run, second, True))]


@pytest.fixture
def office(app: Portal) -> Portal:
    """The calendar laid out, and one screening act in the week."""
    with app.app_context(), transaction():
        ensure_duties()
        act(FIRST)
    return app


class TestSameSecond:
    def test_the_zero_first_is_superseded_by_the_find(self, office: Portal) -> None:
        assert at_once(office, file_zero, find) == ["done", "done"]
        with office.app_context():
            report = report_in_force(duty_of("C1", FIRST))
            assert report is not None
            assert (report.edition, report.found, report.is_zero) == (2, 1, False)

    def test_the_find_first_refuses_the_zero(self, office: Portal) -> None:
        assert at_once(office, find, file_zero) == ["done", "RuleBroken"]
        with office.app_context():
            assert report_in_force(duty_of("C1", FIRST)) is None

    def test_two_file_the_same_week(self, office: Portal) -> None:
        """Signed by one, the other hears who and when; filled in by one, the other has both texts."""
        assert at_once(office, file_zero, file_zero) == ["done", "RuleBroken"]
        with office.app_context():
            report = report_in_force(duty_of("C1", FIRST))
            assert report is not None
            assert report.edition == 1

    def test_two_fill_in_the_same_week(self, office: Portal) -> None:
        def fill() -> None:
            file_zero("community")

        assert at_once(office, fill, fill) == ["done", "Conflict"]
        with office.app_context():
            assert draft_of(duty_of("C1", FIRST)) is not None
