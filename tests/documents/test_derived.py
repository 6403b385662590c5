"""What is derived from a master: moved by exactly so much, two on a sheet at full size, padded for both sides; never stored."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.documents.calibration import ARM_MM, SHEETS, Sheet, calibration_sheet
from portal.documents.derived import FARTHEST_MM, POINTS_PER_MM, shifted, two_up, with_blank_back
from portal.documents.offsets import Offset, in_mm, read_tenths
from portal.documents.render import Engine, engine
from portal.errors import RuleBroken
from tests.documents import sample

DPI = 254  # ten dots a millimetre
DOT_MM = 25.4 / DPI
CLOSE_MM = 0.08


@pytest.fixture(scope="module")
def making(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of this process."""
    return engine(tmp_path_factory.mktemp("derived"))


@pytest.fixture(scope="module")
def receipt(making: Engine) -> bytes:
    """An A5 receipt of one page."""
    return making.render(sample.order("acceptance_receipt", sample.receipt(), "a5")).content


@pytest.fixture(scope="module")
def long_receipt(making: Engine) -> bytes:
    """An A5 receipt of more than one page."""
    return making.render(sample.order("acceptance_receipt", sample.long_receipt(), "a5")).content


def picture(content: bytes, dpi: int = DPI) -> Image.Image:
    """The first page in grey."""
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-png", "-singlefile", "-"]
    made = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(made)).convert("L")


def cross_near(page: Image.Image, x: float, y: float) -> tuple[float, float]:
    """Where a cross really is, in mm: the darkest column and row of the square of 14 mm around a place."""
    half = 7.0
    box = [round(mm / DOT_MM) for mm in (x - half, y - half, x + half, y + half)]
    square = page.crop((box[0], box[1], box[2], box[3]))
    across = list(square.resize((square.width, 1), Image.Resampling.BOX).get_flattened_data())
    along = list(square.resize((1, square.height), Image.Resampling.BOX).get_flattened_data())
    return (box[0] + _middle_of_darkest(across)) * DOT_MM, (box[1] + _middle_of_darkest(along)) * DOT_MM


def _middle_of_darkest(line: list[int]) -> float:
    darkest = min(line)
    dark = [i for i, level in enumerate(line) if level <= darkest + 8]
    return sum(dark) / len(dark) + 0.5


def words_of(content: bytes, folder: Path) -> dict[str, list[tuple[float, float, float]]]:
    """For each word of the first page the places and heights (x, y, height in points) where it stands."""
    file = folder / "words.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdftotext", "-bbox", "-l", "1", str(file), "-"], capture_output=True, check=True)
    found: dict[str, list[tuple[float, float, float]]] = {}
    shape = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>'
    for x, top, bottom, word in re.findall(shape, said.stdout.decode()):
        found.setdefault(word, []).append((float(x), float(top), float(bottom) - float(top)))
    return found


class TestCalibrationSheet:
    @pytest.mark.parametrize("paper_format", sorted(SHEETS))
    def test_crosses_are_where_the_words_say(self, paper_format: str) -> None:
        sheet = SHEETS[paper_format]
        page = picture(calibration_sheet(paper_format, printer="三号窗", offset=Offset(5, -12)))
        assert page.size == pytest.approx((sheet.width / DOT_MM, sheet.height / DOT_MM), abs=1)
        for x, y in sheet.crosses:
            assert cross_near(page, x, y) == pytest.approx((x, y), abs=CLOSE_MM)

    @pytest.mark.parametrize(("right", "down"), [(5, -12), (-33, 7), (0, 20)])
    def test_the_check_sheet_has_moved_by_exactly_the_offset(self, right: int, down: int) -> None:
        sheet = SHEETS["card"]
        page = picture(calibration_sheet("card", printer="三号窗", offset=Offset(right, down), is_check=True))
        for x, y in sheet.crosses:
            moved = (x + right / 10, y + down / 10)
            assert cross_near(page, *moved) == pytest.approx(moved, abs=CLOSE_MM)

    def test_arms_rulers_and_bar_have_their_lengths(self) -> None:
        for paper_format, sheet in SHEETS.items():
            lines = lines_of(calibration_sheet(paper_format, printer="三号窗", offset=Offset()), sheet)
            for x, y in sheet.crosses:
                assert (x - ARM_MM, y, x + ARM_MM, y) in lines
                assert (x, y - ARM_MM, x, y + ARM_MM) in lines
            level = {x for x, y1, x2, y2 in lines if x == x2 and y1 == sheet.edge and y2 > y1}
            assert level == set(range(sheet.corner, int(sheet.width) - sheet.corner + 1))
            upright = {y for x, y, x2, y2 in lines if y == y2 and x == sheet.width - sheet.edge}
            assert upright == set(range(sheet.corner, int(sheet.height) - sheet.corner + 1))
            assert [x2 - x for x, y, x2, y2 in lines if y == y2 and x2 - x > 2 * ARM_MM] == [sheet.bar]

    def test_it_says_what_to_do_in_words_that_can_be_searched(self, tmp_path: Path) -> None:
        for paper_format, sheet in SHEETS.items():
            file = tmp_path / "sheet.pdf"
            file.write_bytes(calibration_sheet(paper_format, printer="三号窗\U0002c386", offset=Offset()))
            command = ["pdftotext", "-raw", str(file), "-"]
            text = re.sub(r"\s", "", subprocess.run(command, capture_output=True, check=True).stdout.decode())
            for words in (
                "实际大小",
                "三号窗〓",
                "偏右填负数",
                f"都应是{sheet.inset:g}毫米",
                f"正好{sheet.bar}毫米",
            ):
                assert words in text
            with pikepdf.open(file) as pdf:
                assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"
                assert len(pdf.pages) == 1

    def test_a_name_too_long_for_the_card_is_cut_and_nothing_leaves_the_page(self) -> None:
        page = picture(calibration_sheet("card", printer="很长的名称" * 12, offset=Offset()))
        for strip in ((203, 80, 213, 450), (790, 80, 797, 450)):  # between the crosses and the words
            assert page.crop(strip).getextrema() == (255, 255)


