"""How a duty stands, told from a few answers of yes and no. Pure: no database, no clock; the records are asked in `standings`."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

Answer = TypeVar("Answer")


class Facts(NamedTuple, Generic[Answer]):
    """What decides how a duty stands: as answers (`bool`), or as the questions that a statement asks.

    The report is the edition in force; where there is none, what is asked of it is answered with no. `is_late` is
    told of the first edition: a correction makes no punctual report late and no late one punctual.
    """

    has_begun: Answer
    is_due: Answer
    is_long_due: Answer
    has_draft: Answer
    has_objection: Answer
    is_filed: Answer
    is_zero: Answer
    has_stock: Answer
    is_late: Answer
    is_corrected: Answer
    is_as_of: Answer
    is_moved: Answer
    is_unsigned: Answer


class Standing(NamedTuple):
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


def standing_of(facts: Facts[bool]) -> Standing:
    """Exactly one state, whatever the facts. A missing report is never a zero: only a report in force that says so is one."""
    return Standing(_state(facts), _marks(facts))


def _state(facts: Facts[bool]) -> str:
    if facts.is_filed:
        if not facts.is_zero:
            return "reported"
        return "nothing_new" if facts.has_stock else "zero"
    if facts.is_long_due:
        return "missing"
    if facts.is_due:
        return "unreported"
    if facts.has_draft:
        return "drafted"
    return "expected" if facts.has_begun else "coming"


def _marks(facts: Facts[bool]) -> tuple[str, ...]:
    """In the order of `kinds.DUTY_MARKS`."""
    said = {
        "late": facts.is_late,
        "corrected": facts.is_corrected,
        "as_of": facts.is_as_of,
        "moved": facts.is_moved,
        "disputed": facts.has_objection,
        "unsigned": facts.is_unsigned,
    }
    return tuple(mark for mark, holds in said.items() if holds)
