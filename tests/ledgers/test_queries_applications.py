"""The ledger of accepted applications: every column of the reference, voided lines, scope, and one statement for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal import clock
from portal.db import transaction
from portal.documents import installation
from portal.ledgers import Row, asking, queries
from portal.services import actions
from portal.services.ledgers import APPLICATIONS, is_late
from portal.services.models import Application
from tests.factories import residents, services, staff
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("hall")


@pytest.fixture
def hall(database: None) -> Iterator[None]:
    """A database with calendar and catalogue; papers are issued and not made."""
    before = installation.current()
    installation.use(replace(before, render_inline=False))
    with transaction():
        services.seed()
    yield
    installation.use(before)


def listed(who: str = "clerk", **given: str) -> list[Row]:
    """The lines that somebody sees for these conditions."""
    actor = staff.actor(who)
    words = {key.rstrip("_"): value for key, value in given.items()}
    asked = asking.read(asking.question(APPLICATIONS, actor, words))
    found = list(queries.list_rows(APPLICATIONS, actor, asked))
    measure = queries.measure(APPLICATIONS, actor, asked)
    assert (measure.rows, measure.struck) == (len(found), sum(row.is_struck for row in found))
    return found


class TestRows:
    def test_says_every_column(self) -> None:
        with transaction():
            application = services.collected(residents.make_zhang())
            number, item = application.number, application.definition
            received = sum(m.state == "received" for m in application.materials)
        row = listed()[0]
        assert {key: row.values[key] for key in row.values if key not in {"accepted", "phone"}} == {
            "number": number,
            "applicant": application.subject_name,
            "item": "困难帮扶登记",
            "code": "plain_help",
            "channel": "窗口",
            "materials": f"齐全({received})",
            "unit": "示范街道办事处",
            "handler": "测试01",
            "statutory": item.statutory_days,
            "promised": item.promised_days,
            "due": application.due_on,
            "state": "已领取",
            "closed": None,
            "result": "准予",
            "delivery": "本人领取 2026-11-22",
            "rating": "",
            "late": "",
            "remarks": "",
        }
        assert {c.key for c in APPLICATIONS.columns} == {*row.values, "position"}
        assert (APPLICATIONS.endpoint, row.key) == ("services.read_application", application.id)

    def test_masks_the_telephone(self) -> None:
        with transaction():
            services.accepted(residents.make_resident(phone="13900000001"))
        assert listed()[0].values["phone"] == "139****0001"

    def test_leaves_out_what_was_never_accepted(self) -> None:
        with transaction():
            services.draft()
            services.checked(services.draft(residents.make_resident()))
        assert listed() == []

    def test_keeps_voided_lines_struck_with_their_reason(self) -> None:
        with transaction():
            first = services.accepted(residents.make_zhang())
            services.accepted(residents.make_resident())
            actions.void_acceptance(staff.actor("clerk"), first, version=None, reason="录错了人")
        found = listed()
        assert [(row.is_struck, row.values["state"]) for row in found] == [
            (True, "受理作废"),
            (False, "已受理"),
        ]
        assert found[0].values["remarks"] == "作废：录错了人"

    def test_stays_within_the_reader_s_units(self) -> None:
        with transaction():
            services.accepted(residents.make_zhang())
        assert len(listed("district")) == 1
        assert len(listed("supervisor")) == 1
        assert listed("clerk_s2") == []

    def test_is_narrowed_by_each_condition(self) -> None:
        with transaction():
            services.accepted(residents.make_zhang())
            services.accepted(residents.make_resident(), item="visited_help", clerk=staff.actor("clerk2"))
        clerk2 = str(staff.actor("clerk2").account_id)
        assert [r.values["code"] for r in listed(item="visited_help")] == ["visited_help"]
        assert [r.values["code"] for r in listed(clerk=clerk2)] == ["visited_help"]
        assert len(listed(state="accepted")) == 2
        assert listed(state="closed") == []
        assert listed(from_="2026-11-23", to="2026-11-30") == []
        assert len(listed(unit=str(staff.unit("S").id))) == 2
        assert listed(unit=str(staff.unit("C1").id)) == []

    def test_names_the_unit_as_it_was_called_that_day(self) -> None:
        from portal.units.models import UnitName

        with transaction():
            services.accepted(residents.make_zhang())
            names = staff.unit("S").names
            names.append(
                UnitName(name="新名街道办事处", short_name="新街办", valid_from=dt.date(2026, 12, 1))
            )
        assert listed()[0].values["unit"] == "示范街道办事处"

    def test_orders_by_acceptance_and_in_any_other_order_without_losing_a_line(self) -> None:
        with transaction():
            for _ in range(4):
                services.accepted(residents.make_resident())
            services.collected(residents.make_zhang())
        actor = staff.actor("clerk")
        asked = asking.read(asking.question(APPLICATIONS, actor, {}))
        whole = [row.key for row in queries.list_rows(APPLICATIONS, actor, asked)]
        assert whole == sorted(whole, key=lambda key: key or 0)
        for column in (c for c in APPLICATIONS.columns if c.sorts):
            for desc in ("", "1"):
                words = {"sort": column.key, "desc": desc, "group": "state"}
                asked = asking.read(asking.question(APPLICATIONS, actor, words))
                found = [row.key for row in queries.list_rows(APPLICATIONS, actor, asked)]
                rest = queries.list_rows(APPLICATIONS, actor, asked, behind=found[1])
                assert (set(found), len(found)) == (set(whole), 5), column.key
                assert [row.key for row in rest] == found[2:], column.key

    def test_asks_the_database_the_same_for_one_line_and_for_many(self) -> None:
        def count() -> int:
            with transaction("read"), statements() as sent:
                actor = staff.actor("clerk")
                asked = asking.read(asking.question(APPLICATIONS, actor, {}))
                before = len(sent)
                assert list(queries.list_rows(APPLICATIONS, actor, asked))
                return len(sent) - before

        with transaction():
            services.accepted(residents.make_zhang())
        one = count()
        with transaction():
            for _ in range(4):
                services.accepted(residents.make_resident())
        assert count() == one <= 4


class TestIsLate:
    @pytest.mark.parametrize(
        ("state", "due", "decided", "late"),
        [
            ("accepted", 21, None, True),
            ("accepted", 22, None, False),
            ("decided", 21, 22, True),
            ("closed", 21, 21, False),
            ("suspended", 1, None, False),
            ("voided", 1, None, False),
            ("withdrawn", 1, None, False),
            ("decided", None, 22, False),
        ],
    )
    def test_compares_the_decision_with_the_promised_day(
        self, state: str, due: int | None, decided: int | None, late: bool
    ) -> None:
        application = Application(
            state=state,
            due_on=dt.date(2026, 11, due) if due else None,
            decided_on=dt.date(2026, 11, decided) if decided else None,
        )
        assert clock.today() == dt.date(2026, 11, 22)
        assert is_late(application) is late
