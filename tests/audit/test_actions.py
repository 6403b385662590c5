"""The audit chain: linked at the commit, refused to be changed, broken by any meddling."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal import audit
from portal.audit.models import AuditEntry
from portal.audit.queries import verify_chain
from portal.db import session, transaction
from tests.factories import staff

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.both]


def _write(count: int) -> None:
    for number in range(count):
        with transaction():
            audit.record(staff.actor("clerk"), "test.verb", staff.unit("S"), number=number, name="陈𬭚")


class TestRecord:
    def test_links_each_entry_to_the_one_before(self) -> None:
        _write(3)
        assert verify_chain().links == 3
        assert verify_chain().broken_at is None

    def test_several_entries_of_one_transaction_are_linked_in_order(self) -> None:
        with transaction():
            for number in range(4):
                audit.record(None, "test.verb", None, number=number)
        entries = session.scalars(text("SELECT sequence FROM audit_entry ORDER BY id")).all()
        assert entries == [1, 2, 3, 4]

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("账号6222000000000000004 电话13900000021", "账号*** 电话***"),
            ("6222 0000 0000 0000 004已销户", "***已销户"),
            ("转到 6222-0000-0000-0000，2026-11-22 办", "转到 ***，2026-11-22 办"),
            ("62220000000000 2026-11-22", "*** 2026-11-22"),
            ("批次 S-DB-202611-01 2026-11-22 已办", "批次 S-DB-202611-01 2026-11-22 已办"),
            ("2026-11-22 2026-11-30 两次", "2026-11-22 2026-11-30 两次"),
            ("2026-11 2026-12 2027-01", "2026-11 2026-12 2027-01"),
            ("卡号 YLZ-20260000000123", "卡号 YLZ-20260000000123"),
            ("示街办保户〔2026〕12号", "示街办保户〔2026〕12号"),
            ("6222000000000000", "***"),
        ],
    )
    def test_what_somebody_typed_keeps_no_account_number(self, said: str, told: str) -> None:
        with transaction():
            audit.record(staff.actor("clerk"), "test.verb", None, reason=said, number="202600000000123")
        facts = session.scalars(select(AuditEntry.facts).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert facts == {"reason": told, "number": "202600000000123"}

    def test_nothing_is_recorded_when_the_change_is_not_kept(self) -> None:
        with transaction() as verdict:
            audit.record(None, "test.verb")
            verdict.keep = False
        _write(1)
        assert verify_chain().links == 1


class TestVerifyChain:
    def test_the_database_refuses_to_change_or_delete_an_entry(self) -> None:
        _write(1)
        for statement in ("UPDATE audit_entry SET verb = 'other'", "DELETE FROM audit_entry"):
            with pytest.raises(DatabaseError, match="append only"), transaction():
                session.execute(text(statement))

    def test_a_changed_fact_breaks_the_chain_at_its_entry(self) -> None:
        _write(3)
        _meddle("UPDATE audit_entry SET verb = 'test.other' WHERE sequence = 2")
        assert verify_chain().broken_at == 2

    def test_a_removed_last_entry_is_noticed(self) -> None:
        _write(3)
        _meddle("DELETE FROM audit_entry WHERE sequence = 3")
        assert verify_chain().broken_at == 3

    def test_a_removed_middle_entry_is_noticed(self) -> None:
        _write(3)
        _meddle("DELETE FROM audit_entry WHERE sequence = 2")
        assert verify_chain().broken_at == 2


def _meddle(statement: str) -> None:
    """Change the trail as somebody with the database in hand could: by removing the triggers first."""
    on = "" if session.get_bind().dialect.name == "sqlite" else " ON audit_entry"
    with transaction():
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_entry_no_{verb}{on}"))
        session.execute(text(statement))
