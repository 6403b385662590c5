"""The rules of numbers and papers, on both databases."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from sqlalchemy import select

from portal import settings
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.documents import actions, books
from portal.documents.actions.ranges import declare_numbers
from portal.documents.facts import digest
from portal.documents.models import Document, IssuedNumber, NumberSeries
from portal.errors import RuleBroken
from portal.settings.actions import change_setting
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.factories import staff

# Numbers without a gap and papers without a twin are what locks and constraints decide.
pytestmark = pytest.mark.both

DAY = dt.date(2026, 11, 22)


def allocate(kind: str = "acceptance", on: dt.date = DAY, unit: str = "S") -> IssuedNumber:
    return actions.allocate_number(staff.actor("clerk"), unit_id=staff.unit(unit).id, kind=kind, on=on)


def declare(text: str, on: dt.date = DAY) -> IssuedNumber:
    return actions.declare_number(
        staff.actor("clerk"), unit_id=staff.unit("S").id, kind="acceptance", text=text, on=on
    )


@pytest.mark.usefixtures("database")
class TestAllocateNumber:
    def test_numbers_follow_each_other_by_unit_kind_and_year(self) -> None:
        with transaction():
            given = [
                allocate().text,
                allocate().text,
                allocate("one_time_notice").text,
                allocate(on=dt.date(2025, 12, 31)).text,
                allocate(unit="S2").text,
                allocate().text,
            ]
        assert given == [
            "示街办受〔2026〕1号",
            "示街办受〔2026〕2号",
            "示街办告〔2026〕1号",
            "示街办受〔2025〕1号",
            "邻街办受〔2026〕1号",
            "示街办受〔2026〕3号",
        ]

    def test_a_number_that_was_not_stored_is_given_again(self) -> None:
        with transaction() as verdict:
            assert allocate().sequence == 1
            verdict.keep = False
        with pytest.raises(RuleBroken), transaction():
            self._allocate_and_fail()
        with transaction():
            assert allocate().sequence == 1

    def test_the_pattern_is_the_one_in_force_on_the_day(self) -> None:
        unit_id = self._unit_id()
        with transaction():
            change_setting(
                staff.actor("admin"),
                key="documents.number_pattern.acceptance",
                text="{unit}-{YYYY}-{seq:04}",
                valid_from=dt.date(2026, 12, 1),
                reason="改用新编号",
                unit_id=unit_id,
            )
        with transaction():
            assert allocate(on=dt.date(2026, 11, 30)).text == "示街办受〔2026〕1号"
            assert allocate(on=dt.date(2026, 12, 1)).text == "S-2026-0002"
            assert allocate(on=dt.date(2026, 12, 1), unit="S2").text == "邻街办受〔2026〕1号"

    def test_a_bad_pattern_is_refused_where_it_is_set(self) -> None:
        with pytest.raises(RuleBroken) as refused:
            settings.definition("documents.number_pattern.acceptance").parse("受{seq}号")
        assert refused.value.field == "value"

    def test_a_text_that_is_in_a_book_already_stops_the_paper(self) -> None:
        with transaction():
            change_setting(
                staff.actor("admin"),
                key="documents.number_pattern.supplement",
                text="{org}受〔{YYYY}〕{seq}号",
                valid_from=DAY,
                reason="误设",
            )
        with transaction():
            allocate()
        with pytest.raises(RuleBroken, match="示街办受〔2026〕1号”已经用过"), transaction():
            allocate("supplement")

    @staticmethod
    def _allocate_and_fail() -> None:
        assert allocate().sequence == 1
        raise RuleBroken(None, "the paper was not made after all")

    @staticmethod
    def _unit_id() -> int:
        with transaction("read"):
            return staff.unit("S").id


def test_many_at_once_leave_no_gap_and_no_repeat(app: Portal) -> None:
    taken: list[str] = []

    def work(number: int) -> None:
        with app.app_context():
            for turn in range(6):
                with transaction() as verdict:
                    text = allocate().text
                    verdict.keep = (number + turn) % 3 != 0
                if (number + turn) % 3 != 0:
                    taken.append(text)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 20
    assert sorted(taken) == sorted(f"示街办受〔2026〕{n}号" for n in range(1, len(taken) + 1))
    with app.app_context(), transaction("read"):
        assert all(report.is_whole for report in books.verify_numbers())


@pytest.mark.usefixtures("database")
class TestDeclareNumber:
    def test_a_number_of_another_book_gets_a_book_of_its_own(self) -> None:
        with transaction():
            allocate()
            assert declare("停电-07").sequence == 1
            assert declare("停电-08").sequence == 2
            assert allocate().text == "示街办受〔2026〕2号"
        with transaction("read"):
            origins = {s.origin: s.last for s in session.scalars(select(NumberSeries))}
            assert origins == {"issued": 2, "paper": 2}

    def test_a_number_of_the_portals_own_book_takes_its_place_there(self) -> None:
        with transaction():
            allocate()
            declare("示街办受〔2026〕3号")
            declare("示街办受〔2026〕2号")
        with transaction():
            assert allocate().text == "示街办受〔2026〕4号"
        with transaction("read"):
            assert [(r.last, r.used, r.is_whole) for r in books.verify_numbers()] == [(4, 4, True)]

    @pytest.mark.parametrize("text", ["示街办受〔2026〕1号", "停电-07"])
    def test_a_repeat_is_refused(self, text: str) -> None:
        with transaction():
            allocate()
            declare("停电-07")
        with pytest.raises(RuleBroken, match="已经登记过") as refused, transaction():
            declare(text)
        assert refused.value.field == "number"

    @pytest.mark.parametrize("text", ["", "  ", "长" * 81, "停电\n07", "停\ue000-1"])
    def test_what_is_no_number_is_refused(self, text: str) -> None:
        with pytest.raises(RuleBroken) as refused, transaction():
            declare(text)
        assert refused.value.field == "number"

    def test_a_day_to_come_is_refused(self) -> None:
        with pytest.raises(RuleBroken, match="不能晚于今天"), transaction():
            declare("停电-07", on=DAY + dt.timedelta(days=1))


@pytest.mark.usefixtures("database")
class TestDeclareNumbers:
    def test_many_take_the_places_that_one_after_the_other_would(self) -> None:
        texts = ["停电-07", "示街办受〔2026〕3号", "停电-08", "示街办受〔2026〕2号", "老〔2025〕9号"]
        with transaction():
            allocate()
            declare("停电-06")
            told = [(text, dt.date(2025, 1, 2) if "2025" in text else DAY) for text in texts]
            given = declare_numbers(
                staff.actor("clerk"), unit_id=staff.unit("S").id, kind="acceptance", numbers=told
            )
            assert allocate().text == "示街办受〔2026〕4号"
        assert [one.text for one in given] == texts
        with transaction("read"):
            rows = [session.get_one(IssuedNumber, one.id) for one in given]
            assert [row.text for row in rows] == texts
            assert [row.sequence for row in rows] == [2, 3, 3, 2, 1]
            assert {row.origin for row in rows} == {"paper"}
            assert all(book.is_whole for book in books.verify_numbers())
            lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "documents.declare_numbers"))
            assert sorted(line.facts["count"] for line in lines) == [1, 2, 2]

    @pytest.mark.parametrize(
        ("texts", "words"),
        [
            (("停电-07", "停电-07"), "已经登记过"),
            (("停电-08", "停电-06"), "已经登记过"),
            (("停电-08", "示街办受〔2026〕1号"), "已经登记过"),
            (("停电-08", "停\ue000-1"), "没有可以打印的字形"),
        ],
    )
    def test_one_that_cannot_be_entered_keeps_none(self, texts: tuple[str, ...], words: str) -> None:
        with transaction():
            allocate()
            declare("停电-06")
        numbers = [(text, DAY) for text in texts]
        with pytest.raises(RuleBroken, match=words) as refused, transaction():
            declare_numbers(
                staff.actor("clerk"), unit_id=staff.unit("S").id, kind="acceptance", numbers=numbers
            )
        assert refused.value.field == "number"
        with transaction("read"):
            assert session.scalar(select(IssuedNumber.id).where(IssuedNumber.text == "停电-08")) is None


@pytest.mark.usefixtures("database")
class TestVoidNumber:
    def test_a_void_number_stays_in_the_book_with_its_reason(self) -> None:
        with transaction():
            number = allocate()
            actions.void_number(staff.actor("clerk"), number=number, reason="误受理")
        with transaction():
            assert allocate().sequence == 2
        with transaction("read"):
            report = books.verify_numbers()[0]
            assert (report.used, report.void, report.is_whole) == (1, 1, True)
            kept = session.scalars(select(IssuedNumber).where(IssuedNumber.state == "void")).one()
            assert (kept.text, kept.void_reason) == ("示街办受〔2026〕1号", "误受理")

    def test_without_reason_or_twice_is_refused(self) -> None:
        with transaction():
            number = allocate()
            with pytest.raises(RuleBroken) as refused:
                actions.void_number(staff.actor("clerk"), number=number, reason="  ")
            assert refused.value.field == "reason"
            actions.void_number(staff.actor("clerk"), number=number, reason="误受理")
            with pytest.raises(RuleBroken, match="已经作废"):
                actions.void_number(staff.actor("clerk"), number=number, reason="误受理")


@pytest.mark.usefixtures("database")
class TestIssueDocument:
    def test_what_is_frozen_is_sealed_numbered_and_on_the_trail(self, issue: Issuer) -> None:
        key = issue.now()
        with transaction("read"):
            document = session.get_one(Document, key)
            assert document.number == "示街办受〔2026〕1号"
            assert document.frozen["facts"]["applicant"] == "张䶮"
            assert document.facts_digest == digest(document.frozen)
            assert "张䶮".encode() not in document.facts_sealed
            assert (document.subject_kind, document.edition, document.status) == ("Unit", 1, "valid")
            assert document.title == "受理通知书"
            entry = session.scalars(
                select(AuditEntry).where(AuditEntry.verb == "documents.issue_document")
            ).one()
            assert entry.facts["facts"] == document.facts_digest
            assert entry.subject_id == key
            assert "张䶮" not in str(entry.facts)

    def test_the_bytes_are_made_after_the_commit_and_once(self, issue: Issuer) -> None:
        key = issue.now()
        with transaction("read"):
            document = session.get_one(Document, key)
            assert document.master is not None
            assert document.master.content.startswith(b"%PDF-")
            assert document.master.size == len(document.master.content)
            assert document.render_task.state == "done"
            first = document.master.sha256
        assert actions.render_pending() == 0
        actions.make_document(key)
        with transaction("read"):
            assert session.get_one(Document, key).master.sha256 == first  # type: ignore[union-attr]

    def test_a_paper_that_is_not_stored_leaves_nothing(self, issue: Issuer) -> None:
        with transaction() as verdict:
            issue.inside()
            verdict.keep = False
        with transaction("read"):
            assert session.scalars(select(Document)).all() == []
            assert session.scalars(select(IssuedNumber)).all() == []

    def test_a_character_without_glyph_stops_it_before_a_number_is_taken(self, issue: Issuer) -> None:
        with transaction():
            with pytest.raises(RuleBroken) as refused:
                issue.inside(facts=sample.receipt(applicant="张\ue863"))
            assert refused.value.field == "applicant"
            assert session.scalars(select(NumberSeries)).all() == []

    def test_a_declared_number_is_printed(self, issue: Issuer) -> None:
        with transaction():
            number = declare("停电-07")
            assert issue.inside(number=number, on=DAY).number == "停电-07"

    def test_a_kind_without_number_takes_none(self, issue: Issuer) -> None:
        with transaction():
            card = issue.inside(kind="senior_card", facts=sample.card())
            assert (card.number, card.issued_number_id, card.paper_format) == ("", None, "card")

    def test_wrong_facts_and_wrong_format_are_refused(self, issue: Issuer) -> None:
        with transaction():
            with pytest.raises(TypeError, match="AcceptanceReceipt"):
                issue.inside(facts=sample.card())
            with pytest.raises(RuleBroken, match="纸张规格"):
                issue.inside(paper_format="card")


@pytest.mark.usefixtures("database")
class TestReplaceDocument:
    def replace(self, key: int, **more: Any) -> int:
        with transaction():
            document = session.get_one(Document, key)
            values: dict[str, Any] = {
                "facts": sample.receipt(applicant="张三"),
                "subject": staff.unit("S"),
                "reason": "姓名有误",
                **more,
            }
            return actions.replace_document(staff.actor("clerk"), document, **values).id

    def test_the_old_paper_stays_and_its_number_is_void(self, issue: Issuer) -> None:
        old, new = (first := issue.now()), self.replace(first)
        with transaction("read"):
            before, after = session.get_one(Document, old), session.get_one(Document, new)
            assert (before.status, before.status_reason) == ("replaced", "姓名有误")
            assert before.master is not None
            assert before.issued_number is not None
            assert before.issued_number.state == "void"
            assert (after.number, after.edition, after.replaces_id) == ("示街办受〔2026〕2号", 2, old)
            assert after.frozen["imprint"]["replaces_number"] == "示街办受〔2026〕1号"

    def test_a_files_number_can_live_on(self, issue: Issuer) -> None:
        new = self.replace(issue.now(), keep_number=True)
        with transaction("read"):
            after = session.get_one(Document, new)
            assert (after.number, after.edition) == ("示街办受〔2026〕1号", 2)
            assert after.frozen["imprint"]["replaces_number"] == ""
            assert after.issued_number is not None
            assert after.issued_number.state == "used"

    def test_only_a_valid_paper_is_replaced_and_only_with_a_reason(self, issue: Issuer) -> None:
        key = issue.now()
        with pytest.raises(RuleBroken) as refused:
            self.replace(key, reason=" ")
        assert refused.value.field == "reason"
        self.replace(key)
        with pytest.raises(RuleBroken, match="已更正或作废"):
            self.replace(key)


@pytest.mark.usefixtures("database")
class TestVoidDocument:
    def test_paper_and_number_become_void(self, issue: Issuer) -> None:
        key = issue.now()
        with transaction():
            document = session.get_one(Document, key)
            actions.void_document(staff.actor("reviewer"), document, reason="误受理")
        with transaction("read"):
            document = session.get_one(Document, key)
            assert document.status == "void"
            assert document.issued_number is not None
            assert document.issued_number.state == "void"

    def test_a_number_that_another_paper_carries_stays(self, issue: Issuer) -> None:
        with transaction():
            receipt = issue.inside()
            slip = sample.all_samples()["closing_slip"]
            second = issue.inside(kind="closing_slip", facts=slip, number=receipt.issued_number)
            assert second.number == receipt.number
            actions.void_document(staff.actor("reviewer"), second, reason="误打")
            assert receipt.issued_number is not None
            assert receipt.issued_number.state == "used"


@pytest.mark.usefixtures("database")
class TestRecordPrint:
    def test_the_first_and_each_later_printing_are_counted(self, issue: Issuer) -> None:
        key = issue.now()
        for _ in range(3):
            with transaction():
                actions.record_print(staff.actor("clerk"), session.get_one(Document, key))
        with transaction("read"):
            prints = session.get_one(Document, key).prints
            assert [(p.count, p.kind) for p in prints] == [(1, "first"), (2, "reprint"), (3, "reprint")]

    def test_a_void_paper_is_not_printed(self, issue: Issuer) -> None:
        key = issue.now()
        with transaction():
            document = session.get_one(Document, key)
            actions.void_document(staff.actor("reviewer"), document, reason="误受理")
        with pytest.raises(RuleBroken, match="不能再打印"), transaction():
            actions.record_print(staff.actor("clerk"), session.get_one(Document, key))
