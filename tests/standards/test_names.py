"""Names: the one separator, the refused characters, and pinyin with the readings of surnames."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.standards.invalid import InvalidName
from portal.standards.names import MOST_INITIALS, initials_of, pinyin_of, propose_name, sort_key


class TestProposeName:
    @pytest.mark.parametrize(
        "name",
        [
            "张三",
            "欧阳某某",
            "某",
            "张䶮",
            "陈𬭚",
            "某𬎆",
            "阿卜杜拉·买买提江",
            "\ufa19某",
            "𰻝某",
            "某\U000323af",
        ],
    )
    def test_keeps_a_name_as_it_is(self, name: str) -> None:
        found = propose_name(name)
        assert (found.text, found.changed) == (name, False)

    @pytest.mark.parametrize("variant", ["•", "・", "･", "‧", ".", "．", "\u0387", "∙", "⋅"])
    def test_shows_the_separator_it_would_write(self, variant: str) -> None:
        found = propose_name(f"阿卜杜拉{variant}买买提江")
        assert (found.text, found.changed) == ("阿卜杜拉·买买提江", True)

    def test_takes_outer_blanks_without_ado(self) -> None:
        found = propose_name("\u3000张三 \n")
        assert (found.text, found.changed) == ("张三", False)

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("", "没有填写"),
            ("   ", "没有填写"),
            ("张 三", "不能有空格(第2个字符U+0020)"),
            ("张\u3000三", "U+3000"),
            ("张\u00a0三", "U+00A0"),
            ("张\ue000", "第2个字符U+E000是自造字"),
            ("张\U000f0000", "U+F0000是自造字"),
            ("张\ud86d三", "第2个字符U+D86D是不完整的字"),
            ("张\u200b三", "U+200B不是姓名用字"),
            ("张\u202e三", "U+202E"),
            ("张\x07三", "U+0007"),
            ("张\ufffd", "U+FFFD"),
            ("张\uffff", "U+FFFF"),
            ("张\U0002ffff", "U+2FFFF"),
            ("某" * 101, "现有101个"),
            ("·张三", "间隔号"),
            ("张三.", "间隔号"),
            ("阿里··江", "间隔号"),
        ],
    )
    def test_names_the_character_it_refuses(self, name: str, sentence: str) -> None:
        with pytest.raises(InvalidName) as caught:
            propose_name(name)
        assert sentence in str(caught.value)
        assert str(caught.value).encode("utf-8")

    def test_allows_a_hundred_code_points_also_outside_the_first_plane(self) -> None:
        assert propose_name("𬭚" * 100).text == "𬭚" * 100

    def test_keeps_the_spaces_of_a_passport_only_when_asked(self) -> None:
        assert propose_name("TEST  A. PERSON", foreign=True).text == "TEST A. PERSON"
        assert propose_name("某•某", foreign=True).text == "某·某"
        with pytest.raises(InvalidName, match="空格"):
            propose_name("TEST PERSON")

    @settings(max_examples=100)
    @given(st.text(max_size=110))
    def test_is_content_with_its_own_answer(self, text: str) -> None:
        try:
            found = propose_name(text)
        except InvalidName:
            return
        assert propose_name(found.text).text == found.text
        assert not propose_name(found.text).changed
        assert found.text.encode("utf-8")


class TestPinyinOf:
    @pytest.mark.parametrize(
        ("name", "spelt"),
        [
            ("张三", "zhangsan"),
            ("单某", "shanmou"),
            ("单于某", "chanyumou"),
            ("仇某", "qiumou"),
            ("查某", "zhamou"),
            ("区某", "oumou"),
            ("解某", "xiemou"),
            ("曾国", "zengguo"),
            ("尉迟某", "yuchimou"),
            ("万俟某", "moqimou"),
            ("吕某", "lvmou"),
            ("张䶮", "zhangyan"),
            ("陈𬭚", "chenchun"),
            ("阿里·江", "alijiang"),
            ("TEST PERSON", "testperson"),
            ("", ""),
        ],
    )
    def test_reads_a_surname_as_a_surname(self, name: str, spelt: str) -> None:
        assert pinyin_of(name) == spelt


class TestInitialsOf:
    @pytest.mark.parametrize(
        ("name", "among"),
        [
            ("单三", {"ss", "ds", "cs"}),
            ("仇三", {"qs", "cs"}),
            ("查三", {"zs", "cs"}),
            ("区三", {"os", "qs"}),
            ("解三", {"xs", "js"}),
            ("曾三", {"zs", "cs"}),
            ("单于某", {"cym", "sym", "dym"}),
            ("阿卜杜拉·买买提江", {"abdlmmtj"}),
            ("TEST PERSON", {"tp"}),
        ],
    )
    def test_gives_every_reading(self, name: str, among: set[str]) -> None:
        assert among <= initials_of(name)

    def test_keeps_a_character_without_reading(self) -> None:
        assert initials_of("张\U000323af") == {"z\U000323af"}

    def test_gives_nothing_for_nothing(self) -> None:
        assert initials_of("·") == set()

    def test_stops_multiplying_for_a_very_long_name(self) -> None:
        assert 1 < len(initials_of("单" * 100)) <= MOST_INITIALS

    @settings(max_examples=100)
    @given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x3FFFF), max_size=30))
    def test_always_holds_the_initials_of_the_sorting_reading(self, name: str) -> None:
        key = sort_key(name).removesuffix(name)
        initials = "".join(syllable[0] for syllable in key.split(" ") if syllable)
        assert initials in initials_of(name) or not initials


class TestSortKey:
    def test_sorts_by_syllable_and_then_by_code_point(self) -> None:
        names = ["张三", "李四", "单某", "阿里", "张三丰", "李思"]
        assert sorted(names, key=sort_key) == ["阿里", "李四", "李思", "单某", "张三", "张三丰"]
