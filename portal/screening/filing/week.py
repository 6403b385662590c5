"""Everything that the page of a period shows: figures as they stand now, disputes by column, acts, editions, what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from portal import clock
from portal.actor import Actor
from portal.disputes.models import Dispute
from portal.disputes.reach import Place, find_pages_of
from portal.screening.calendar.standings import standings
from portal.screening.calendar.states import Standing
from portal.screening.figures import SIX, Figures, Line
from portal.screening.filing import queries, rules
from portal.screening.filing.actions.ending import is_used
from portal.screening.filing.documents import zero_sentence
from portal.screening.freezing import load_disputes
from portal.screening.models import Objection, ReportDuty, ScreeningAct, ScreeningReport
from portal.screening.moments import moment
from portal.screening.rollup.units import in_force
from portal.screening.stamping import as_of, seconds_late
from portal.units.models import Unit
from portal.units.queries import get_unit

# The order in which a dispute's columns are told.
COLUMNS = ("found", "came_in", "resolved", "went_out", "closing")


@dataclass(frozen=True)
class Row:
    """One dispute of the period: in which columns it counts, where it is read, and whether it is objected to."""

    dispute: Dispute
    columns: tuple[str, ...]
    place: Place | None
    objection: Objection | None


@dataclass(frozen=True)
class Week:
    """A period as one reader sees it now."""

    duty: ReportDuty
    unit: Unit
    street: Unit
    standing: Standing
    figures: Figures
    rows: tuple[Row, ...]
    acts: tuple[ScreeningAct, ...]
    draft: ScreeningReport | None
    report: ScreeningReport | None
    is_used: bool
    late_seconds: int
    has_begun: bool
    is_over: bool

    @property
    def sentence(self) -> str:
        """The fixed sentence of a zero report."""
        return zero_sentence(self.duty, as_of(moment(), self.duty.last))

    @property
    def fingerprint(self) -> str:
        """The figures as the form carries them."""
        return rules.fingerprint(self.figures)

    @property
    def changes(self) -> list[tuple[str, int, int]]:
        """What the report in force says otherwise than the records do now: figure, then, now."""
        if self.report is None:
            return []
        now = self.figures.six()
        pairs = [(name, getattr(self.report, name), now[name]) for name in SIX]
        return [one for one in pairs if one[1] != one[2]]

    @property
    def editions(self) -> list[ScreeningReport]:
        """Every edition, the newest first."""
        return sorted(self.duty.reports, key=lambda one: -one.edition)


def week_of(actor: Actor, duty: ReportDuty) -> Week:
    """The page of a duty that the reader may see."""
    now, today = moment(), clock.today()
    figures = rules.figures_of(duty)
    report = in_force(duty)
    objections = queries.open_objections(duty)
    return Week(
        duty=duty,
        unit=get_unit(duty.unit_id),
        street=get_unit(duty.street_id),
        standing=standings([duty], now)[duty.id],
        figures=figures,
        rows=tuple(_rows(actor, figures, objections)) if actor.can("screening.read_dispute") else (),
        acts=tuple(queries.list_acts_of(duty)),
        draft=next((one for one in duty.reports if one.state == "draft"), None),
        report=report,
        is_used=report is not None and is_used(report),
        late_seconds=seconds_late(now, duty.due_at) if report is None else 0,
        has_begun=duty.first <= today,
        is_over=duty.last < today,
    )


def proposed_words(actor: Actor, duty: ReportDuty) -> dict[str, str]:
    """Scope, screeners and phone as they were last time; for a first time the whole unit, and who fills in."""
    before = rules.last_report(duty.unit_id, duty.first)
    unit = get_unit(duty.unit_id)
    if before is not None:
        return {
            "scope": before.scope,
            "screeners": before.screeners,
            "phone": before.phone or unit.phone,
        }
    return {"scope": unit.name, "screeners": actor.name, "phone": unit.phone}


def _rows(actor: Actor, figures: Figures, objections: dict[int, Objection]) -> list[Row]:
    disputes = load_disputes([line.dispute_id for line in figures.lines])
    places = find_pages_of(actor, disputes.values())
    rows = [
        Row(
            disputes[line.dispute_id],
            _columns(line),
            places.get(line.dispute_id),
            objections.get(line.dispute_id),
        )
        for line in figures.lines
    ]
    return sorted(rows, key=lambda row: (COLUMNS.index(row.columns[0]), row.dispute.found_on, row.dispute.id))


def _columns(line: Line) -> tuple[str, ...]:
    """Where the dispute counts; one that only stood in the opening stock has left it in some column."""
    return tuple(name for name in COLUMNS if getattr(line, name)) or ("closing",)
