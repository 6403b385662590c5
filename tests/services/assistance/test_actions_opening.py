"""Opening a file, writing decisions, what is owed, and one person in one household only; on both databases."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.services.assistance.actions import BankAccount, NewMember, owe, write_decision
from portal.services.assistance.actions import members as members_module
from portal.services.assistance.actions.opening import set_account
from portal.services.assistance.queries import (
    decision_in_force,
    decisions_in_force,
    find_standing_membership,
    members_in,
)
from tests.factories import assistance, staff
from tests.services.assistance import life

pytestmark = pytest.mark.usefixtures("database")
MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


class TestOpenFile:
    def test_numbers_members_and_the_first_decision(self) -> None:
        with transaction():
            file = assistance.make_file(3, 110_000)
            assert file.number == "示街办保户〔2026〕1号"
            assert (file.street.code, file.unit.code, file.state) == ("S", "C1", "active")
            assert [m.relation for m in file.members] == ["01", "20", "20"]
            assert {m.since_month for m in file.members} == {MAY}
            found = decision_in_force(file, MAY)
            assert found is not None
            assert (found.total_fen, found.persons) == (82_000, 3)
            assert found.number == "示街办助决〔2026〕1号"
            assert decision_in_force(file, dt.date(2026, 4, 1)) is None
            assert file.next_review_on == dt.date(2026, 10, 20), "half a year for class B"

    def test_the_head_is_a_member_even_if_nobody_says_so(self) -> None:
        with transaction():
            head, other = assistance.make_people(2)
            file = assistance.make_file(people=[head, other], newcomers=[NewMember(other.id, "10")])
            assert [m.resident_id for m in file.members] == [head.id, other.id]

    def test_the_account_is_sealed_and_another_holder_wants_an_agreement(self) -> None:
        with transaction():
            file = assistance.make_file()
            assert (file.account, file.account_tail) == (assistance.ACCOUNT, "0004")
            assert assistance.ACCOUNT.encode() not in (file.account_sealed or b"")
            for relation, basis, field in (
                ("", "", "account_relation"),
                ("女儿", "", "account_basis"),
                ("女儿", "friend", "account_basis"),
                ("女儿", "agreement", "agreement"),
            ):
                bank = BankAccount(
                    "示范农商银行", assistance.ACCOUNT, "别人名", relation=relation, basis=basis
                )
                with pytest.raises(RuleBroken, match="57号第二十六条") as refused:
                    set_account(file, bank)
                assert refused.value.field == field
            paper = life.scan()
            set_account(
                file,
                BankAccount("示范农商银行", assistance.ACCOUNT, "别人名", paper, "女儿", "agreement"),
            )
            assert (file.account_relation, file.account_basis, file.account_agreement) == (
                "女儿",
                "agreement",
                paper,
            )
            set_account(file, BankAccount("示范农商银行", assistance.ACCOUNT, file.head_name, paper, "女儿"))
            assert (file.account_relation, file.account_basis, file.account_agreement) == ("", "", None)


class TestOnePersonOneHousehold:
    def test_the_second_file_is_refused_with_the_first_ones_number(self) -> None:
        with transaction():
            first = assistance.make_file(2)
            someone = first.members[1].resident
            with pytest.raises(RuleBroken) as refused:
                assistance.make_file(people=[*assistance.make_people(1), someone], scheme="destitute")
            said = str(refused.value)
            assert all(text in said for text in ("户号示街办保户〔2026〕1号", "示范街道办事处", "在保"))
            assert "119901" not in said, "no number of a person"

    def test_who_does_not_count_may_stand_in_two_books(self) -> None:
        with transaction():
            first = assistance.make_file(2)
            someone = first.members[1].resident
            head = assistance.make_people(1)[0]
            file = assistance.make_file(
                people=[head],
                newcomers=[NewMember(head.id, "01"), NewMember(someone.id, "20", False, "prison")],
            )
            assert [m.is_counted for m in file.members] == [True, False]

    @pytest.mark.both
    def test_the_database_refuses_too_and_says_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Two offices at once: neither saw the other's row when it looked."""
        with transaction():
            someone = assistance.make_file(2).members[1].resident
            asked: list[int] = []
            honest = members_module.refuse_supported

            def late(ids: Any, since: Any, *, but: int | None) -> None:
                asked.append(1)
                if len(asked) > 1:
                    honest(ids, since, but=but)

            monkeypatch.setattr(members_module, "refuse_supported", late)
            with pytest.raises(RuleBroken, match="户号示街办保户〔2026〕1号"):
                assistance.make_file(people=[*assistance.make_people(1), someone])
            assert len(asked) == 2

    def test_standing_from_a_month_on(self) -> None:
        with transaction():
            file = assistance.make_file(1)
            member = file.members[0]
            assert find_standing_membership(member.resident_id) is member
            members_module.leave(member, dt.date(2026, 12, 1), because="moved")
            session.flush()
            assert member.until_month == dt.date(2026, 11, 1)
            assert find_standing_membership(member.resident_id) is None
            found = find_standing_membership(member.resident_id, month=dt.date(2026, 11, 1))
            assert found is member
            assert members_in(file, dt.date(2026, 11, 1)) == [member]
            assert members_in(file, dt.date(2026, 12, 1)) == []


