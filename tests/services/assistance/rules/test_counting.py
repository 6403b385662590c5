"""Who counts (57号 art. 7) and who may apply alone (art. 8): every rule, its sentence, and overriding it with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.errors import RuleBroken
from portal.services.assistance.rules.counting import (
    AWAY,
    COUNTED,
    NOT_COUNTED,
    STUDIES,
    MemberFacts,
    Override,
    SingleFacts,
    count_member,
    is_adult,
    single_person_grounds,
)
from portal.standards.relations import RELATIONS
from tests.services.assistance.rules.terms_of import TODAY

TWENTY = dt.date(2006, 5, 1)
ADULT_SON: dict[str, Any] = {"relation": "20", "birth": TWENTY}


def code(**facts: Any) -> str:
    """The rule by which somebody counts or not, today."""
    return count_member(MemberFacts(**facts), TODAY).code


def test_scenario_09() -> None:
    student = count_member(MemberFacts(**ADULT_SON, study="bachelor", together=False), TODAY)
    assert (student.counts, student.code) == (True, "student")
    assert student.text == (
        "在校接受全日制本科教育的成年子女（20周岁），计入（《最低生活保障审核确认办法》第七条第一款第三项）"
    )
    master = count_member(MemberFacts(**ADULT_SON, study="master", together=False), TODAY)
    assert (master.counts, master.code) == (False, "postgraduate")
    with pytest.raises(RuleBroken) as refused:
        count_member(MemberFacts(**ADULT_SON, study="master", override=Override(True, " ")), TODAY)
    assert refused.value.field == "reason"
    counted = count_member(
        MemberFacts(**ADULT_SON, study="master", override=Override(True, "区民政局批复同意计入")), TODAY
    )
    assert counted.counts
    assert counted.overridden
    assert counted.code == "postgraduate"
    assert counted.text.endswith("；经办人改为计入：区民政局批复同意计入")


def test_scenario_10_the_prisoner_does_not_count() -> None:
    prisoner = MemberFacts("11", dt.date(1980, 1, 1), away="prison", away_since=dt.date(2026, 3, 5))
    found = count_member(prisoner, TODAY)
    assert not found.counts
    assert found.text == (
        "在监狱内服刑（2026-03-05起），不计入（《最低生活保障审核确认办法》第七条第二款第二项）"
    )
    assert count_member(prisoner, dt.date(2026, 3, 4)).code == "spouse"


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"relation": "01"}, "applicant"),
        ({"relation": "02"}, "applicant"),
        ({"relation": "10", "together": False}, "spouse"),
        ({"relation": "12"}, "spouse"),
        ({"relation": "20", "birth": dt.date(2010, 1, 1), "together": False}, "minor_child"),
        ({**ADULT_SON, "can_live_alone": False, "together": False}, "dependent_child"),
        ({**ADULT_SON, "study": "college"}, "student"),
        ({**ADULT_SON, "study": "school"}, "student"),
        ({**ADULT_SON, "study": "bachelor", "full_time": False, "together": False}, "independent_child"),
        ({**ADULT_SON, "study": "bachelor", "full_time": False}, "duty"),
        ({**ADULT_SON, "study": "doctor"}, "postgraduate"),
        ({**ADULT_SON, "study": "master", "can_live_alone": False}, "dependent_child"),
        (ADULT_SON, "duty"),
        ({**ADULT_SON, "together": False}, "independent_child"),
        ({**ADULT_SON, "has_duty": False}, "independent_child"),
        ({"relation": "50"}, "duty"),
        ({"relation": "51", "together": False}, "not_together"),
        ({"relation": "41", "birth": dt.date(2015, 1, 1)}, "duty"),
        ({"relation": "61"}, "duty"),
        ({"relation": "38"}, "no_duty"),
        ({"relation": "53"}, "no_duty"),
        ({"relation": "53", "has_duty": True}, "duty"),
        ({"relation": "71"}, "no_duty"),
        ({"relation": "73", "has_duty": True}, "duty"),
        ({"relation": "97"}, "no_duty"),
        ({"relation": "99"}, "no_duty"),
        ({"relation": "01", "alone": True}, "applicant"),
        ({"relation": "12", "alone": True}, "single_person"),
        ({"relation": "01", "died_on": TODAY}, "died"),
        ({"relation": "01", "died_on": TODAY + dt.timedelta(days=1)}, "applicant"),
        ({"relation": "12", "away": "isolation", "away_since": TODAY}, "isolation"),
        ({"relation": "12", "away": "missing"}, "missing"),
        ({"relation": "12", "away": "province"}, "province"),
        ({"relation": "12", "away": "prison", "away_until": dt.date(2026, 11, 21)}, "spouse"),
        ({"relation": "12", "away": "prison", "away_until": TODAY}, "prison"),
        ({"relation": "12", "away": "prison", "away_since": TODAY + dt.timedelta(days=1)}, "spouse"),
        ({"relation": "12", "away": "clergy", "away_since": dt.date(2023, 11, 22)}, "clergy"),
        ({"relation": "12", "away": "clergy", "away_since": dt.date(2023, 11, 23)}, "spouse"),
        ({"relation": "12", "away": "clergy"}, "spouse"),
    ],
)
def test_each_rule(facts: dict[str, Any], wanted: str) -> None:
    found = count_member(MemberFacts(**facts), TODAY)
    assert found.code == wanted
    assert found.counts == (wanted in COUNTED)
    assert found.label in {*COUNTED.values(), *NOT_COUNTED.values()}
    assert "{" not in found.text


@pytest.mark.parametrize(
    ("birth", "wanted"), [((2008, 11, 22), "independent_child"), ((2008, 11, 23), "minor_child")]
)
def test_a_child_is_a_minor_up_to_the_day_before_the_eighteenth_birthday(
    birth: tuple[int, int, int], wanted: str
) -> None:
    assert code(relation="30", birth=dt.date(*birth), together=False) == wanted


@pytest.mark.parametrize("relation", sorted(RELATIONS))
def test_every_relation_of_the_standard_has_an_answer(relation: str) -> None:
    for together in (True, False):
        for away in AWAY:
            for study in STUDIES:
                found = count_member(
                    MemberFacts(relation, TWENTY, study=study, together=together, away=away), TODAY
                )
                assert found.code in (COUNTED if found.counts else NOT_COUNTED)
                assert len(found.code) <= 30


def test_codes_of_yes_and_no_are_apart() -> None:
    assert not set(COUNTED) & set(NOT_COUNTED)


def test_a_child_without_a_birth_cannot_be_judged() -> None:
    with pytest.raises(RuleBroken) as refused:
        code(relation="20")
    assert refused.value.field == "birth"
    with pytest.raises(RuleBroken) as refused:
        code(relation="20", birth=TODAY + dt.timedelta(days=1))
    assert refused.value.field == "birth"


def test_an_override_that_agrees_with_the_rule_is_none() -> None:
    found = count_member(MemberFacts("12", override=Override(True, "")), TODAY)
    assert not found.overridden
    left_out = count_member(MemberFacts("12", override=Override(False, "分居多年，已起诉离婚")), TODAY)
    assert (left_out.counts, left_out.code) == (False, "spouse")
    assert left_out.text.endswith("；经办人改为不计入：分居多年，已起诉离婚")


def test_leap_day_birth_comes_of_age_by_the_last_day_of_february() -> None:
    born = dt.date(2008, 2, 29)
    assert not is_adult(born, dt.date(2026, 2, 27))
    assert is_adult(born, dt.date(2026, 2, 28))


class TestSinglePerson:
    """Applying alone."""

    def grounds(self, **facts: Any) -> list[str]:
        """The codes of the grounds of a man born in 1980."""
        found = single_person_grounds(SingleFacts(dt.date(1980, 1, 1), **facts), TODAY)
        assert all("{" not in one.text for one in found)
        return [one.code for one in found]

    @pytest.mark.parametrize(
        ("facts", "wanted"),
        [
            ({}, []),
            ({"family_is_marginal": True}, []),
            ({"family_is_marginal": True, "grade": 1, "is_employed": True}, ["disabled"]),
            ({"family_is_marginal": True, "grade": 2}, ["disabled", "adult_disabled"]),
            ({"family_is_marginal": True, "grade": 3}, []),
            ({"family_is_marginal": True, "grade": 3, "disability": "sight"}, []),
            ({"family_is_marginal": True, "grade": 3, "disability": "mental"}, ["disabled"]),
            ({"family_is_marginal": True, "grade": 3, "disability": "intellectual"}, ["disabled"]),
            ({"family_is_marginal": True, "grade": 4, "disability": "mental"}, []),
            ({"family_is_marginal": True, "is_seriously_ill": True}, ["ill"]),
            ({"is_seriously_ill": True}, []),
            ({"grade": 1}, ["adult_disabled"]),
            ({"grade": 1, "is_employed": True}, []),
            ({"clergy_since": dt.date(2023, 11, 22), "in_hardship": True}, ["clergy"]),
            ({"clergy_since": dt.date(2023, 11, 23), "in_hardship": True}, []),
            ({"clergy_since": dt.date(2000, 1, 1)}, []),
            ({"other": "区民政局规定的其他情形"}, ["other"]),
            ({"other": " "}, []),
        ],
    )
    def test_each_ground(self, facts: dict[str, Any], wanted: list[str]) -> None:
        assert self.grounds(**facts) == wanted

    def test_a_disabled_minor_is_no_adult(self) -> None:
        assert not single_person_grounds(SingleFacts(dt.date(2010, 1, 1), grade=1), TODAY)
