"""A zero and a dispute saved in the same second, and a week filed by two at once: two connections, one defined outcome."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from portal.db import transaction
from portal.errors import Conflict, RuleBroken
from portal.extensions import db
from portal.screening import freezing
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.filing.actions import ending, filling, signing
from portal.screening.filing.actions.filing import file_report
from portal.screening.filing.documents import zero_sentence
from portal.screening.freezing import draft_of, report_in_force
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.stamping import as_of
from portal.web.application import Portal
from tests.factories import staff
from tests.factories.filing import WORDS, act
from tests.factories.screening import duty_of, make_dispute
from tests.page import Browser

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
        assert at_once(office, fill, fill) == ["done", "Conflict"]
        with office.app_context():
            assert draft_of(duty_of("C1", FIRST)) is not None


def fill() -> None:
    """A zero filled in by the worker, which waits for the secretary."""
    file_zero("community")


def fill_again() -> None:
    """The same with another scope."""
    words = replace(WORDS, scope="另一个范围")
    file_report(staff.actor("community"), duty_of("C1", FIRST), version=None, words=words, zero_said=True)


def sign() -> None:
    """Whatever waits is signed by another window of the secretary."""
    duty = duty_of("C1", FIRST)
    waiting = draft_of(duty) or report_in_force(duty)
    assert waiting is not None
    signing.sign_report(staff.actor("secretary"), waiting, version=None)


def correct() -> None:
    """A correction of the report in force is begun."""
    filling.correct_report(staff.actor("community"), in_force(), version=None, reason="核对")


def drop() -> None:
    """That correction is given up."""
    draft = draft_of(duty_of("C1", FIRST))
    assert draft is not None
    filling.drop_correction(staff.actor("community"), draft, version=None, reason="不改了")


def withdraw() -> None:
    """The report in force is taken back."""
    ending.withdraw_report(staff.actor("secretary"), in_force(), version=None, reason="重新排查")


def in_force() -> ScreeningReport:
    """The edition that counts now."""
    report = report_in_force(duty_of("C1", FIRST))
    assert report is not None
    return report


# What stands there when the secretary opens the page, what others do before the signature has the period, and the answer.
BEFORE_THE_SIGNATURE: list[tuple[list[Callable[[], None]], Callable[[], None], int]] = [
    ([fill], find, 422),
    ([fill], fill_again, 409),
    ([fill], sign, 422),
    ([fill, sign, find], find, 422),
    ([fill, sign, find], withdraw, 422),
    ([fill, sign, correct], find, 409),
    ([fill, sign, correct], drop, 422),
    ([fill, sign, correct], withdraw, 200),
]


@pytest.mark.parametrize(("there", "meanwhile", "status"), BEFORE_THE_SIGNATURE)
def test_a_signature_always_gets_an_answer_in_words(
    office: Portal,
    monkeypatch: pytest.MonkeyPatch,
    there: list[Callable[[], None]],
    meanwhile: Callable[[], None],
    status: int,
) -> None:
    """The secretary has read the records, somebody else saves, and only then does the signature reach the period."""
    with office.app_context():
        waits = db.engine.dialect.name == "sqlite"  # there the second writer cannot even begin to read
        for step in there:
            with transaction():
                step()
        address = f"/screening/duties/{duty_of('C1', FIRST).id}"
    page = Browser(office.test_client()).sign_in("secretary", staff.PASSWORD).open(address)
    if there[-1] is find:
        page.follow("签发")
    elif there[-1] is correct:  # a correction carries no zero over: its signer says it anew
        with office.app_context():
            duty = duty_of("C1", FIRST)
            page.check(zero_sentence(duty, as_of(moment(), duty.last)))
    lock, others = freezing.lock_duty, [meanwhile]

    def others_first() -> None:
        def save() -> None:
            with office.app_context(), transaction():
                meanwhile()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(save).result(20)

    def lock_later(duty_id: int) -> ReportDuty:
        if others:
            others.clear()
            others_first()
        return lock(duty_id)

    if waits:
        others_first()
    else:
        monkeypatch.setattr(freezing, "lock_duty", lock_later)
    page.press("签发" if there[-1] is find else "签发上报")
    assert page.status == status
