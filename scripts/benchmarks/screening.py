"""A year of sixty communities on one page: the calendar's grid against one plain statement over the same rows."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from typing import Any

from flask import current_app
from sqlalchemy import insert, select, text

from portal import clock
from portal.accounts.models import StaffAccount
from portal.accounts.passwords import hash_password
from portal.db import session, transaction
from portal.demo.office import demo_actor, unit_of
from portal.screening.calendar import grid
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import at_hour
from portal.standards.periods import week_of
from portal.standards.working_days import ONE_DAY
from portal.units.models import Unit, UnitName, UnitParent
from scripts.benchmarks.asked import Asked, Bar, Table, say
from scripts.benchmarks.measuring import plain_figures, take_turns

COMMUNITIES, WEEKS, ROUNDS = 60, 52, 30
SINCE = dt.date(2020, 1, 1)
STREET = "BENCH-S"
PLAIN, GRID, PAGE = "one plain statement", "the grid", "the page, as the browser gets it"
# The rows alone, with the editions in force, as whoever writes SQL by hand would ask for them.
STATEMENT = text(
    "SELECT d.id, d.unit_id, d.first, d.last, d.year, d.number, d.label, d.due_at, r.filed_at, r.edition, r.is_zero, "
    "r.found, r.closing, r.late_seconds, r.as_of, r.signed_at, r.ground_moved_at FROM report_duty d "
    "LEFT JOIN screening_report r ON r.duty_id = d.id AND r.state IN ('filed', 'sent') "
    "WHERE d.street_id = :street AND d.kind = 'week' AND d.last >= :first AND d.last <= :last"
)
# How many times the plain statement each may take.
AT_MOST = {GRID: 3.0, PAGE: 8.0}


def run(_asked: Asked) -> dict[str, Any]:
    """Measured on a street of its own beside the demo's: one report in twenty is missing, one in ten is late, most are zero."""
    last = week_of(clock.today()).last
    first = last - dt.timedelta(days=7 * WEEKS - 1)
    with transaction():
        street = _found_street()
        _fill(street, first)
    say(f"{COMMUNITIES} communities, {WEEKS} weeks")
    actor, street_id = demo_actor("district"), street.id
    client = _visitor()
    address = f"/screening?weeks={WEEKS}&street={street_id}"

    def plain() -> int:
        with transaction("read"):
            asked = {"street": street_id, "first": first.isoformat(), "last": last.isoformat()}
            return len(session.execute(STATEMENT, asked).all())

    def read() -> int:
        with transaction("read"):
            return len(grid.read_grid(actor, session.get_one(Unit, street_id), "week", first, last).cells)

    def page() -> int:
        answer = client.get(address)
        return answer.get_data(as_text=True).count("/screening/duties/")

    seen = {"plain": plain(), "grid": read(), "page": page()}
    if len(set(seen.values()) | {COMMUNITIES * WEEKS}) != 1:
        raise RuntimeError(f"not the same rows: {seen}")
    figures = take_turns({PLAIN: plain, GRID: read, PAGE: page}, limit=PLAIN, rounds=ROUNDS)
    return plain_figures(f"A year of {COMMUNITIES} communities: {COMMUNITIES * WEEKS:,} reports", figures)


def tables(found: dict[str, Any]) -> list[Table]:
    """One table."""
    rows = [
        [
            one["name"],
            f"{one['median_ms']:.1f}",
            f"{one['ratio']:.1f}",
            f"{1000 * one['median_ms'] / COMMUNITIES / WEEKS:.1f}",
        ]
        for one in found["figures"]
    ]
    return [Table(found["title"], ["what", "median ms", "× plain statement", "µs a cell"], rows)]


def bars(found: dict[str, Any]) -> list[Bar]:
    """The grid is one statement and what Python does with each row; the page is the grid and three thousand links."""
    ratios = {one["name"]: one["ratio"] for one in found["figures"]}
    words = {GRID: "the grid reads a year", PAGE: "the page of a year is whole"}
    return [
        Bar(
            f"{words[name]} within {most:g} times one plain statement",
            ratios[name] <= most,
            f"{ratios[name]:.1f} times",
        )
        for name, most in AT_MOST.items()
    ]


def _found_street() -> Unit:
    """A street of the demo's district, with its communities."""
    street = _unit(STREET, "street", "基准街道办事处", unit_of("119901"))
    for number in range(1, COMMUNITIES + 1):
        _unit(f"{STREET}{number:03}", "community", f"基准第{number}社区", street)
    return street


def _unit(code: str, kind: str, name: str, parent: Unit) -> Unit:
    unit = Unit(code=code, kind=kind, valid_from=SINCE)
    unit.names.append(UnitName(name=name, short_name=code, valid_from=SINCE))
    session.add(unit)
    session.flush()
    unit.parents.append(UnitParent(parent_id=parent.id, valid_from=SINCE))
    session.flush()
    return unit


def _fill(street: Unit, first: dt.date) -> None:
    """Every duty of the year, and the reports of nearly all of them."""
    units = session.scalars(select(Unit.id).where(Unit.code.like(f"{STREET}%"), Unit.id != street.id)).all()
    account = session.scalars(select(StaffAccount.id).order_by(StaffAccount.id).limit(1)).one()
    periods = [week_of(first + dt.timedelta(days=7 * week)) for week in range(WEEKS)]
    duties = [
        {
            "unit_id": unit_id,
            "street_id": street.id,
            "kind": "week",
            "year": period.year,
            "number": period.number,
            "first": period.first,
            "last": period.last,
            "label": period.label,
            "due_at": at_hour(period.last + ONE_DAY, dt.time(17)),
        }
        for period in periods
        for unit_id in units
    ]
    session.execute(insert(ReportDuty), duties)
    rows = session.execute(
        select(ReportDuty.id, ReportDuty.due_at)
        .where(ReportDuty.street_id == street.id, ReportDuty.kind == "week")
        .order_by(ReportDuty.id)
    ).all()
    reports = [_report(place, *row, account) for place, row in enumerate(rows) if place % 20]
    session.execute(insert(ScreeningReport), reports)


def _report(place: int, duty_id: int, due_at: dt.datetime, account: int) -> dict[str, Any]:
    late, found = place % 10 == 3, int(place % 4 == 1)
    filed = due_at + dt.timedelta(hours=5 if late else -5)
    return {
        "duty_id": duty_id,
        "state": "filed",
        "is_zero": not found,
        "found": found,
        "closing": found,
        "late_seconds": 5 * 3600 if late else 0,
        "made_by": account,
        "filed_by": account,
        "filed_at": filed,
        "signed_at": filed,
        "record_key": secrets.token_bytes(16),
    }


def _visitor() -> Any:
    """A client that is signed in at the district, whose pages show every street."""
    word = secrets.token_urlsafe(12)
    with transaction():
        account = session.scalars(select(StaffAccount).where(StaffAccount.username == "district")).one()
        account.password_hash = hash_password(word)
    client = current_app.test_client()
    form = client.get("/sign-in").get_data(as_text=True)
    sent = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', form))
    sent |= {"username": "district", "password": word}
    client.post("/sign-in", data=sent, headers={"Referer": "http://localhost/sign-in"})
    return client
