"""Every character that goes in comes out again, in order, wherever it stands and whichever face draws it."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ledgers.sheets import Sheet, SheetColumn, SheetLine
from portal.ledgers.writer import UnprintableText
from tests.ledgers.writer.sample import (
    COLUMNS,
    PLAIN_COLUMNS,
    RARE,
    SHEET,
    line,
    lines,
    pages_of,
    printed,
    squeezed,
)

ONE_COLUMN = replace(SHEET, columns=(SheetColumn("文字", 60),), closing=(), watermark="")
# Extension A to F, compatibility ideographs, radicals, signs, letters of several scripts, and spaces of several widths.
ALPHABET = (
    "张三李四䶮㛃㙦𠀀𠅤𪜀𫖯𪩘𫝀𬎆𬭚𬺰𮯠〇㐂⼀⽼豈﨎①☑□√，。；（）《》“”—…·%.,:-/aZ09éßЖαー々  　\u00a0\u2003"
)


def one_cell(text: str, sheet: Sheet = ONE_COLUMN) -> str:
    """What a reader finds of a ledger with one cell."""
    content, _written = printed([SheetLine((text,))], sheet)
    (page,) = pages_of(content)
    return page.split("文字\n", 1)[1].rsplit("校验码", 1)[0]


class TestEveryCharacter:
    @pytest.mark.parametrize("mode", ["-raw", "-layout"])
    def test_each_token_is_found(self, mode: str) -> None:
        content, _written = printed(lines(150, groups=3))
        text = "\n".join(pages_of(content, mode))
        for number in range(1, 151):
            for token in line(number).cells[:3]:
                assert token in text
        for name in RARE:
            assert name in text

    def test_each_cell_comes_whole_and_in_order(self) -> None:
        content, _written = printed(lines(120))
        text = squeezed("".join(pages_of(content)))
        place = 0
        for number in range(1, 121):
            for cell in line(number).cells:
                place = text.index(squeezed(cell), place)

    def test_nothing_is_lost_in_a_long_ledger(self) -> None:
        content, written = printed(lines(2300))
        text = squeezed("".join(pages_of(content)))
        assert written.rows == 2300
        for number in range(1, 2301, 7):
            assert "".join(squeezed(cell) for cell in line(number).cells[1:3]) in text

    @settings(max_examples=20, deadline=None)
    @given(st.text(st.sampled_from(ALPHABET), min_size=1, max_size=80))
    def test_any_cell_comes_back(self, text: str) -> None:
        assert squeezed(one_cell(text)) == squeezed(text)

    def test_every_block_of_the_standard_comes_back(self) -> None:
        blocks: tuple[tuple[int, int], ...] = (
            (0x3400, 0x4DB5),
            (0x4E00, 0x9FEF),
            (0x20000, 0x2A6D6),
            (0x2A700, 0x2B734),
            (0x2B740, 0x2B81D),
        )
        blocks += ((0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0))
        text = "".join(chr(point) for first, last in blocks for point in range(first, last, 97))
        content, _written = printed([SheetLine((text,))], ONE_COLUMN)
        assert text in squeezed("".join(pages_of(content)).replace("受理办件台账", ""))

    def test_a_shape_that_is_picked_stays_in_the_copied_text(self) -> None:
        assert squeezed(one_cell("葛\U000e0100城、辻\U000e0101")) == "葛\U000e0100城、辻\U000e0101"

    def test_what_is_invisible_stays_beside_its_neighbour(self) -> None:
        assert squeezed(one_cell("\u200b张\u200d三\ufeff")) == "\u200b张\u200d三"

    def test_lines_break_where_the_text_says_and_a_tab_is_a_space(self) -> None:
        assert one_cell("第一\r\n第二\n\n第三\t行").split("\n")[:3] == ["第一", "第二", "第三 行"]

    def test_the_watermark_is_no_text(self) -> None:
        content, _written = printed(lines(3))
        assert "10:05" not in "".join(pages_of(content))


class TestFonts:
    def test_every_font_is_embedded_as_a_subset_with_its_characters(self) -> None:
        content, _written = printed(lines(30))
        told = subprocess.run(["pdffonts", "-"], input=content, capture_output=True, check=True)
        rows = told.stdout.decode().splitlines()[2:]
        assert {row.split("+")[1].split()[0] for row in rows} == {
            "NotoSerifSC-Regular",
            "NotoSansSC-Regular",
            "HanaMinB",
            "DejaVuSans",
        }
        for row in rows:
            assert row.split("Identity-H")[1].split()[:3] == ["yes", "yes", "yes"]

    def test_a_font_that_is_not_needed_stays_out(self) -> None:
        content, _written = printed([SheetLine(("张三",))], ONE_COLUMN)
        assert b"HanaMinB" not in content


class TestRefuse:
    @pytest.mark.parametrize("character", ["\ue863", "\u202e", "\x07", "\U0001f4a9", "\ud840", "\u0627"])
    def test_names_line_column_and_character(self, character: str) -> None:
        broken = line(37, cells=(*line(37).cells[:2], f"张{character}三", *line(37).cells[3:]))
        with pytest.raises(UnprintableText) as refused:
            printed([*lines(36), broken, *lines(5)])
        said = str(refused.value)
        assert said.startswith(f"第 37 行“申请人”中的 U+{ord(character):04X} 没有可以打印的字形")

    @pytest.mark.parametrize(
        "sheet",
        [
            replace(SHEET, title="台账\ue863"),
            replace(SHEET, facts=(("单位", "\ue863"),)),
            replace(SHEET, columns=(replace(COLUMNS[0], heading="\ue863"), *COLUMNS[1:])),
            replace(SHEET, closing=("\ue863",)),
            replace(SHEET, watermark="\ue863"),
        ],
    )
    def test_names_the_character_of_a_heading(self, sheet: Sheet) -> None:
        with pytest.raises(UnprintableText, match=r"台账的标题、表头、表尾或水印中的 U\+E863"):
            printed(lines(2), sheet)

    def test_names_the_first_line_of_a_group(self) -> None:
        with pytest.raises(UnprintableText, match=r"第 3 行所属分组名称中的 U\+E863"):
            printed([line(1), line(2), line(3, group="\ue863")])

    def test_refuses_a_sheet_that_cannot_be_laid_out(self) -> None:
        with pytest.raises(ValueError, match="needs columns"):
            printed([], replace(SHEET, columns=()))
        with pytest.raises(ValueError, match="no room"):
            printed([], replace(SHEET, facts=(("条件", "很长" * 3000),)))

    def test_refuses_a_line_with_a_cell_too_many(self) -> None:
        with pytest.raises(ValueError, match="argument"):
            printed([line(1, cells=("1",))], replace(SHEET, columns=PLAIN_COLUMNS))
