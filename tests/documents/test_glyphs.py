"""Every character that GB 18030-2022 can name prints; what cannot be printed is named before a number is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.documents import fonts, glyphs
from portal.errors import RuleBroken
from tests.documents import sample

# The blocks of GB 18030-2022: unified ideographs, extensions A to F, and twelve unified among the compatibility ones.
BLOCKS = {
    "unified": (0x4E00, 0x9FEF),
    "extension A": (0x3400, 0x4DB5),
    "extension B": (0x20000, 0x2A6D6),
    "extension C": (0x2A700, 0x2B734),
    "extension D": (0x2B740, 0x2B81D),
    "extension E": (0x2B820, 0x2CEA1),
    "extension F": (0x2CEB0, 0x2EBE0),
}
COMPATIBILITY = (
    0xFA0E,
    0xFA0F,
    0xFA11,
    0xFA13,
    0xFA14,
    0xFA1F,
    0xFA21,
    0xFA23,
    0xFA24,
    0xFA27,
    0xFA28,
    0xFA29,
)


@pytest.mark.parametrize("block", sorted(BLOCKS))
def test_every_character_of_the_block_prints(block: str) -> None:
    first, last = BLOCKS[block]
    assert glyphs.missing_characters("".join(map(chr, range(first, last + 1)))) == []


def test_the_twelve_and_the_signs_of_office_paper_print() -> None:
    assert glyphs.missing_characters("".join(map(chr, COMPATIBILITY))) == []
    signs = "·〔〕《》“”‘’—…、。，；：？！（）【】①②③⑩℃№￥〇㎡☑☐□■○●△√×÷±≤≥→←↑↓αβγАБВāáǎàūǖ"
    assert glyphs.missing_characters(signs) == []


@pytest.mark.parametrize("name", [*sample.RARE_NAMES, sample.LONG_NAME, "𠅤㛃㙦㵘䲡䴙𫖯𪩘𫘝𬀪𪟝𬱖㐂"])
def test_rare_names_print(name: str) -> None:
    assert glyphs.missing_characters(name) == []


@pytest.mark.parametrize(
    "character", ["\ue863", "\uf8ff", "\U000f0000", "\u202e", "\x07", "\U0001f4a9", "\ud840"]
)
def test_what_has_no_glyph_or_turns_the_line_is_missing(character: str) -> None:
    assert glyphs.missing_characters(f"张{character}三") == [character]


def test_a_missing_character_is_named_with_its_field() -> None:
    with pytest.raises(RuleBroken) as refused:
        glyphs.check_printable(sample.receipt(applicant="张\ue863"))
    assert refused.value.field == "applicant"
    assert "申请人" in str(refused.value)
    assert "U+E863" in str(refused.value)


def test_a_missing_character_inside_a_list_is_named_with_the_list() -> None:
    from portal.documents.papers import MaterialLine

    with pytest.raises(RuleBroken) as refused:
        glyphs.check_printable(sample.receipt(materials=(MaterialLine(name="户口簿\ue000"),)))
    assert refused.value.field == "materials"
    assert "材料名称" in str(refused.value)


def test_every_role_falls_back_on_the_same_fonts(tmp_path: Path) -> None:
    css = fonts.family_css(tmp_path)
    for role in ("song", "hei", "kai", "fangsong"):
        chain = css.split(f"--{role}: ")[1].split(";")[0]
        assert chain.endswith('"HanaMinB", "DejaVu Sans"')
        assert '"Noto Serif SC"' in chain


def test_missing_fonts_are_one_sentence_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FONT_FOLDER", tmp_path)
    with pytest.raises(
        fonts.FontsMissing, match=r"HanaMinB\.ttf.*not found in build/fonts\. Run scripts/serve"
    ):
        fonts.check_fonts()
