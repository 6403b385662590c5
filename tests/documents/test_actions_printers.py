"""Rules of printers: who keeps and matches them, names, versions, what a paper may be printed as, and what is counted."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.documents.actions import printers as actions
from portal.documents.models import Document, DocumentPrint, Printer
from portal.documents.offsets import Offset
from portal.documents.printers_queries import (
    find_printer,
    get_printer,
    list_beside,
    list_print_counts,
    list_print_years,
    list_printers,
    offset_of,
)
from portal.documents.ways import DUPLEX, PLAIN, SHIFTED, TWO_UP, list_ways
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.documents.test_routes import waiting
from tests.factories import staff

__all__ = ["waiting"]
pytestmark = pytest.mark.usefixtures("database")


def add(name: str = "三号窗证卡机", unit: str = "S", **more: object) -> int:
    """A printer, in a transaction of its own."""
    with transaction():
        key = staff.unit(unit).id
        return actions.add_printer(staff.actor("admin"), unit_id=key, name=name, **more).id  # type: ignore[arg-type]


def calibrate(key: int, paper_format: str = "card", right: int = 5, down: int = -12) -> None:
    with transaction():
        printer = session.get_one(Printer, key)
        actions.calibrate_printer(
            staff.actor("clerk"), printer, paper_format=paper_format, right=right, down=down
        )


class TestAddPrinter:
    def test_it_stands_at_a_unit_and_in_the_trail(self) -> None:
        key = add(place="一楼", is_duplex=True)
        printer = get_printer(staff.actor("clerk"), key)
        assert (printer.name, printer.place, printer.is_duplex, printer.is_active) == (
            "三号窗证卡机",
            "一楼",
            True,
            True,
        )
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "documents.add_printer")).one()
        assert (entry.subject_kind, entry.subject_id) == ("Printer", key)

    def test_a_name_is_used_once_at_a_unit(self) -> None:
        add()
        with pytest.raises(RuleBroken) as caught:
            add()
        assert caught.value.field == "name"
        add(unit="S2")

    def test_only_within_one_s_own_units_and_with_the_right(self) -> None:
        with transaction():
            away = staff.unit("S2").id
            with pytest.raises(RuleBroken) as caught:
                actions.add_printer(staff.actor("reviewer"), unit_id=away, name="别处的")
            assert caught.value.field == "unit_id"
            with pytest.raises(Forbidden):
                actions.add_printer(staff.actor("clerk"), unit_id=staff.unit("S").id, name="我的")


class TestChangePrinter:
    def test_a_stale_change_conflicts_and_a_taken_name_is_refused(self) -> None:
        key, other = add(), add("另一台")
        with transaction():
            printer, actor = session.get_one(Printer, key), staff.actor("reviewer")
            actions.change_printer(
                actor, printer, name="新名", place="二楼", is_duplex=True, version=printer.version
            )
            assert printer.name == "新名"
            with pytest.raises(Conflict):
                actions.change_printer(actor, printer, name="旧", place="", is_duplex=False, version=0)
            second = session.get_one(Printer, other)
            with pytest.raises(RuleBroken, match="同名"):
                actions.change_printer(actor, second, name="新名", place="", is_duplex=False)


class TestSwitchPrinter:
    def test_switched_off_it_is_not_offered_but_stays_on_record(self) -> None:
        key = add()
        with transaction():
            actions.switch_printer(staff.actor("reviewer"), session.get_one(Printer, key), active=False)
        clerk = staff.actor("clerk")
        assert list_printers(clerk) == []
        assert [one.id for one in list_printers(clerk, switched_off=True)] == [key]


class TestCalibratePrinter:
    def test_each_format_has_its_own_offset(self) -> None:
        key = add()
        calibrate(key)
        calibrate(key, "a5", 0, 0)
        printer = get_printer(staff.actor("clerk"), key)
        assert offset_of(printer, "card") == Offset(5, -12)
        assert offset_of(printer, "a5") == Offset(0, 0)
        assert offset_of(printer, "a4") is None
        assert offset_of(None, "a4") is None
        facts = session.scalars(
            select(AuditEntry).where(AuditEntry.verb == "documents.calibrate_printer").order_by(AuditEntry.id)
        ).first()
        assert facts is not None
        assert facts.facts["down"] == "-1.2"

    @pytest.mark.parametrize(("right", "down", "field"), [(201, 0, "right"), (0, -201, "down")])
    def test_too_far_is_refused(self, right: int, down: int, field: str) -> None:
        key = add()
        with pytest.raises(RuleBroken) as caught:
            calibrate(key, right=right, down=down)
        assert caught.value.field == field

    def test_two_who_match_it_at_once_do_not_overwrite_each_other(self) -> None:
        key = add()
        with transaction():
            printer = session.get_one(Printer, key)
            seen = printer.version
            for version in (seen, None):
                actions.calibrate_printer(
                    staff.actor("clerk"), printer, paper_format="a4", right=1, down=1, version=version
                )
            with pytest.raises(Conflict):
                actions.calibrate_printer(
                    staff.actor("clerk2"), printer, paper_format="a5", right=2, down=2, version=seen
                )

    def test_an_unknown_format_is_refused(self) -> None:
        key = add()
        with pytest.raises(RuleBroken):
            calibrate(key, "a3")


class TestFindPrinter:
    def test_printers_of_another_street_are_not_there(self) -> None:
        key = add(unit="S2")
        assert find_printer(staff.actor("clerk"), key) is None
        with pytest.raises(NotFound):
            get_printer(staff.actor("clerk"), key)
        assert find_printer(staff.actor("clerk_s2"), key) is not None
        assert [one.id for one in list_printers(staff.actor("admin"))] == [key]


@pytest.mark.usefixtures("waiting")
class TestPrintDocument:
    def test_ways_depend_on_paper_and_printer(self, issue: Issuer) -> None:
        key = add()
        calibrate(key)
        a5, card = (
            issue.now(paper_format="a5"),
            issue.now(kind="senior_card", facts=sample.card(), paper_format="card"),
        )
        printer = get_printer(staff.actor("clerk"), key)
        document, face = session.get_one(Document, a5), session.get_one(Document, card)
        assert list_ways(document, None) == [PLAIN, TWO_UP, DUPLEX]
        assert list_ways(document, printer) == [PLAIN, TWO_UP]
        assert list_ways(face, printer) == [SHIFTED, PLAIN]
        assert list_ways(face, None) == [PLAIN]

    @pytest.mark.both
    def test_two_copies_count_twice_and_two_papers_once_each(self, issue: Issuer) -> None:
        first, second = issue.now(paper_format="a5"), issue.now(paper_format="a5")
        clerk = staff.actor("clerk")
        assert [other.id for other in list_beside(session.get_one(Document, first))] == [second]
        for beside in (None, second):
            with transaction():
                actions.print_document(clerk, session.get_one(Document, first), way=TWO_UP, beside_id=beside)
        kinds = session.execute(
            select(DocumentPrint.document_id, DocumentPrint.kind).order_by(DocumentPrint.id)
        )
        assert [tuple(row) for row in kinds] == [
            (first, "first"),
            (first, "reprint"),
            (first, "reprint"),
            (second, "first"),
        ]
        told = session.scalars(select(AuditEntry).where(AuditEntry.verb == "documents.print_document")).all()
        assert {entry.facts["way"] for entry in told} == {TWO_UP}

    def test_what_is_not_offered_is_refused(self, issue: Issuer) -> None:
        a4, other = issue.now(), issue.now(unit="S2", username="clerk_s2", paper_format="a5")
        a5 = issue.now(paper_format="a5")
        with transaction():
            clerk = staff.actor("clerk")
            for way in (SHIFTED, TWO_UP, "sideways"):
                with pytest.raises(RuleBroken):
                    actions.print_document(clerk, session.get_one(Document, a4), way=way)
            with pytest.raises(RuleBroken, match="另一份"):
                actions.print_document(clerk, session.get_one(Document, a5), way=TWO_UP, beside_id=other)
        assert session.scalars(select(DocumentPrint)).all() == []


class TestListPrintCounts:
    def test_by_month_of_the_office_s_clock_kind_and_format_within_scope(self, issue: Issuer) -> None:
        a5, away = issue.now(paper_format="a5"), issue.now(unit="S2", username="clerk_s2")
        with transaction():
            actions.print_document(staff.actor("clerk_s2"), session.get_one(Document, away), way=PLAIN)
            for at in (
                dt.datetime(2025, 12, 31, 15, 59, tzinfo=dt.UTC),
                dt.datetime(2025, 12, 31, 16, 0, tzinfo=dt.UTC),  # already the new year in the office
                dt.datetime(2026, 1, 31, 15, 0, tzinfo=dt.UTC),
                dt.datetime(2026, 1, 31, 17, 0, tzinfo=dt.UTC),
            ):
                (printed,) = actions.print_document(
                    staff.actor("clerk"), session.get_one(Document, a5), way=PLAIN
                )
                printed.printed_at = at
        leader = staff.actor("leader")
        counted = [
            (c.month, c.title, c.paper_format, c.first, c.again, c.pages)
            for c in list_print_counts(leader, 2026)
        ]
        assert counted == [(2, "受理通知书", "a5", 0, 1, 1), (1, "受理通知书", "a5", 0, 2, 2)]
        assert [(c.month, c.first, c.again) for c in list_print_counts(leader, 2025)] == [(12, 1, 0)]
        assert list_print_years(leader) == list(range(clock.office_time().year, 2024, -1))
        assert {c.paper_format for c in list_print_counts(staff.actor("admin"), clock.now().year)} >= {"a4"}
