"""How duties stand at an instant, asked of the records: the one place where rows become the facts of `states`.

All facts of a duty come as one number, a binary digit each, so that a year of a street is a short row a report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache, reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Result, Select, and_, bindparam, case, select

from portal import settings
from portal.db import session
from portal.screening.calendar.states import Facts, Standing, standing_of
from portal.screening.kinds import IN_FORCE
from portal.screening.models import Objection, ReportDuty, ScreeningReport
from portal.screening.practice import MISSING_AFTER

# Of the tables and not of the records: three thousand rows come back as plain values.
_DUTY, _REPORT, _OBJECTION = (one.__table__.c for one in (ReportDuty, ScreeningReport, Objection))
_DRAFTED = select(_REPORT.duty_id).where(_REPORT.state == "draft")
_OBJECTED = select(_OBJECTION.duty_id).where(_OBJECTION.state == "open")
# The questions, each of a row of the join below; what is asked of a report that is not there counts as no.
_QUESTIONS: Facts[ColumnElement[bool]] = Facts(
    has_begun=_DUTY.first <= bindparam("today"),
    is_due=_DUTY.due_at < bindparam("now"),
    is_long_due=_DUTY.due_at < bindparam("long_before"),
    has_draft=_DUTY.id.in_(_DRAFTED),
    has_objection=_DUTY.id.in_(_OBJECTED),
    is_filed=_REPORT.id.is_not(None),
    is_zero=_REPORT.is_zero.is_(True),
    has_stock=_REPORT.closing != 0,
    is_late=_REPORT.late_seconds > 0,
    is_corrected=_REPORT.edition > 1,
    is_as_of=_REPORT.as_of.is_not(None),
    is_moved=_REPORT.ground_moved_at.is_not(None),
    is_unsigned=and_(_REPORT.id.is_not(None), _REPORT.signed_at.is_(None)),
)
ANSWERS: ColumnElement[int] = reduce(
    add, (case((question, 1 << place), else_=0) for place, question in enumerate(_QUESTIONS))
).label("answers")
"""The answers for a duty as one number; for statements that `asked` sends and that select from `DUTIES`."""

DUTIES: FromClause = ReportDuty.__table__.outerjoin(
    ScreeningReport.__table__, and_(_REPORT.duty_id == _DUTY.id, _REPORT.state.in_(IN_FORCE))
)
"""Duties, each with the edition in force where there is one."""


def asked(statement: Select[Any], now: dt.datetime, street_id: int) -> Result[Any]:
    """The rows of a statement with `ANSWERS` in it, as of an instant and by the street's practice."""
    days = int(settings.value(MISSING_AFTER.key, unit_id=street_id))
    session.flush()
    moments = {"now": now, "today": now.date(), "long_before": now - dt.timedelta(days=days)}
    return session.execute(statement, moments)


@cache
def told(answers: int) -> Standing:
    """How a duty with these answers stands; there are not many, so each is told once."""
    return standing_of(Facts._make(bool(answers >> place & 1) for place in range(len(Facts._fields))))


def standings(duties: Iterable[ReportDuty], now: dt.datetime) -> dict[int, Standing]:
    """How each of these duties stands at an instant, by its key: a statement for each street."""
    by_street: dict[int, list[int]] = {}
    for duty in duties:
        by_street.setdefault(duty.street_id, []).append(duty.id)
    found: dict[int, Standing] = {}
    for street_id, keys in by_street.items():
        statement = select(_DUTY.id, ANSWERS).select_from(DUTIES).where(_DUTY.id.in_(keys))
        found |= {duty_id: told(answers) for duty_id, answers in asked(statement, now, street_id)}
    return found
