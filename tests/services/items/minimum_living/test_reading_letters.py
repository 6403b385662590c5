"""The letter of a data check bears whole numbers: who reads them, who reads them masked, and who reads its paper."""

from __future__ import annotations

import pytest

from portal.actor import Actor
from portal.db import transaction
from portal.documents.queries import kept_from
from portal.letters.actions import send_letter
from portal.letters.models import Letter
from portal.letters.queries import sees_whole_numbers
from portal.letters.wording import numbers_masked
from portal.services.items.minimum_living import actions
from tests.factories import minimum_living, staff

pytestmark = pytest.mark.usefixtures("hall")


def _letter(*, is_sent: bool, state: str) -> Letter:
    household, people = minimum_living.family()
    declaration = minimum_living.accepted(household, people)
    check = actions.request_data_check(staff.actor("clerk"), declaration, version=None)
    assert check.letter is not None
    if is_sent:
        send_letter(staff.actor("clerk"), check.letter, version=None, way="messenger")
    declaration.application.state = state
    return check.letter


class TestSeesWholeNumbers:
    @pytest.mark.parametrize(
        ("role", "is_sent", "state", "is_whole"),
        [
            ("clerk", True, "accepted", True),
            ("clerk2", True, "accepted", True),
            ("reviewer", True, "accepted", True),
            ("leader", False, "accepted", True),
            ("leader", True, "accepted", False),
            ("auditor", True, "accepted", False),
            ("auditor", False, "accepted", False),
            ("reviewer", True, "closed", False),
            ("clerk2", True, "closed", False),
            ("clerk", True, "closed", True),
        ],
    )
    def test_who_handles_the_case(self, role: str, is_sent: bool, state: str, is_whole: bool) -> None:
        with transaction():
            letter = _letter(is_sent=is_sent, state=state)
        actor = staff.actor(role)
        assert sees_whole_numbers(actor, letter) is is_whole
        if letter.document is not None:
            assert kept_from(actor, [letter.document]) == (set() if is_whole else {letter.document.id})

    def test_the_body_that_it_is_for(self) -> None:
        with transaction():
            letter = _letter(is_sent=True, state="accepted")
            district: Actor = staff.actor("district")
            assert letter.addressee_id == district.unit_id
            assert sees_whole_numbers(district, letter)
            letter.addressee_id = None
        assert not sees_whole_numbers(district, letter)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("王试样（119901196611220018）", "王试样（119901********0018）"),
        ("（11990119661123011X，父）", "（119901********011X，父）"),
        ("（配偶，C12345678）", "（配偶，C1*****78）"),
        ("受理编号示街受〔2026〕12号，2026年11月22日", "受理编号示街受〔2026〕12号，2026年11月22日"),
    ],
)
def test_numbers_are_masked_and_case_numbers_are_not(text: str, masked: str) -> None:
    assert numbers_masked(text) == masked
