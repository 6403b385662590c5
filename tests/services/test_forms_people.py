"""Naming a person in a field: a whole name or digits name somebody; what only begins a name is a guess and is asked back."""

from __future__ import annotations

import pytest

from portal.services.forms.people import is_guess


@pytest.mark.parametrize(
    ("typed", "is_guessed"),
    [
        ("程一鸣", False),
        ("程一鸣 8777", False),
        ("8777", False),
        ("119901199203048777", False),
        ("程一", True),
        ("cym", True),
        ("程", True),
    ],
)
def test_what_only_begins_a_name_is_a_guess(typed: str, is_guessed: bool) -> None:
    assert is_guess(typed, "程一鸣") is is_guessed
