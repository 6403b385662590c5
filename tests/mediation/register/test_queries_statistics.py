"""The statistics: each figure is the length of the list behind it, for any cases; definitions; one statement for them all."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, insert, select

from portal import clock
from portal.actor import Actor
from portal.db import session, transaction
from portal.disputes.models import Dispute, DisputeCategory
from portal.extensions import db as database
from portal.ledgers import Asked, queries
from portal.ledgers.definition import ledger_of
from portal.mediation.actions.moves import move
from portal.mediation.agreements.models import Agreement
from portal.mediation.models import CasePrevention, Committee, MediationCase
from portal.mediation.registers import statistics, team
from portal.mediation.registers.conditions import Period
from portal.mediation.registers.ledger import PLAIN
from portal.mediation.states import CASE_SOURCES, PREVENTIONS
from tests.factories import mediation as made
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")

YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
HALF = Period(dt.date(2026, 1, 1), dt.date(2026, 6, 30))


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (cases, no secrets)


def _day(chance: random.Random, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=chance.randint(0, (last - first).days))


def _fill(chance: random.Random, count: int, *, with_agreements: bool = True) -> None:
    """Cases as they come, in bulk: of two committees, of any source, category and end."""
    committees = [made.make_committee(), made.make_committee("C1", kind="residents", with_people=False)]
    keys = list(session.scalars(select(DisputeCategory.id).where(DisputeCategory.scheme == "justice")))
    account = staff.actor("mediator").account_id
    disputes, cases, agreements, kept = [], [], [], []
    today = clock.today()
    for n in range(1, count + 1):
        committee: Committee = chance.choice(committees)
        accepted = _day(chance, dt.date(2025, 11, 1), today)
        agreed = _day(chance, accepted, today) if chance.random() < 0.7 else None
        ended = None if agreed else _day(chance, accepted, today)
        disputes.append(
            {
                "id": n,
                "number": f"纠{n}",
                "unit_id": committee.unit_id,
                "title": "纠纷",
                "source": "application",
                "category_id": chance.choice(keys),
                "found_on": accepted,
                "people": chance.randint(1, 9),
                "entered_by": account,
                "merged_into_id": None if n == 1 or chance.random() < 0.9 else 1,
                "record_key": bytes([chance.randrange(256) for _ in range(16)]),
            }
        )
        cases.append(
            {
                "id": n,
                "dispute_id": n,
                "committee_id": committee.id,
                "unit_id": committee.unit_id,
                "number": f"案{n}",
                "source": chance.choice(list(CASE_SOURCES)),
                "difficulty": chance.choice(["simple", "general", "complex"]),
                "state": chance.choice(["performing", "closed"]) if agreed else "mediating",
                "entered_by": account,
                "applied_on": accepted,
                "accepted_on": accepted,
                "agreed_on": agreed,
                "agreement_form": chance.choice(["oral", "written"]) if agreed else "",
                "performed_on": agreed if chance.random() < 0.5 else None,
                "terminated_on": ended if chance.random() < 0.3 else None,
                "withdrawn_on": ended if chance.random() < 0.1 else None,
                "sued_on": agreed if chance.random() < 0.2 else None,
                "suit_outcome": chance.choice(["", "upheld", "changed", "revoked"]),
                "record_key": bytes([chance.randrange(256) for _ in range(16)]),
            }
        )
        if agreed and with_agreements:
            agreements.append(
                {
                    "case_id": n,
                    "form": "oral",
                    "state": "effective",
                    "number": f"协{n}",
                    "reached_on": agreed,
                    "effective_on": agreed,
                    "amount_fen": chance.randint(0, 10**7),
                    "entered_by": account,
                    "record_key": bytes([chance.randrange(256) for _ in range(16)]),
                }
            )
        if chance.random() < 0.2:
            kept.append(
                {"case_id": n, "kind": chance.choice(list(PREVENTIONS)), "people": chance.randint(1, 5)}
            )
    for model, rows in (
        (Dispute, disputes),
        (MediationCase, cases),
        (Agreement, agreements),
        (CasePrevention, kept),
    ):
        if rows:
            session.execute(insert(model), rows)


@contextmanager
def _counted() -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def _listed(actor: Actor, period: Period, code: str, unit_id: int | None = None) -> queries.Measure:
    """What the register says behind a figure, asked for as its link does."""
    chosen = {"figure": code} | ({"of": str(unit_id)} if unit_id else {})
    ledger = ledger_of(PLAIN)
    assert ledger is not None
    return queries.measure(ledger, actor, Asked(period.first, period.last, chosen=chosen))


class TestCount:
    def test_every_figure_is_the_length_of_its_list(self) -> None:
        with transaction():
            _fill(_chance(1), 120)
        unit, actor = staff.unit("C1"), staff.actor("justice")
        for period, where, step in ((YEAR, None, 1), (HALF, unit, 5)):
            found = statistics.read_statistics(actor, period, where)
            for section in found.sections:
                for figure in section.figures[::step]:
                    listed = _listed(actor, period, figure.code, where.id if where else None)
                    if figure.unit == "cases":
                        assert found.of(figure.code) == listed.rows, figure.code
                    elif figure.unit == "fen":
                        assert found.of(figure.code) == listed.totals["amount"]
                    elif figure.code == "people":
                        assert found.of(figure.code) == listed.totals["people"]
                    else:
                        assert (found.of(figure.code) > 0) == (listed.rows > 0)
            assert found.of("accepted") == sum(found.of(code) for code in ("own", "applied", "sent"))
            tops = [f.code for f in found.sections[2].figures if not f.depth]
            assert found.of("accepted") == sum(found.of(code) for code in tops)
            assert found.of("settled") == found.of("oral") + found.of("written")

    def test_however_many_cases_take_a_handful_of_statements(self) -> None:
        with transaction():
            _fill(_chance(3), 600)
            actor = staff.actor("justice")
        with _counted() as said, transaction("read"):
            found = statistics.read_statistics(actor, YEAR)
            team.read_team(actor, YEAR.last)
        assert found.of("accepted") > 400
        assert len(said) <= 18
        assert sum("FROM mediation_case" in one and "count(" in one for one in said) == 1

    def test_a_case_mediated_again_is_accepted_and_settled_once_by_its_first_agreement(self) -> None:
        with transaction():
            case = made.make_case("mediating")
            case.accepted_on, case.agreed_on = dt.date(2026, 3, 1), dt.date(2026, 9, 1)
            common = {"case_id": case.id, "form": "written", "entered_by": 1}
            first = {"state": "struck", "struck_on": dt.date(2026, 8, 1), "number": "一"}
            again = {"state": "effective", "number": "二"}
            for more, day, fen in (
                (first, dt.date(2026, 4, 1), 100),
                (again, dt.date(2026, 9, 1), 2_345_678),
            ):
                session.add(Agreement(reached_on=day, effective_on=day, amount_fen=fen, **common, **more))
            move(staff.actor("mediator"), case, verb="mediate_again")
        found = statistics.read_statistics(staff.actor("mediator"), HALF)
        assert (found.of("accepted"), found.of("settled"), found.rate) == (1, 1, "100.0%")
        assert statistics.ten_thousands(found.of("amount")) == "2.35"
        later = statistics.read_statistics(
            staff.actor("mediator"), Period(dt.date(2026, 7, 1), dt.date(2026, 12, 31))
        )
        assert (later.of("accepted"), later.of("settled"), later.rate) == (0, 0, "—")

    def test_nobody_counts_what_is_out_of_sight(self) -> None:
        with transaction():
            _fill(_chance(4), 60)
        own = statistics.read_statistics(staff.actor("mediator"), YEAR)
        guided = statistics.read_statistics(staff.actor("justice"), YEAR)
        assert 0 < own.of("accepted") < guided.of("accepted")
        choosable = [unit.code for unit in statistics.list_choosable_units(staff.actor("justice"))]
        assert staff.unit("S2").code not in choosable


class TestWords:
    @pytest.mark.parametrize(
        ("part", "whole", "words"), [(0, 0, "—"), (0, 3, "0.0%"), (2, 3, "66.7%"), (1, 8, "12.5%")]
    )
    def test_a_rate_has_one_decimal(self, part: int, whole: int, words: str) -> None:
        assert statistics.rate_words(part, whole) == words

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            ("2026-01-01", "2026-06-30", "2026年上半年"),
            ("2026-02-01", "2026-02-28", "2026年2月"),
            ("2026-01-01", "2026-12-31", "2026年"),
            ("2026-01-05", "2026-02-28", "2026年1月5日至2026年2月28日"),
        ],
    )
    def test_a_period_has_its_usual_name(self, first: str, last: str, words: str) -> None:
        period = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        assert statistics.period_words(period) == words
