"""How a duty stands at a moment, told from its dates and its reports alone. Pure: no database, no clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What decides how a duty stands. The report's part is that of the edition in force; `filed_at` None: there is none.

    `late_seconds` are those of the first edition: a correction makes no punctual report late and no late one punctual.
    """

    first: dt.date
    due_at: dt.datetime
    filed_at: dt.datetime | None = None
    edition: int = 0
    is_zero: bool = False
    closing: int = 0
    late_seconds: int = 0
    is_as_of: bool = False
    is_signed: bool = True
    ground_moved: bool = False
    has_draft: bool = False
    has_objection: bool = False


@dataclass(frozen=True)
class Standing:
    """One state, and what may be said besides; the words are in `kinds.DUTY_STATES` and `kinds.DUTY_MARKS`."""

    state: str
    marks: tuple[str, ...] = ()

    @property
    def is_reported(self) -> bool:
        """Whether a report is in force (已报, a zero report among them)."""
        return self.state in ("reported", "nothing_new", "zero")

    @property
    def is_silent(self) -> bool:
        """Whether the due time has passed without a report (未报, 漏报)."""
        return self.state in ("unreported", "missing")


def standing_of(facts: Facts, *, now: dt.datetime, missing_after: dt.timedelta) -> Standing:
    """How a duty stands at an instant: exactly one state, whatever the facts.

    A missing report is never a zero: only a report in force that says so is one.
    """
    return Standing(_state(facts, now, missing_after), _marks(facts))


def _state(facts: Facts, now: dt.datetime, missing_after: dt.timedelta) -> str:
    if facts.filed_at is not None:
        if not facts.is_zero:
            return "reported"
        return "zero" if facts.closing == 0 else "nothing_new"
    if now > facts.due_at + missing_after:
        return "missing"
    if now > facts.due_at:
        return "unreported"
    if facts.has_draft:
        return "drafted"
    return "expected" if facts.first <= now.date() else "coming"


def _marks(facts: Facts) -> tuple[str, ...]:
    """In the order of `kinds.DUTY_MARKS`; asked of thousands of cells at once, so nothing is built that is not wanted."""
    if facts.filed_at is None:
        return ("disputed",) if facts.has_objection else ()
    marks = []
    if facts.late_seconds > 0:
        marks.append("late")
    if facts.edition > 1:
        marks.append("corrected")
    if facts.is_as_of:
        marks.append("as_of")
    if facts.ground_moved:
        marks.append("moved")
    if facts.has_objection:
        marks.append("disputed")
    if not facts.is_signed:
        marks.append("unsigned")
    return tuple(marks)
