"""Households and organisations corrected: with a reason, within the rules of registering, never over another's change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.residents import actions
from portal.residents.groups import Household, Organisation
from portal.residents.numbers import phone_index
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("database")
FACTS = actions.OrganisationFacts(
    name="示范物业有限公司", kind="company", credit_code="11119901MB0A00018U", phone="0591-87650000"
)


@pytest.fixture
def household(database: None) -> int:
    """The key of a household of the community C1."""
    with transaction():
        return residents.make_household(residents.make_zhang()).id


@pytest.fixture
def organisation(database: None) -> int:
    """The key of an organisation with a phone."""
    with transaction():
        return residents.make_organisation(phone="0591-87650000").id


def told(verb: str) -> dict[str, Any]:
    return session.scalars(select(AuditEntry).where(AuditEntry.verb == f"residents.{verb}")).one().facts


class TestCorrectHousehold:
    def correct(self, key: int, username: str = "clerk", **changes: Any) -> None:
        with transaction():
            found = session.get_one(Household, key)
            wanted = {"number": found.number, "address": found.address, "unit_id": found.unit_id}
            actions.correct_household(
                staff.actor(username),
                found,
                **({"reason": "门牌变更", "version": None} | wanted | changes),
            )

    def test_it_is_as_it_shall_be_and_the_trail_says_why(self, household: int) -> None:
        self.correct(household, number=" １１９９010009 ", address="示范路2号")
        found = session.get_one(Household, household)
        assert (found.number, found.address, found.version) == ("1199010009", "示范路2号", 2)
        assert told("correct_household") == {
            "reason": "门牌变更",
            "fields": ["address", "number"],
            "was": "1199010001",
        }

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"number": " "}, "number"),
            ({"number": "1199010002"}, "number"),
            ({"address": " "}, "address"),
            ({"address": "张119901196611220018"}, "address"),
            ({"unit_id": 2**40}, "unit_id"),
            ({"address": "别处", "reason": " "}, "reason"),
            ({}, None),
        ],
    )
    def test_the_rules_of_registering_hold(
        self, household: int, changes: dict[str, Any], field: str | None
    ) -> None:
        with transaction():
            residents.make_household(number="1199010002")
        with pytest.raises(RuleBroken) as caught:
            self.correct(household, **changes)
        assert caught.value.field == field

    def test_a_community_that_has_closed_since_may_stay(self, household: int) -> None:
        with transaction():
            session.get_one(Household, household).unit.valid_to = staff.SINCE  # type: ignore[union-attr]
        self.correct(household, address="示范路3号")
        assert session.get_one(Household, household).address == "示范路3号"

    @pytest.mark.both
    def test_of_two_at_once_the_later_is_told(self, household: int) -> None:
        seen = session.get_one(Household, household).version
        self.correct(household, address="示范路2号", version=seen)
        with pytest.raises(Conflict):
            self.correct(household, "clerk2", address="示范路3号", version=seen)

    def test_not_without_the_right(self, household: int) -> None:
        with pytest.raises(Forbidden):
            self.correct(household, "community", address="示范路2号")


class TestCorrectHouseholdMember:
    def correct(self, key: int, name: str, relation: str, **more: Any) -> None:
        with transaction():
            household = session.get_one(Household, key)
            member = next(m for m in household.members if m.resident.name == name)
            given = {"since": None, "reason": "登记时选错", "version": household.version} | more
            actions.correct_household_member(staff.actor("clerk"), member, relation=relation, **given)

    def add(self, key: int, name: str, relation: str) -> None:
        with transaction():
            actions.add_household_member(
                staff.actor("clerk"),
                session.get_one(Household, key),
                resident=residents.make_resident(name=name),
                relation=relation,
                since=None,
                version=None,
            )

    def test_a_second_head_is_refused_and_a_relation_can_be_mended(self, household: int) -> None:
        with pytest.raises(RuleBroken) as refused:
            self.add(household, "李新", "02")
        assert refused.value.field == "relation"
        self.add(household, "李新", "30")
        with pytest.raises(RuleBroken):
            self.correct(household, "李新", "02")
        head = session.get_one(Household, household).head
        assert head is not None
        self.correct(household, head.name, "10")
        assert session.get_one(Household, household).head_id is None
        self.correct(household, "李新", "02")
        found = session.get_one(Household, household)
        assert found.head is not None
        assert found.head.name == "李新"
        assert {m.resident.name: m.relation for m in found.members} == {head.name: "10", "李新": "02"}

    def test_nothing_differs_no_reason_and_an_old_page_are_refused(self, household: int) -> None:
        self.add(household, "李新", "30")
        for more, error in (
            ({}, RuleBroken),
            ({"relation": "20", "reason": " "}, RuleBroken),
            ({"version": 1}, Conflict),
        ):
            with pytest.raises(error):
                self.correct(household, "李新", **({"relation": "30"} | more))


class TestCorrectOrganisation:
    def correct(self, key: int, username: str = "clerk", **changes: Any) -> None:
        more = {name: changes.pop(name) for name in ("reason", "version") if name in changes}
        with transaction():
            actions.correct_organisation(
                staff.actor(username),
                session.get_one(Organisation, key),
                facts=replace(FACTS, **changes),
                **({"reason": "营业执照变更", "version": None} | more),
            )

    def test_the_sealed_phone_is_found_by_its_new_index(self, organisation: int) -> None:
        self.correct(organisation, name="示范物业服务有限公司", phone="0591-87650001")
        found = session.get_one(Organisation, organisation)
        assert (found.name, found.phone, found.version) == ("示范物业服务有限公司", "0591-87650001", 2)
        assert found.phone_index == phone_index("0591-87650001")
        facts = told("correct_organisation")
        assert facts == {"reason": "营业执照变更", "fields": ["name", "phone"], "was": "示范物业有限公司"}

    @pytest.mark.both
    def test_what_is_emptied_is_forgotten_and_the_trail_holds_no_phone(self, organisation: int) -> None:
        self.correct(organisation, phone="", credit_code="")
        found = session.get_one(Organisation, organisation)
        assert (found.phone, found.phone_index, found.credit_code) == (None, None, None)
        assert told("correct_organisation")["was"] == "11119901MB0A00018U"
        assert "8765" not in str(told("correct_organisation"))

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": " "}, "name"),
            ({"kind": "x"}, "kind"),
            ({"credit_code": "11119901MB0A00018T"}, "credit_code"),
            ({"phone": "12"}, "phone"),
            ({"name": "新名", "reason": ""}, "reason"),
            ({}, None),
        ],
    )
    def test_the_rules_of_registering_hold(
        self, organisation: int, changes: dict[str, Any], field: str | None
    ) -> None:
        with pytest.raises(RuleBroken) as caught:
            self.correct(organisation, **changes)
        assert caught.value.field == field

    def test_another_s_code_is_refused(self, organisation: int) -> None:
        with transaction():
            other = residents.make_organisation(name="甲小店", credit_code="").id
        with pytest.raises(RuleBroken) as caught:
            self.correct(other)
        assert caught.value.field == "credit_code"

    @pytest.mark.both
    def test_of_two_at_once_the_later_is_told(self, organisation: int) -> None:
        seen = session.get_one(Organisation, organisation).version
        self.correct(organisation, address="一号", version=seen)
        with pytest.raises(Conflict):
            self.correct(organisation, "reviewer", address="二号", version=seen)
