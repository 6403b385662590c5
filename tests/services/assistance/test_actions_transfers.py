"""One person in one household: transfers with no month twice or missed, merges, what a late stop must take back."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.residents.actions import merge_residents, record_death, undo_merge
from portal.services.assistance import actions
from portal.services.assistance.actions import Plan
from portal.services.assistance.models import SupportDue, SupportFile
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth
from portal.services.assistance.queries import (
    decision_in_force,
    find_open_change,
    find_partner,
    find_standing_membership,
    members_in,
)
from tests.factories import assistance, staff
from tests.services.assistance.life import Pair, change_file, decide, hear, propose, transfer

pytestmark = pytest.mark.usefixtures("database")
NOV, DEC, JAN = dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2027, 1, 1)


@pytest.fixture(autouse=True)
def standard(database: None) -> None:
    with transaction():
        assistance.make_standard()


class TestProposeTransfer:
    def test_the_extra_of_the_person_goes_along(self) -> None:
        """分类施保 is the person's: it is neither lost with the household that is left nor asked for again."""
        with transaction():
            assistance.make_standard(code="extra_minor", percent=1_000)
            pair = Pair.made()
            minor = pair.left.members[1].resident_id
            pair.left.members[1].resident.birth_date = dt.date(2016, 5, 1)
            change = propose(pair.left, "increase", plan=Plan(grounds={minor: ("minor",)}))
            decide(change)
            transfer(pair.left, pair.entered, DEC)
            left, entered = decision_in_force(pair.left, JAN), decision_in_force(pair.entered, JAN)
            assert left is not None
            assert entered is not None
            assert (left.extra_fen, entered.extra_fen) == (0, 6_400)

    def test_scenario_08(self) -> None:
        """Blocked with X's number, office and status; the transfer lets it pass; each month once."""
        with transaction():
            pair = Pair.made()
            person = pair.left.members[1].resident
            joining = Plan(joining=(actions.NewMember(person.id, "97"),))
            with pytest.raises(RuleBroken) as refused:
                propose(pair.entered, "members", plan=joining)
            said = str(refused.value)
            assert all(words in said for words in (pair.left.number, "示范街道办事处", "在保", "人员转出"))
            assert "119901" not in said
            transfer(pair.left, pair.entered)
            left, entered = decision_in_force(pair.left, DEC), decision_in_force(pair.entered, DEC)
            assert left is not None
            assert entered is not None
            assert (left.kind, left.total_fen) == ("transfer_out", 64_000)
            assert (entered.kind, entered.total_fen) == ("transfer_in", 3 * 64_000 - 10_000)
            assert person in [m.resident for m in members_in(pair.left, NOV)]
            assert person not in [m.resident for m in members_in(pair.left, DEC)]
            assert person in [m.resident for m in members_in(pair.entered, DEC)]
            found = find_standing_membership(person.id)
            assert found is not None
            assert found.file_id == pair.entered.id
            assert pair.left.members[1].moved_to_id == pair.entered.id

    @pytest.mark.both
    def test_both_wait_for_the_hearing_and_fall_together(self) -> None:
        with transaction():
            pair = Pair.made()
            change = actions.propose_transfer(
                staff.actor("clerk"),
                pair.left.members[1],
                target=pair.entered,
                relation="97",
                reason="随亲属共同生活",
            )
            with pytest.raises(RuleBroken, match="听取意见"):
                decide(change)
            assert len(members_in(pair.left, DEC)) == 2
            own = staff.actor("community")
            assert find_partner(own, change) is not None
            pair.entered.unit_id = staff.unit("C2").id
            session.flush()
            assert (
                find_partner(own, change) is None
            )  # nor its number, in a community that does not see the file
            assert find_partner(staff.actor("clerk"), change) is not None
            actions.drop_change(staff.actor("clerk"), change, version=None, reason="不转了")
            propose(pair.left, "suspend")
            propose(pair.entered, "suspend")

    def test_the_last_one_takes_the_file_along(self) -> None:
        with transaction():
            left, entered = assistance.make_file(1), assistance.make_file(1)
            transfer(left, entered)
            assert (left.state, entered.state) == ("stopped", "active")
            assert [m.is_counted for m in members_in(entered, DEC)] == [True, True]


class TestSettlingThePast:
    @staticmethod
    def _pay(file: SupportFile, *months: dt.date) -> None:
        """Approved lists of months, with the file's line; as the payment pages would leave them."""
        for number, month in enumerate(months):
            found = decision_in_force(file, month)
            assert found is not None
            total = found.total_fen
            batch = PaymentMonth(
                number=f"发放{number}",
                street_id=file.street_id,
                scheme=file.scheme,
                month=month,
                state="paid",
                pay_on=month,
                prepared_by=staff.actor("clerk").account_id,
                base_fen=total,
                net_fen=total,
            )
            session.add(batch)
            session.flush()
            session.add(
                PaymentLine(
                    record_key=file.record_key,
                    month_id=batch.id,
                    position=1,
                    file_id=file.id,
                    number=file.number,
                    unit_id=file.unit_id,
                    head_id=file.head_id,
                    head_name=file.head_name,
                    persons=found.persons,
                    base_fen=total,
                    net_fen=total,
                    state="paid",
                )
            )
            session.flush()

    def test_a_death_that_was_told_late_is_recovered(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            self._pay(file, dt.date(2026, 9, 1), dt.date(2026, 10, 1), NOV)
            record_death(
                staff.actor("clerk"),
                file.members[1].resident,
                version=None,
                death_date=dt.date(2026, 9, 15),
                source="走访",
            )
            change = find_open_change(file)
            assert change is not None
            hear(change)
            decide(change)
            due = session.query(SupportDue).one()
            assert (due.kind, due.fen, due.first_month, due.months) == (
                "recovery",
                -2 * 64_000,
                dt.date(2026, 10, 1),
                2,
            )
            assert due.decision_id == decision_in_force(file, NOV).id  # type: ignore[union-attr]

    def test_what_begins_next_month_owes_nothing(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            self._pay(file, NOV)
            change_file(file, "stop")
            assert session.query(SupportDue).count() == 0

    def test_a_reduction_may_not_look_back(self) -> None:
        with transaction():
            file = assistance.make_file(2)
            with pytest.raises(RuleBroken, match="不能早于下月"):
                propose(file, "reduce", effective_month=NOV, plan=Plan(income_fen=1000))


class TestMerge:
    def test_rows_follow_and_come_back(self) -> None:
        with transaction():
            file = assistance.make_file(1)
            kept = assistance.make_people(1)[0]
            gone = file.head
            reviewer = staff.actor("reviewer")
            merged = merge_residents(reviewer, kept, gone=gone, version=None, reason="同一人")
            assert (file.members[0].resident_id, file.head_id) == (kept.id, kept.id)
            undo_merge(reviewer, merged, reason="弄错了")
            assert (file.members[0].resident_id, file.head_id) == (gone.id, gone.id)

    def test_two_supported_records_are_not_merged(self) -> None:
        with transaction():
            one, other = assistance.make_file(1), assistance.make_file(1)
            with pytest.raises(RuleBroken, match="保障中"):
                actions.move_people(staff.actor("reviewer"), gone=one.head, kept=other.head)
