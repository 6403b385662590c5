"""Households and organisations: registered once, members from a day to a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.db import session, transaction
from portal.errors import Conflict, NotFound, RuleBroken
from portal.residents import actions
from portal.residents.groups import Household, HouseholdMember, Organisation
from portal.residents.models import Resident
from portal.residents.queries import (
    get_household,
    get_organisation,
    list_memberships,
    search_households,
    search_organisations,
)
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def household(database: None) -> int:
    """The key of a household whose head is 张䶮."""
    with transaction():
        return residents.make_household(residents.make_zhang()).id


def _add(household: int, resident: int, **more: Any) -> int:
    with transaction():
        return actions.add_household_member(
            staff.actor("clerk"),
            session.get_one(Household, household),
            resident=session.get_one(Resident, resident),
            **({"relation": "10", "since": None, "version": None} | more),
        ).id


def _wife() -> int:
    with transaction():
        return residents.make_resident(name="李配偶", sex="2", birth_date=dt.date(1968, 2, 29)).id


class TestRegisterHousehold:
    def test_the_head_is_its_first_member_and_it_is_found(self, household: int) -> None:
        clerk = staff.actor("clerk")
        found = get_household(clerk, household)
        assert [(m.resident.name, m.relation) for m in found.members] == [("张䶮", "02")]
        for asked in ("", "119901", "示范路", "张䶮"):
            assert [h.id for h in search_households(clerk, asked)] == [household], asked
        for asked in ("%", "_", "别处"):
            assert search_households(clerk, asked) == [], asked

    @pytest.mark.both
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"number": " "}, "number"),
            ({"number": "9" * 41}, "number"),
            ({"address": ""}, "address"),
            ({"unit_id": 2**40}, "unit_id"),
        ],
    )
    def test_what_is_missing_or_wrong_is_refused(self, changes: dict[str, Any], field: str) -> None:
        facts = {"number": "1", "address": "示范路1号", "unit_id": None} | changes
        with pytest.raises(RuleBroken) as caught, transaction():
            actions.register_household(staff.actor("clerk"), **facts)
        assert caught.value.field == field

    def test_one_number_once_in_a_community(self, household: int) -> None:
        with pytest.raises(RuleBroken) as caught, transaction():
            residents.make_household()
        assert caught.value.field == "number"


class TestAddHouseholdMember:
    def test_somebody_joins_and_leaves(self, household: int) -> None:
        wife = _wife()
        member = _add(household, wife, since=dt.date(2020, 5, 1))
        with transaction():
            actions.end_household_member(
                staff.actor("clerk"),
                session.get_one(HouseholdMember, member),
                until=dt.date(2026, 1, 1),
                version=None,
            )
        memberships = list_memberships(session.get_one(Resident, wife))
        assert [(m.since, m.until) for m in memberships] == [(dt.date(2020, 5, 1), dt.date(2026, 1, 1))]

    def test_a_person_is_in_one_household_at_a_time(self, household: int) -> None:
        head = session.query(HouseholdMember).one().resident_id
        with transaction():
            other = residents.make_household(number="1199010002").id
        with pytest.raises(RuleBroken) as caught:
            _add(other, head)
        assert caught.value.field == "resident"

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"relation": "00"}, "relation"),
            ({"since": dt.date(2027, 1, 1)}, "since"),
            ({"since": dt.date(1900, 1, 1)}, "since"),
        ],
    )
    def test_relation_and_day_are_checked(self, household: int, more: dict[str, Any], field: str) -> None:
        with pytest.raises(RuleBroken) as caught:
            _add(household, _wife(), **more)
        assert caught.value.field == field

    def test_a_change_to_a_member_counts_as_one_of_the_household(self, household: int) -> None:
        seen = session.get_one(Household, household).version
        _add(household, _wife(), version=seen)
        with pytest.raises(Conflict):
            _add(household, _wife(), version=seen)

    @pytest.mark.both
    def test_the_head_who_leaves_is_head_no_more(self, household: int) -> None:
        with transaction():
            actions.end_household_member(
                staff.actor("clerk"), session.query(HouseholdMember).one(), until=None, version=None
            )
        assert session.get_one(Household, household).head_id is None


class TestRegisterOrganisation:
    def test_found_by_name_and_code_with_its_phone_sealed(self) -> None:
        with transaction():
            made = residents.make_organisation(phone="0591-87650000").id
        clerk = staff.actor("clerk")
        assert get_organisation(clerk, made).phone == "0591-87650000"
        for asked in ("", "物业", "11119901mb0a00018u"):
            assert [o.id for o in search_organisations(clerk, asked)] == [made], asked
        assert search_organisations(clerk, "%") == []

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": " "}, "name"),
            ({"kind": "x"}, "kind"),
            ({"credit_code": "11119901MB0A00018T"}, "credit_code"),
            ({"phone": "12"}, "phone"),
            ({"address": "x" * 201}, "address"),
        ],
    )
    def test_what_is_wrong_is_refused_at_its_field(self, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(RuleBroken) as caught, transaction():
            residents.make_organisation(**changes)
        assert caught.value.field == field

    @pytest.mark.both
    def test_one_code_once_but_several_without_a_code(self) -> None:
        with transaction():
            residents.make_organisation()
        with pytest.raises(RuleBroken) as caught, transaction():
            residents.make_organisation(name="另一公司")
        assert caught.value.field == "credit_code"
        with transaction():
            residents.make_organisation(name="甲小店", credit_code="")
            residents.make_organisation(name="乙小店", credit_code="")
        assert session.query(Organisation).count() == 3


@pytest.mark.parametrize("key", [0, 999, 2**63, 10**31])
def test_keys_that_nobody_has_are_not_found(key: int) -> None:
    for get in (get_household, get_organisation):
        with pytest.raises(NotFound):
            get(staff.actor("clerk"), key)
