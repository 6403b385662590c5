"""The declaration: members proposed from the register, one household for each person, money lines, what is missing."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import transaction
from portal.errors import Conflict, RuleBroken
from portal.residents.actions import add_household_member
from portal.services import actions as hall
from portal.services.items.minimum_living import actions, queries
from portal.services.items.minimum_living.actions import LineEntry, MemberEntry, RelativeEntry
from portal.services.items.minimum_living.family import counted_of, sheet_of
from tests.factories import assistance, minimum_living, residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")
TODAY = minimum_living.TODAY
TWINS = ("119901202611010027", "119901202611010043")


@pytest.fixture(autouse=True)
def standard(hall: None) -> None:
    with transaction():
        assistance.make_standard()


class TestSaveFamily:
    def test_the_register_proposes_its_members(self) -> None:
        with transaction():
            household, people = minimum_living.family(
                dt.date(2015, 5, 1), dt.date(1960, 1, 1), relations=["20", "52"]
            )
            application = minimum_living.draft(household, people)
            found = queries.proposed_members(application)
        assert [(p.resident.id, p.relation) for p in found] == [
            (people[0].id, "01"),
            (people[1].id, "20"),
            (people[2].id, "52"),
        ]

    def test_scenario_01_twins_are_two_members(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            clerk = staff.actor("clerk")
            for number, name in zip(TWINS, ("王试甲", "王试由"), strict=True):
                twin = residents.make_resident(number=number, name=name)
                add_household_member(
                    clerk, household, version=None, resident=twin, relation="30", since=TODAY
                )
                people.append(twin)
            application = minimum_living.draft(household, people)
            assert len(queries.proposed_members(application)) == 3
            declaration = minimum_living.declared(application, people, relations=["30", "30"])
            sheet = sheet_of(declaration, TODAY)
        assert len(declaration.members) == 3
        assert sheet.persons == 3
        assert sheet.total_fen == 3 * assistance.STANDARD

    def test_who_is_supported_elsewhere_is_named_with_the_other_file(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            file = assistance.make_file(people=[people[0]], household=None)
            application = minimum_living.draft(household, people)
            with pytest.raises(RuleBroken) as refused:
                minimum_living.declared(application, people)
        assert refused.value.field == "members"
        assert file.number in str(refused.value)
        assert "在保" in str(refused.value)

    def test_the_applicant_is_one_of_them(self) -> None:
        with transaction():
            household, people = minimum_living.family(dt.date(2015, 5, 1))
            application = minimum_living.draft(household, people)
            with pytest.raises(RuleBroken, match="申请人须在家庭成员中"):
                actions.save_family(
                    staff.actor("clerk"), application, version=None, members=[MemberEntry(people[1].id, "20")]
                )

    def test_two_clerks_do_not_overwrite_each_other(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            application = minimum_living.draft(household, people)
            declaration = minimum_living.declared(application, people)
            with pytest.raises(Conflict):
                actions.save_property(
                    staff.actor("clerk2"), application, version=declaration.version - 1, lines=[]
                )

    @pytest.mark.both
    def test_who_left_the_family_takes_their_lines_along(self) -> None:
        with transaction():
            household, people = minimum_living.family(dt.date(1990, 5, 1))
            application = minimum_living.draft(household, people)
            declaration = minimum_living.declared(application, people)
            line = LineEntry("wages", declaration.members[1].id, {"fen": 100_00, "per": "month"})
            clerk = staff.actor("clerk")
            actions.save_income(clerk, application, version=None, incomes=[line])
            entries = [MemberEntry(people[0].id, "01")]
            actions.save_family(clerk, application, version=None, members=entries)
            assert declaration.lines == []

    def test_of_one_who_applies_alone_nobody_else_counts(self) -> None:
        with transaction():
            household, people = minimum_living.family(dt.date(1960, 5, 1), relations=["52"])
            application = minimum_living.draft(household, people, business="single")
            declaration = minimum_living.declared(application, people, relations=["52"])
            counted = [counted_of(member, TODAY).counts for member in declaration.members]
        assert counted == [True, False]


class TestSheet:
    def test_income_and_what_is_left_out(self) -> None:
        with transaction():
            household, people = minimum_living.family(dt.date(2015, 5, 1), dt.date(2017, 5, 1))
            application = minimum_living.draft(household, people)
            declaration = minimum_living.declared(application, people, income_fen=1000_00)
            clerk, first = staff.actor("clerk"), declaration.members[0].id
            lines = [
                LineEntry("wages", first, {"fen": 1000_00, "per": "month"}),
                LineEntry("transfer", first, {"fen": 200_00, "per": "month", "uncounted": "scholarship"}),
            ]
            actions.save_income(clerk, application, version=None, incomes=lines)
            sheet = sheet_of(declaration, TODAY)
        assert (sheet.income_fen, sheet.total_fen) == (1000_00, 920_00)
        assert any("奖学金" in line.text for line in sheet.lines)

    @pytest.mark.parametrize(
        ("kind", "details", "field"),
        [
            ("wages", {"fen": -1, "per": "month"}, "income"),
            ("wages", {"fen": 1}, "income"),
            ("x", {"fen": 1, "per": "month"}, "income"),
        ],
    )
    def test_a_line_that_makes_no_sense(self, kind: str, details: dict[str, object], field: str) -> None:
        with transaction():
            household, people = minimum_living.family()
            application = minimum_living.draft(household, people)
            with pytest.raises(RuleBroken) as refused:
                actions.save_income(
                    staff.actor("clerk"), application, version=None, incomes=[LineEntry(kind, None, details)]
                )
        assert refused.value.field == field


class TestBeforeAcceptance:
    def test_what_is_missing_is_said_in_one_sentence(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            application = services.checked(minimum_living.draft(household, people))
            with pytest.raises(RuleBroken, match="家庭申报还没有填完：家庭成员、家庭收入、家庭财产"):
                hall.accept_application(staff.actor("clerk"), application, version=None)

    def test_relatives_were_asked_either_way(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            application = minimum_living.draft(household, people)
            clerk = staff.actor("clerk")
            for relatives, has_none in (((), False), ((minimum_living.RELATIVE,), True)):
                with pytest.raises(RuleBroken, match="二者必选其一"):
                    actions.register_relatives(
                        clerk, application, version=None, relatives=relatives, has_none=has_none
                    )
            with pytest.raises(RuleBroken, match="姓名、职务和关系"):
                actions.register_relatives(
                    clerk, application, version=None, relatives=[RelativeEntry(None, "李试", "", "")]
                )

    def test_the_limit_follows_who_decides(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            assert declaration.application.due_is_provisional
            assert declaration.application.due_on > dt.date(2026, 12, 31)
            assert declaration.application.number
