"""The `explain` commands: what the portal thinks of a number, an amount, a limit, a period or an age, as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal import clock, db
from portal.standards.amounts import explain_amount
from portal.standards.identity import explain_identity
from portal.standards.invalid import InvalidAmount

explain_group = AppGroup(
    "explain", help="What the portal thinks of a number, an amount, a limit, a period or an age (JSON)."
)
_AS_TYPED = {"ignore_unknown_options": True}  # so that -5 is an argument and not an option
LONGEST_LIMIT = 3660


class Day(click.ParamType[dt.date]):
    """A day written as 2026-11-22."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read an ISO date, or end with a sentence."""
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-11-22.", param, ctx)


DAY = Day()


def show(answer: dict[str, Any]) -> None:
    """Print an answer for a program to read; Chinese stays Chinese."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


@explain_group.command("identity")
@click.argument("number")
def identity(number: str) -> None:
    """An identity number: valid, kind, birth, sex, normalised, message."""
    show(explain_identity(number, clock.today()))


@explain_group.command("amount", context_settings=_AS_TYPED)
@click.argument("amount")
def amount(amount: str) -> None:
    """An amount in yuan: figures, capitals (人民币大写)."""
    try:
        show(explain_amount(amount))
    except InvalidAmount as error:
        raise click.UsageError(f"{error}: {amount!r}") from error


@explain_group.command("due", context_settings=_AS_TYPED)
@click.argument("start", type=DAY)
@click.argument("days", type=click.IntRange(0, LONGEST_LIMIT))
def due(start: dt.date, days: int) -> None:
    """The limit of DAYS working days after START: due, provisional, days (each counted or skipped, and why)."""
    from portal.almanac import queries
    from portal.standards.working_days import explain_due

    _must_leave_room(start)
    show(_from_database(lambda: explain_due(start, days, queries.lookup)))


@explain_group.command("period")
@click.argument("day", type=DAY)
def period(day: dt.date) -> None:
    """The reporting periods that DAY lies in: week and half_month, each with label, from, to, due."""
    from portal.almanac import queries
    from portal.standards.periods import explain_period

    _must_leave_room(day)
    show(_from_database(lambda: explain_period(day, queries.lookup)))


@explain_group.command("age")
@click.argument("birth", type=DAY)
@click.argument("day", type=DAY)
def age(birth: dt.date, day: dt.date) -> None:
    """Full years on DAY of a person born on BIRTH, and the senior card (老年优待证) that this age gives."""
    from portal.services.items.senior_card.kinds import explain_age

    if day < birth:
        raise click.UsageError(f"{day} lies before the birth on {birth}; write the birth first.")
    show(_from_database(lambda: explain_age(birth, day)))


def _must_leave_room(day: dt.date) -> None:
    if not 1900 <= day.year <= 9900:
        raise click.UsageError(f"{day} lies outside 1900 to 9900.")


def _from_database(work: Any) -> dict[str, Any]:
    try:
        with db.transaction("read"):
            answer: dict[str, Any] = work()
            return answer
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(
            "the calendar and settings cannot be read; bring the database up with: scripts/portal migrate"
        ) from error
