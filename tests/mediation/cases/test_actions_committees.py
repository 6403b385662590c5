"""The register of committees and mediators: three to nine members, one chair, a term of three years, changes reported."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.errors import Forbidden, NotFound, RuleBroken
from portal.mediation import mediators, queries, standing
from portal.mediation.actions import committees as actions
from portal.mediation.actions.committees import term_end_of
from tests.factories import mediation as made
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")


class TestKeepCommittee:
    def test_founds_seats_and_hints(self):
        justice, chair, start = staff.actor("justice"), staff.actor("chair"), dt.date(2024, 2, 29)
        with transaction():
            unit = staff.unit("M1")
            with pytest.raises(RuleBroken, match="三年"):
                actions.found_committee(
                    justice, unit_id=unit.id, kind="street", term_start=start, term_end=dt.date(2027, 3, 1)
                )
            with pytest.raises(RuleBroken, match="要晚于任期开始") as refused:
                actions.found_committee(
                    justice, unit_id=unit.id, kind="street", term_start=start, term_end=dt.date(2023, 2, 1)
                )
            assert (refused.value.field, refused.value.params) == ("term_end", {"day": "2024-02-29"})
            committee = actions.found_committee(justice, unit_id=unit.id, kind="street", term_start=start)
            assert committee.term_end == dt.date(2027, 2, 28) == term_end_of(start)
            assert [hint.message[:5] for hint in standing.hints_of(committee)] == ["委员会应由", "还没有登记"]
            with pytest.raises(Forbidden):
                actions.add_mediator(staff.actor("mediator"), committee, name="某某")
            people = [
                actions.add_mediator(chair, committee, name=f"委员{n}", sex="1", valid_from=made.FOUNDED)
                for n in range(10)
            ]
            for n, who in enumerate(people[:9]):
                role = "chair" if n == 0 else "member"
                seat = {"version": None, "mediator": who, "role": role, "since": dt.date(2026, 11, 1)}
                actions.seat_member(chair, committee, **seat)
            with pytest.raises(RuleBroken, match="已有主任"):
                actions.seat_member(
                    chair, committee, version=None, mediator=people[9], role="chair", since=clock.today()
                )
            with pytest.raises(RuleBroken, match="已有九人"):
                actions.seat_member(
                    chair, committee, version=None, mediator=people[9], role="member", since=clock.today()
                )
            words = [hint.message for hint in standing.hints_of(committee)]
            assert any("妇女" in one for one in words)
            assert any("组成变动" in one for one in words)
            clock.fix_today(dt.date(2027, 1, 5))
            assert any("准备换届" in hint.message for hint in standing.hints_of(committee))
            assert standing.list_hints(justice)[0][0] is committee
            assert standing.list_hints(staff.actor("supervisor")) == []

    @pytest.mark.both
    def test_other_streets_stay_out_of_sight_and_a_busy_mediator_stays(self):
        chair = staff.actor("chair")
        with transaction():
            case = made.make_case("mediating")
            other = made.make_committee("S2", kind="street")
            with pytest.raises(NotFound):
                actions.get_kept(chair, other.id)
            with pytest.raises(NotFound):
                queries.get_committee(staff.actor("justice"), other.id)
            assert mediators.load_of(case.committee)[-1].open_cases == 1
            with pytest.raises(RuleBroken, match="还有在办的案件"):
                actions.end_mediator(chair, case.lead, version=None, until=clock.today(), because="调离")
            spare = next(one for one in mediators.list_mediators(case.committee) if one.name == "钱备用")
            actions.end_mediator(chair, spare, version=spare.version, until=clock.today(), because="离职")
            assert len(actions.seated(case.committee)) == 2
