"""What the office may choose about reckoning: which values are refused, and that every default can be saved as it is shown."""

from __future__ import annotations

import pytest

from portal import settings
from portal.errors import RuleBroken
from portal.services.assistance import terms_settings


class TestChoices:
    @pytest.mark.parametrize(
        ("key", "text"),
        [
            ("assistance.methods", "urban|tier"),
            ("assistance.methods", "urban|flat\nrural|tier"),
            ("assistance.marginal_ratio", "1"),
            ("assistance.marginal_ratio", "6"),
            ("assistance.marginal_ratio", "一倍半"),
            ("assistance.uncounted", "a|甲|明年"),
            ("assistance.uncounted", "a|甲|\na|乙|"),
            ("assistance.uncounted", "只有一栏"),
            ("assistance.deductions", "work|就业成本|0|"),
            ("assistance.deductions", "work|就业成本|101|"),
            ("assistance.deductions", "work|就业成本|50|很多"),
            ("assistance.property_limits", "urban|24|零|1"),
            ("assistance.property_limits", "mountain|24|0|1"),
            ("assistance.minimum", "-1"),
            ("assistance.rounding", "down"),
        ],
    )
    def test_what_cannot_be_used_is_refused(self, key: str, text: str) -> None:
        with pytest.raises(RuleBroken) as refused:
            settings.definition(key).parse(text)
        assert refused.value.field == "value"

    @pytest.mark.parametrize(
        "key",
        [
            "assistance.methods",
            "assistance.uncounted",
            "assistance.deductions",
            "assistance.property_limits",
            "assistance.marginal_ratio",
            "assistance.minimum",
        ],
    )
    def test_a_default_may_be_saved_as_it_is_shown(self, key: str) -> None:
        declared = settings.definition(key)
        assert declared.parse(declared.text(declared.default)) == declared.default

    def test_every_choice_has_a_hint_or_speaks_for_itself(self) -> None:
        ours = [one for one in vars(terms_settings).values() if isinstance(one, settings.Definition)]
        assert len(ours) > 15
        assert all(one.key.startswith("assistance.") and one.label for one in ours)