class TestWriteDecision:
    def test_nothing_falls_without_a_hearing(self) -> None:
        with transaction():
            file = assistance.make_file(3, 110_000)
            for kind in ("reduce", "members", "correct"):
                with pytest.raises(RuleBroken, match="听取意见"):
                    write_decision(
                        staff.actor("reviewer"),
                        file,
                        kind=kind,
                        effective_month=JUNE,
                        sums=assistance.difference(2, 110_000),
                    )

    def test_an_increase_needs_none_and_the_later_one_counts(self) -> None:
        with transaction():
            file = assistance.make_file(3, 110_000)
            actor = staff.actor("reviewer")
            for sum_, kind in ((100_000, "increase"), (50_000, "increase")):
                write_decision(
                    actor, file, kind=kind, effective_month=JUNE, sums=assistance.difference(3, sum_)
                )
            found = decision_in_force(file, JUNE)
            assert found is not None
            assert found.total_fen == 3 * 64_000 - 50_000
            assert decision_in_force(file, MAY).total_fen == 82_000  # type: ignore[union-attr]

    def test_owing(self) -> None:
        with transaction():
            file = assistance.make_file()
            due = owe(staff.actor("clerk"), file, kind="arrears", fen=4_000, first_month=MAY, reason="补发")
            assert (due.fen, due.settled_month) == (4_000, None)
            with pytest.raises(RuleBroken):
                owe(staff.actor("clerk"), file, kind="arrears", fen=0, first_month=MAY)
            with pytest.raises(ValueError, match="recovery"):
                owe(staff.actor("clerk"), file, kind="recovery", fen=1, first_month=MAY)


class TestDecisionsInForce:
    def test_one_row_a_file(self) -> None:
        with transaction():
            first, second = assistance.make_file(1), assistance.make_file(2, 10_000)
            assistance.make_file(1, scheme="destitute")
            write_decision(
                staff.actor("reviewer"),
                first,
                kind="adjust",
                effective_month=JUNE,
                sums=assistance.difference(1, 0, 68_000),
                adjustment_id=1,
            )
            street = staff.unit("S").id
            found = session.execute(decisions_in_force(street, "minimum_living", JUNE)).all()
            assert [(row.file_id, row.total_fen) for row in found] == [
                (first.id, 68_000),
                (second.id, 118_000),
            ]
            earlier = session.execute(decisions_in_force(street, "minimum_living", MAY)).all()
            assert [row.total_fen for row in earlier] == [64_000, 118_000]
            assert not session.execute(
                decisions_in_force(street, "minimum_living", dt.date(2026, 4, 1))
            ).all()
