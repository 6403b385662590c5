"""The demo as a newcomer meets it: by its commands, on an empty folder, with every book right afterwards."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from portal.demo.office import ACCOUNTS
from portal.services.states import STATES
from tests.demo.filling import SAID, run
from tests.house.source import ROOT

# What the street's calendar says besides of reports in force, and of a period that is objected to.
MARKS = """
SELECT 'late' FROM screening_report WHERE state = 'filed' AND late_seconds > 0
UNION SELECT 'as_of' FROM screening_report WHERE state = 'filed' AND as_of IS NOT NULL
UNION SELECT 'moved' FROM screening_report WHERE state = 'filed' AND ground_moved_at IS NOT NULL
UNION SELECT 'unsigned' FROM screening_report WHERE state = 'filed' AND signed_at IS NULL
UNION SELECT 'disputed' FROM objection WHERE state = 'open'
"""


@pytest.fixture(scope="module")
def instance(filled_demo: Path) -> Path:
    """An instance that the demo has filled; nothing here changes it."""
    return filled_demo


def test_the_accounts_are_told(instance: Path) -> None:
    told = (instance / SAID).read_text("utf-8")
    for name, _what in ACCOUNTS:
        assert name in told


def test_every_state_is_shown(instance: Path) -> None:
    with sqlite3.connect(instance / "portal.db") as connection:
        shown = {state for (state,) in connection.execute("SELECT DISTINCT state FROM application")}
    assert shown >= set(STATES) - {"collected", "discarded"}


def test_nothing_changes_after_the_preview_that_waits_for_the_second_person(instance: Path) -> None:
    """What README tells a reader to approve is carried out: a change after the preview would refuse it."""
    after = "(SELECT max(previewed_at) FROM adjustment WHERE state = 'previewed')"
    with sqlite3.connect(instance / "portal.db") as connection:
        (waiting,) = connection.execute(
            "SELECT count(*) FROM adjustment WHERE state = 'previewed'"
        ).fetchone()
        assert waiting == 1
        for table in ("support_decision", "support_change", "support_due"):
            (later,) = connection.execute(
                f"SELECT count(*) FROM {table} WHERE created_at > {after}"
            ).fetchone()
            assert later == 0, table


@pytest.mark.parametrize("book", ["audit", "numbers"])
def test_every_book_verifies(instance: Path, book: str) -> None:
    checked = run(instance, book, "verify")
    assert checked.returncode == 0, checked.stderr


def test_no_identity_number_or_phone_stands_in_the_files_of_the_instance(instance: Path) -> None:
    import re

    personal = re.compile(rb"(?<!\d)(1199\d{13}[\dX]|1390\d{7})(?!\d)")
    for path in instance.rglob("*"):
        if path.is_file():
            assert not personal.search(path.read_bytes()), f"{path.name} holds a number in the clear"


def test_an_instance_in_use_is_left_alone(instance: Path) -> None:
    refused = run(instance, "demo")
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    assert run(instance, "demo", "--if-empty").returncode == 0


def test_production_has_no_demo(tmp_path: Path) -> None:
    settings = {"PORTAL_ENV": "production", "PORTAL_BASE_URL": "https://portal.example", "PORTAL_TODAY": ""}
    assert run(tmp_path, "migrate", **settings).returncode == 0
    refused = run(tmp_path, "demo", **settings)
    assert refused.returncode == 1
    assert "production" in refused.stderr


def test_a_wrong_command_ends_with_two() -> None:
    assert run(ROOT / "instance", "no-such-command").returncode == 2


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("SELECT state FROM support_file", {"active", "fading", "suspended", "stopped"}),
        (
            "SELECT scheme FROM support_file",
            {"minimum_living", "marginal_income", "flat_hardship", "destitute"},
        ),
        ("SELECT state FROM support_change", {"proposed", "decided"}),
        ("SELECT state FROM payment_month", {"submitted", "paid", "archived"}),
        ("SELECT state FROM payment_return", {"open", "corrected"}),
        ("SELECT state FROM relief_report", {"reported", "taken"}),
        ("SELECT opinion FROM destitute_case", {"agree", ""}),
        ("SELECT state FROM roster", {"agreed", "reviewing"}),
        ("SELECT state FROM errand", {"sent", "fetched"}),
        ("SELECT state FROM delivery", {"open"}),
        ("SELECT state FROM rating_callback", {"open", "contacted"}),
        ("SELECT state FROM supplement_request", {"open"}),
        ("SELECT state FROM original", {"held", "out"}),
        ("SELECT state FROM adjustment", {"applied", "previewed"}),
        ("SELECT state FROM public_notice", {"to_post", "posted", "reported"}),
        ("SELECT state FROM letter", {"sent", "answered"}),
        ("SELECT state FROM newborn_visit", {"open", "visited", "closed"}),
        ("SELECT status FROM birth_registration", {"valid"}),
        ("SELECT state FROM screening_report", {"draft", "filed", "sent", "superseded"}),
        (MARKS, {"late", "as_of", "moved", "unsigned", "disputed"}),
        ("SELECT kind FROM report_duty WHERE special_period_id IS NOT NULL", {"day"}),
    ],
)
def test_a_street_is_in_the_middle_of_its_work(instance: Path, question: str, shown: set[str]) -> None:
    with sqlite3.connect(instance / "portal.db") as connection:
        assert {word for (word,) in connection.execute(question)} >= shown
