"""Drawing up a chase list (催报单): the reports of a street that are missing or soon due, as they stand at this moment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.screening.calendar.grid import Owed, list_standing
from portal.screening.calendar.papers import KIND, ChasedReport, ChasePaper
from portal.screening.models import ChaseList
from portal.screening.moments import moment, moment_words
from portal.screening.practice import GROUP
from portal.units.models import Unit
from portal.units.queries import list_units

DRAW = "screening.draw_chase_list"
SOON = settings.define(
    "screening.remind_hours",
    "integer",
    24,
    N_("截止前多少小时开始提醒"),
    GROUP,
    hint=N_("工作台和催报单都按它算“即将到期”。"),
    minimum=0,
    maximum=168,
    per_unit=True,
)
PAPER_STATES = {"missing": "漏报", "unreported": "未报", "expected": "即将到期", "drafted": "已填待签"}
PAPER_TALLY = "未报{unreported}份，漏报{missing}份，即将到期{soon}份"
BACK = dt.timedelta(days=366)
AHEAD = dt.timedelta(days=14)


def list_chased(actor: Actor, street: Unit, *, at: dt.datetime | None = None) -> list[Owed]:
    """The reports that are missing, and those whose due time comes within the hours set, the oldest first."""
    now = at or moment()
    hours = int(settings.value(SOON.key, unit_id=street.id))
    wanted = ("missing", "unreported", "expected", "drafted")
    found = list_standing(actor, street, wanted, now.date() - BACK, now.date() + AHEAD, at=now)
    soon = now + dt.timedelta(hours=hours)
    return [cell for cell in found if cell.standing.is_silent or cell.due_at <= soon]


def draw_chase_list(actor: Actor, *, street: Unit, at: dt.datetime | None = None) -> ChaseList:
    """Freeze the list and issue its paper with a number. Raises RuleBroken where nothing is missing or soon due."""
    actor.must(DRAW)
    now = at or moment()
    cells = list_chased(actor, street, at=now)
    if not cells:
        raise RuleBroken(None, N_("现在没有未报、漏报和即将到期的报告，不用催报。"))
    units = {unit.id: unit for unit in list_units(ended=True)}
    made = ChaseList(
        street_id=street.id,
        drawn_at=now,
        drawn_by=actor.account_id,
        rows=[_row(cell, units[cell.unit_id]) for cell in cells],
    )
    session.add(made)
    session.flush()
    made.document = issue_document(
        actor, kind=KIND, facts=_paper(street, made, now), unit_id=street.id, subject=made
    )
    session.flush()
    audit.record(actor, DRAW, made, unit=street.id, count=len(cells))
    return made


def _row(cell: Owed, unit: Unit) -> dict[str, Any]:
    return {
        "duty_id": cell.duty_id,
        "unit": unit.name_on(min(cell.last, clock.today())),
        "report": cell.label,
        "due": moment_words(cell.due_at),
        "state": cell.standing.state,
        "phone": unit.phone,
    }


def _paper(street: Unit, made: ChaseList, now: dt.datetime) -> ChasePaper:
    states = [row["state"] for row in made.rows]
    unreported, missing = states.count("unreported"), states.count("missing")
    return ChasePaper(
        office=street.name_on(now.date()),
        office_phone=street.phone,
        office_address=street.address,
        as_of=moment_words(now),
        tally=PAPER_TALLY.format(
            unreported=unreported, missing=missing, soon=len(states) - unreported - missing
        ),
        reports=tuple(
            ChasedReport(
                unit=row["unit"],
                report=row["report"],
                due=row["due"],
                state=PAPER_STATES[row["state"]],
                phone=row["phone"],
            )
            for row in made.rows
        ),
        drawn_on=now.date(),
    )