def lines_of(content: bytes, sheet: Sheet) -> set[tuple[float, float, float, float]]:
    """Every line of the page: its ends in mm from the upper left corner, to a hundredth."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes().decode()
    found = set()
    for ends in re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", drawn):
        x1, y1, x2, y2 = (float(end) / POINTS_PER_MM for end in ends)
        found.add(tuple(round(mm, 2) for mm in (x1, sheet.height - y1, x2, sheet.height - y2)))
    return found  # type: ignore[return-value]


class TestShift:
    def test_every_word_of_every_page_moves_alike(self, receipt: bytes, tmp_path: Path) -> None:
        before = words_of(receipt, tmp_path)
        after = words_of(shifted(receipt, right_mm=2.5, down_mm=-1), tmp_path)
        assert set(before) == set(after)
        for word, places in before.items():
            for (x, y, height), (x2, y2, height2) in zip(places, after[word], strict=True):
                assert (x2 - x, y2 - y) == pytest.approx((2.5 * POINTS_PER_MM, -POINTS_PER_MM), abs=0.01)
                assert height2 == pytest.approx(height)

    def test_the_master_is_not_touched_and_the_print_begins_at_full_size(self, receipt: bytes) -> None:
        kept = bytes(receipt)
        with pikepdf.open(io.BytesIO(shifted(receipt, right_mm=1, down_mm=1))) as moved:
            assert str(moved.Root.ViewerPreferences.PrintScaling) == "/None"
            assert [float(x) for x in moved.pages[0].mediabox] == pytest.approx(
                [0, 0, 419.53, 595.28], abs=0.01
            )
        assert receipt == kept

    def test_a_wild_offset_is_refused(self, receipt: bytes) -> None:
        for right, down in ((FARTHEST_MM + 0.1, 0), (0, float("nan")), (float("inf"), 0)):
            with pytest.raises(RuleBroken, match="打印偏移不能超过"):
                shifted(receipt, right_mm=right, down_mm=down)


class TestTwoUp:
    def test_both_halves_are_at_full_size_and_say_everything(self, receipt: bytes, tmp_path: Path) -> None:
        sheet = two_up(receipt, receipt)
        with pikepdf.open(io.BytesIO(sheet)) as pdf:
            assert len(pdf.pages) == 1
            assert [round(float(x) / POINTS_PER_MM, 1) for x in pdf.pages[0].mediabox] == [0, 0, 297, 210]
            assert "受理通知书" in str(pdf.docinfo["/Title"])
            placed = [
                [float(number) for number in operands]
                for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
                if str(operator) == "cm"
            ]
        assert [(a, b, c, d) for a, b, c, d, _x, _y in placed] == [(1, 0, 0, 1), (1, 0, 0, 1)]
        assert [round(x / POINTS_PER_MM, 2) for *_scale, x, _y in placed] == [0.25, 148.75]
        one, both = words_of(receipt, tmp_path), words_of(sheet, tmp_path)
        for word, places in one.items():
            assert len(both[word]) == 2 * len(places), word
            assert {round(h, 2) for *_at, h in both[word]} == {round(h, 2) for *_at, h in places}

    def test_fonts_stay_fonts_and_two_copies_cost_little_more_than_one(self, receipt: bytes) -> None:
        sheet = two_up(receipt, receipt)
        assert len(sheet) < 1.3 * len(receipt)
        assert b"/FontFile" in sheet or b"ObjStm" in sheet
        assert sheet == two_up(receipt, receipt)

    def test_two_papers_share_a_sheet_and_the_longer_one_goes_on_alone(
        self, receipt: bytes, long_receipt: bytes
    ) -> None:
        with pikepdf.open(io.BytesIO(long_receipt)) as longer:
            pages = len(longer.pages)
        assert pages > 1
        with pikepdf.open(io.BytesIO(two_up(receipt, long_receipt))) as pdf:
            assert len(pdf.pages) == pages
            assert len(pdf.pages[0].Resources.XObject) == 2
            assert len(pdf.pages[-1].Resources.XObject) == 1
            (placed,) = (o for o, op in pikepdf.parse_content_stream(pdf.pages[-1]) if str(op) == "cm")
            assert float(placed[4]) > 400  # it keeps to its half

    def test_a_turned_page_stands_upright(self, receipt: bytes) -> None:
        with pikepdf.open(io.BytesIO(receipt)) as paper:
            width, height = (float(x) for x in list(paper.pages[0].mediabox)[2:])
            lying = pikepdf.new()
            page = lying.add_blank_page(page_size=(height, width))
            page.contents_add(
                b"10 10 50 20 re f"
            )  # near the lower left corner, which a quarter turn moves up
            page.rotate(90, relative=False)
            target = io.BytesIO()
            lying.save(target)
        seen = picture(two_up(target.getvalue(), receipt), 72).crop((0, 0, 410, 595))
        dark = seen.point(lambda level: 255 if level < 100 else 0).getbbox()
        assert dark is not None
        assert dark[3] < 80, "the mark belongs into the upper left corner"

    def test_what_is_no_a5_is_refused(self, making: Engine, receipt: bytes) -> None:
        card = making.render(sample.order("senior_card", sample.card())).content
        with pytest.raises(RuleBroken, match="只有 A5"):
            two_up(receipt, card)


class TestWithBlankBack:
    def test_the_number_of_pages_is_even(self, receipt: bytes, long_receipt: bytes) -> None:
        for content in (receipt, long_receipt):
            with pikepdf.open(io.BytesIO(content)) as before:
                pages = len(before.pages)
            with pikepdf.open(io.BytesIO(with_blank_back(content))) as after:
                assert len(after.pages) == pages + pages % 2
                assert after.pages[-1].mediabox == after.pages[0].mediabox
                assert str(after.Root.ViewerPreferences.Duplex) == "/DuplexFlipLongEdge"

    def test_the_back_is_blank(self, receipt: bytes) -> None:
        with pikepdf.open(io.BytesIO(with_blank_back(receipt))) as pdf:
            assert pdf.pages[1].get("/Contents") is None or not pdf.pages[1].Contents.read_bytes().strip()


class TestReadTenths:
    @pytest.mark.parametrize(
        ("typed", "tenths"),
        [
            ("", 0),
            ("0", 0),
            ("0.5", 5),
            ("-1.2", -12),
            ("+3", 30),
            ("－１．２", -12),
            ("−0.7", -7),
            ("１。５", 15),
            (".5", 5),
            ("0.50", 5),
            (" 2 毫米 ", 20),
            ("1.5mm", 15),
            ("20", 200),
            ("-20.0", -200),
        ],
    )
    def test_what_clerks_type(self, typed: str, tenths: int) -> None:
        assert read_tenths(typed) == tenths
        assert read_tenths(in_mm(tenths)) == tenths

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("右一点", "请填毫米数"),
            ("-", "请填毫米数"),
            (".", "请填毫米数"),
            ("1-2", "请填毫米数"),
            ("--1", "请填毫米数"),
            ("1.2.3", "请填毫米数"),
            ("٣", "请填毫米数"),
            ("1e1", "请填毫米数"),
            ("nan", "请填毫米数"),
            ("0.25", "最多一位小数"),
            ("20.1", "不能超过"),
            ("-21", "不能超过"),
            ("9" * 18, "不能超过"),
        ],
    )
    def test_what_is_no_offset(self, typed: str, sentence: str) -> None:
        with pytest.raises(RuleBroken, match=sentence) as caught:
            read_tenths(typed, "right")
        assert caught.value.field == "right"
