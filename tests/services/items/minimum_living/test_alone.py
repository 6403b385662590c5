"""Applying alone: which stated ground the family page bears, what the form lacks without one, and what the sheet says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from portal.db import transaction
from portal.errors import RuleBroken
from portal.services.items.minimum_living import actions, queries
from portal.services.items.minimum_living.actions import HeadBlock, MemberEntry
from portal.services.items.minimum_living.family import counted_of
from portal.services.items.minimum_living.form.papers import support_application
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.models import Application
from tests.factories import assistance, minimum_living, staff

pytestmark = pytest.mark.usefixtures("hall")
TODAY = minimum_living.TODAY
SEVERE = {"disability_kind": "4", "disability_grade": "2"}
OF_MIND = {"disability_kind": "5", "disability_grade": "3"}
HEAD = HeadBlock(reasons=["disability"], bank_name="示范银行", account=assistance.ACCOUNT, has_promised=True)
THREE_YEARS_AGO = dt.date(2023, 11, 22)


@pytest.fixture(autouse=True)
def standard(hall: None) -> None:
    with transaction():
        assistance.make_standard()


def case(business: str = "single", **details: Any) -> tuple[Application, HouseholdDeclaration]:
    household, people = minimum_living.family(dt.date(1960, 5, 1), relations=["52"])
    application = minimum_living.draft(household, people, business=business)
    return application, minimum_living.declared(application, people, relations=["52"], **details)


def save(application: Application, **alone: Any) -> HouseholdDeclaration:
    block = replace(HEAD, alone=alone)
    return actions.save_head(staff.actor("clerk"), application, version=None, block=block)


class TestSaveGround:
    @pytest.mark.parametrize(
        ("details", "alone"),
        [
            (SEVERE, {"ground": "disabled"}),
            (OF_MIND, {"ground": "disabled"}),
            ({"is_ill": True}, {"ground": "ill"}),
            ({}, {"ground": "clergy", "since": THREE_YEARS_AGO}),
            (SEVERE, {"ground": "adult_disabled"}),
            (SEVERE | {"employment": "farming"}, {"ground": "adult_disabled"}),
            ({}, {"ground": "other", "note": "示范市民政局2026年规定"}),
        ],
    )
    def test_one_that_the_family_page_bears_is_kept(
        self, details: dict[str, Any], alone: dict[str, Any]
    ) -> None:
        with transaction():
            application, _before = case(**details)
            declaration = save(application, **alone)
            states = {one.code: one for one in queries.section_states(declaration, application)}
            first, second = (counted_of(member, TODAY) for member in declaration.members)
            story = support_application(declaration).story
        assert "单独申请的情形" not in states["head"].missing
        assert (first.counts, second.counts) == (True, False)
        assert "可以单独提出申请" in first.text
        assert first.text.split("；")[1] in story

    @pytest.mark.parametrize(
        ("details", "alone", "field"),
        [
            ({"disability_kind": "4", "disability_grade": "3"}, {"ground": "disabled"}, "alone_ground"),
            ({}, {"ground": "ill"}, "alone_ground"),
            (SEVERE | {"employment": "employed"}, {"ground": "adult_disabled"}, "alone_ground"),
            (OF_MIND, {"ground": "adult_disabled"}, "alone_ground"),
            ({}, {"ground": "clergy"}, "alone_since"),
            ({}, {"ground": "clergy", "since": dt.date(2023, 11, 23)}, "alone_since"),
            ({}, {"ground": "clergy", "since": dt.date(2026, 11, 23)}, "alone_since"),
            ({}, {"ground": "other", "note": " "}, "alone_note"),
            ({}, {"ground": "poor"}, "alone_ground"),
        ],
    )
    def test_one_that_it_does_not_bear_is_refused_at_its_field(
        self, details: dict[str, Any], alone: dict[str, Any], field: str
    ) -> None:
        with transaction():
            application, _before = case(**details)
            with pytest.raises(RuleBroken) as refused:
                save(application, **alone)
        assert refused.value.field == field

    def test_without_one_the_form_is_not_complete(self) -> None:
        with transaction():
            application, declaration = case(**SEVERE)
            found = {one.code: one.missing for one in queries.section_states(declaration, application)}
        assert "单独申请的情形" in found["head"]

    def test_a_family_is_not_asked(self) -> None:
        with transaction():
            application, declaration = case("family")
            save(application, ground="ill")
            found = {one.code: one.missing for one in queries.section_states(declaration, application)}
        assert declaration.alone is None
        assert not found["head"]


class TestWriteOpinion:
    def test_a_ground_that_was_lost_on_the_way_bears_no_support(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(
                household, people, business="single", alone={"ground": "adult_disabled"}, **SEVERE
            )
            entries = [MemberEntry(people[0].id, "01", {"employment": "employed"})]
            clerk = staff.actor("clerk")
            actions.save_family(clerk, declaration.application, version=None, members=entries)
            with pytest.raises(RuleBroken, match="不能单独申请") as refused:
                minimum_living.opined(declaration)
        assert refused.value.field == "opinion"
