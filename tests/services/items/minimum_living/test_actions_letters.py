"""What letters can and cannot do to an application for low-income support: whose answer counts, and who may ask about what."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.errors import Forbidden, NotFound
from portal.letters import hooks
from portal.letters.actions import withdraw_letter
from portal.letters.queries import LARGEST_KEY
from portal.services.items.minimum_living import actions, queries
from portal.services.items.minimum_living.models import HouseholdDeclaration
from tests.factories import assistance, letters, minimum_living, staff

pytestmark = pytest.mark.usefixtures("hall")
KINDS = ("DataCheck", "SupportConfirmation")


@pytest.fixture(autouse=True)
def standard(hall: None) -> None:
    with transaction():
        assistance.make_standard()


def _accepted() -> HouseholdDeclaration:
    household, people = minimum_living.family(dt.date(2015, 1, 1))
    return minimum_living.accepted(household, people)


class TestFind:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("key", [-1, 0, 999, LARGEST_KEY + 1])
    def test_no_such_record(self, kind: str, key: int) -> None:
        with pytest.raises(NotFound):
            hooks.find_subject(staff.actor("clerk"), kind, key)

    def test_only_who_may_read_the_application(self) -> None:
        with transaction():
            declaration = minimum_living.reported(_accepted())
            keys = dict(zip(KINDS, (declaration.checks[0].id, declaration.confirmations[0].id), strict=True))
        for kind, key in keys.items():
            found = hooks.find_subject(staff.actor("clerk"), kind, key)
            assert found is not None
            assert found.record.id == key
            with pytest.raises(NotFound):
                hooks.find_subject(staff.actor("clerk_s2"), kind, key)
            with pytest.raises(Forbidden):
                hooks.find_subject(staff.actor("mediator"), kind, key)


class TestHearAnswer:
    def test_another_letter_about_a_confirmation_confirms_nothing(self) -> None:
        with transaction():
            declaration = minimum_living.reported(_accepted(), way="letter")
            confirmation = declaration.confirmations[-1]
            other = letters.sent(subject=confirmation)
            letters.answered(other, "agreed")
            assert (other.state, confirmation.answer) == ("answered", "")
            minimum_living.answer(confirmation.letter, "agreed")
        assert confirmation.answer == "confirmed"

    def test_no_letter_answers_for_the_district_s_own_post(self) -> None:
        with transaction():
            declaration = minimum_living.reported(_accepted(), way="post")
            confirmation = declaration.confirmations[-1]
            other = letters.sent(subject=confirmation)
            confirmation.letter = other
            session.flush()
            letters.answered(other, "agreed")
        assert (confirmation.answer, confirmation.number) == ("", "")
        assert "report" not in {step.code for step in declaration.application.steps}

    def test_an_old_report_answered_late_does_not_confirm_the_new_one(self) -> None:
        with transaction():
            declaration = minimum_living.reported(_accepted(), way="letter")
            first = declaration.confirmations[-1]
            minimum_living.answer(first.letter, "returned", text="请补充")
            actions.report_household(staff.actor("clerk"), declaration, version=None, way="letter")
            letters.answered(first.letter, "agreed")
            second = queries.current_confirmation(declaration)
        assert second is not None
        assert (first.answer, second.answer) == ("returned", "")

    def test_another_letter_about_a_check_moves_nothing(self) -> None:
        with transaction():
            check = actions.request_data_check(staff.actor("clerk"), _accepted(), version=None)
            other = letters.sent("enquiry", subject=check)
            letters.answered(other, "confirmed")
        assert (other.state, check.state) == ("answered", "requested")

    def test_a_check_that_was_told_does_not_jump_back(self) -> None:
        with transaction():
            clerk = staff.actor("clerk")
            check = actions.request_data_check(clerk, _accepted(), version=None)
            minimum_living.answer(check.letter, "differs", text="名下有存款")
            actions.tell_mismatch(clerk, check, version=None, differences="银行存款与申报不一致")
            letters.answered(check.letter, "confirmed")
        assert check.state == "told"
        assert (check.result or {})["differences"] == "银行存款与申报不一致"


class TestHearWithdrawal:
    def test_a_check_whose_letter_was_withdrawn_can_be_asked_again(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            declaration = _accepted()
            check = actions.request_data_check(clerk, declaration, version=None)
            withdraw_letter(clerk, check.letter, version=None, reason="收件单位写错")
            assert check.state == "withdrawn"
            second = actions.request_data_check(clerk, declaration, version=None)
            minimum_living.answer(second.letter, "confirmed")
        assert (second.round, second.state) == (2, "matched")

    def test_a_report_whose_letter_was_withdrawn_can_be_made_again(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            declaration = minimum_living.reported(_accepted(), way="letter")
            first = declaration.confirmations[-1]
            withdraw_letter(clerk, first.letter, version=None, reason="收件单位写错")
            assert (first.answer, first.answered_on, first.note) == (
                "returned",
                clock.today(),
                "收件单位写错",
            )
            second = actions.report_household(clerk, declaration, version=None, way="letter")
            minimum_living.answer(second.letter, "agreed")
        assert second.answer == "confirmed"

    def test_a_letter_beside_it_that_is_withdrawn_changes_nothing(self) -> None:
        with transaction():
            check = actions.request_data_check(staff.actor("clerk"), _accepted(), version=None)
            other = letters.sent("enquiry", subject=check)
            withdraw_letter(staff.actor("clerk"), other, version=None, reason="误发")
        assert check.state == "requested"


class TestAdvise:
    @pytest.mark.parametrize(
        ("fen", "words"), [(None, None), (68000, "月保障金由"), (10000, "按新标准结论不同")]
    )
    def test_a_new_standard_is_said_before_the_districts_answer_is_entered(
        self, fen: int | None, words: str | None
    ) -> None:
        with transaction():
            household, people = minimum_living.family(dt.date(2015, 1, 1))
            declaration = minimum_living.accepted(household, people, income_fen=60000)
            confirmation = minimum_living.reported(declaration, way="letter").confirmations[-1]
            if fen is not None:
                assistance.make_standard(fen, since=dt.date(2026, 12, 1))
            assert confirmation.letter is not None
            advice = hooks.advice_on(confirmation.letter)
            assert hooks.advice_on(letters.sent()) is None
        assert (words is None) == (advice is None)
        assert advice is None or (words or "") in advice.message
