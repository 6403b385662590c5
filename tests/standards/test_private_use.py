"""Characters that systems of the GBK era kept at private code points, and the standard ones."""

from __future__ import annotations

import pytest

from portal.standards.private_use import STANDARD, in_standard_characters


class TestInStandardCharacters:
    @pytest.mark.parametrize(
        ("private", "standard"),
        [
            ("\ue863", "䶮"),  # FE9F
            ("\ue815", "⺁"),  # FE50, the first of its row
            ("\ue843", "龹"),  # FE7E, the last before the gap
            ("\ue844", "䜣"),  # FE80, the first behind it
            ("\ue864", "龻"),  # FEA0, the last
            ("\ue816", "\U00020087"),
            ("\ue78e", "\ufe12"),  # the full stop and the comma change places
            ("\ue78f", "\ufe11"),
        ],
    )
    def test_gives_the_standard_character(self, private: str, standard: str) -> None:
        assert in_standard_characters(f"张{private}") == f"张{standard}"

    def test_maps_each_to_one_of_its_own_and_none_to_a_private_one(self) -> None:
        assert len(STANDARD) == len(set(STANDARD.values())) == 90
        assert not [code for code in STANDARD.values() if 0xE000 <= code <= 0xF8FF]

    def test_leaves_what_no_table_knows(self) -> None:
        for text in ("", "张三", "张\ue000", "\uf8ff", "𬭚"):
            assert in_standard_characters(text) == text
