"""Supporters outside the household are asked before the check, and only who consents is asked about; the form for signature."""

from __future__ import annotations

import pytest

from portal.db import transaction
from portal.errors import RuleBroken
from portal.services import actions as hall
from portal.services.application_forms.actions import print_form
from portal.services.items.minimum_living import actions
from portal.services.items.minimum_living.actions import SupporterEntry
from tests.factories import minimum_living, staff

pytestmark = pytest.mark.usefixtures("hall")
SUPPORTERS = {
    "given": SupporterEntry("李试", "前配偶", "given", {"number": "119901198001010010", "income": 450000}),
    "refused": SupporterEntry("赵试", "儿子", "refused", {"pays": 50000}),
}


@pytest.fixture
def hall_with_standard(hall: None) -> None:
    with transaction():
        minimum_living.assistance.make_standard()


@pytest.mark.usefixtures("hall_with_standard")
class TestRequestDataCheck:
    def test_every_supporter_is_asked_and_a_refusal_is_not_the_households(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            household, people = minimum_living.family()
            declaration = minimum_living.accepted(household, people)
            application = declaration.application
            entries = [SupporterEntry("李试", "前配偶"), SUPPORTERS["refused"]]
            actions.save_supporters(clerk, application, version=None, supporters=entries)
            with pytest.raises(RuleBroken, match="李试是否同意核对"):
                actions.request_data_check(clerk, declaration, version=None)
            actions.save_supporters(clerk, application, version=None, supporters=list(SUPPORTERS.values()))
            letter = actions.request_data_check(clerk, declaration, version=None).letter
            assert "李试（前配偶，119901198001010010）" in letter.body
            assert "赵试" not in letter.body


@pytest.mark.usefixtures("hall_with_standard")
class TestPrintForm:
    def test_the_application_is_printed_from_the_declaration(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            household, people = minimum_living.family()
            application = minimum_living.draft(household, people)
            with pytest.raises(RuleBroken, match="先填写家庭申报"):
                print_form(clerk, application)
            minimum_living.declared(
                application, people, income_fen=60000, disability_kind="4", disability_grade="2"
            )
            actions.save_supporters(clerk, application, version=None, supporters=list(SUPPORTERS.values()))
            facts = print_form(clerk, application).frozen["facts"]
            assert facts["incomes"] == [
                {"who": "王试样", "kind": "工资性收入", "amount": "600.00", "per": "每月", "note": ""}
            ]
            assert "二级" in facts["people"][0]["health"]
            assert [one["consent"] for one in facts["supporters"]] == ["同意", "不同意"]
            assert facts["account"].startswith("*")
            assert people[0].primary_paper.number not in str(facts)

    def test_the_plain_end_is_not_for_it(self) -> None:
        with transaction():
            household, people = minimum_living.family()
            application = minimum_living.accepted(household, people).application
            with pytest.raises(RuleBroken, match="第二十九条"):
                hall.end_application(
                    staff.actor("reviewer"), application, version=None, because="other", reason="不配合"
                )
