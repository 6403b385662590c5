"""The telephone for questions on a report: it can be called, or it is left empty."""

from __future__ import annotations

import pytest

from portal.errors import RuleBroken
from portal.screening.phones import read_contact_phone


class TestReadContactPhone:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("", ""),
            ("  ", ""),
            ("139 0000 0101", "13900000101"),
            ("0999-1234567转8012", "0999-1234567-8012"),
            ("（0999）1234567", "0999-1234567"),
            ("12345", "12345"),
        ],
    )
    def test_takes_what_can_be_called(self, typed: str, kept: str) -> None:
        assert read_contact_phone(typed) == kept

    @pytest.mark.parametrize(
        "typed", ["abc", "不详", "1390000010", "1234567", "13900000101a", "0999-1234567、0999-1234568、12345"]
    )
    def test_refuses_at_the_field(self, typed: str) -> None:
        with pytest.raises(RuleBroken) as refused:
            read_contact_phone(typed)
        assert refused.value.field == "phone"
