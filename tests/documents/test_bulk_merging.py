"""Merged files: order, bookmarks, blank backs, copies, cards on sheets, whole text, and memory that does not grow."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.config import ROOT
from portal.documents.merging import EACH, Layout, Loose, Merged, NothingToMerge, merge
from portal.documents.render import Engine, engine
from portal.documents.volume import PAGES_PER_NODE, VolumeWriter
from tests.documents import sample

A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def making(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The engine of this process."""
    return engine(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def receipts(making: Engine) -> list[Loose]:
    """Three receipts of different people, the second of two pages."""
    found = []
    for number, facts in enumerate(
        (sample.receipt(), sample.long_receipt(), sample.receipt(applicant="欧阳𬭚")), start=1
    ):
        order = sample.order("acceptance_receipt", facts)
        order = dataclasses.replace(order, imprint=dataclasses.replace(order.imprint, number=f"受{number}号"))
        found.append(Loose(making.render(order).content, "a4", f"受{number}号 受理通知书"))
    return found


@pytest.fixture(scope="module")
def card(making: Engine) -> bytes:
    """A card."""
    return making.render(sample.order("senior_card", sample.card())).content


@pytest.fixture(scope="module")
def slips(making: Engine) -> list[Loose]:
    """The same receipt three times, on A5."""
    content = making.render(sample.order("acceptance_receipt", sample.receipt(), "a5")).content
    return [Loose(content, "a5", f"受{number}号") for number in (1, 2, 3)]


def once(papers: list[Loose]) -> Callable[[], Iterable[Loose]]:
    return lambda: iter(papers)


def text_of(path: Path, page: int) -> str:
    command = ["pdftotext", "-raw", "-f", str(page), "-l", str(page), str(path), "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s", "", said)


def outline_of(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    """Each bookmark with the page it leads to, from 1."""
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    with pdf.open_outline() as outline:
        return [(item.title, places[item.destination[0].objgen]) for item in outline.root]


def pages_of(paper: Loose) -> int:
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        return len(pdf.pages)


class TestMerge:
    def test_papers_follow_each_other_with_a_bookmark_each_and_all_their_text(
        self, receipts: list[Loose], tmp_path: Path
    ) -> None:
        path, heard = tmp_path / "all.pdf", []
        merged = merge(once(receipts), path, title="今日受理", advance=heard.append)
        counts = [pages_of(paper) for paper in receipts]
        assert counts[1] == 2, "the sample must have an odd and an even paper"
        assert merged == Merged(3, sum(counts))
        assert heard == [1, 2, 3]
        with pikepdf.open(path) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert str(pdf.docinfo.Title) == "今日受理"
            assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
            assert outline_of(pdf) == [
                (paper.bookmark, 1 + sum(counts[:place])) for place, paper in enumerate(receipts)
            ]
        for place, paper in enumerate(receipts):
            alone = tmp_path / "one.pdf"
            alone.write_bytes(paper.content)
            assert text_of(path, 1 + sum(counts[:place])) == text_of(alone, 1)

    def test_pages_look_as_the_masters_do(self, receipts: list[Loose], tmp_path: Path) -> None:
        path, alone = tmp_path / "all.pdf", tmp_path / "one.pdf"
        merge(once(receipts), path, title="x")
        alone.write_bytes(receipts[2].content)
        assert _pixels(path, 1 + sum(map(pages_of, receipts[:2]))) == _pixels(alone, 1)

    def test_each_begins_on_a_front_side_when_printed_on_both(
        self, receipts: list[Loose], tmp_path: Path
    ) -> None:
        path = tmp_path / "all.pdf"
        merged = merge(once(receipts), path, title="x", layout=Layout(duplex=True))
        assert merged.pages == 2 + 2 + 1
        assert text_of(path, 2) == ""
        with pikepdf.open(path) as pdf:
            assert [page for _words, page in outline_of(pdf)] == [1, 3, 5]
            assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
            assert {tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in pdf.pages} == {
                A4_POINTS
            }

    @pytest.mark.parametrize(
        ("layout", "numbers"),
        [
            (Layout(copies=2), ["受1号", "受3号", "受1号", "受3号"]),
            (Layout(copies=2, order=EACH), ["受1号", "受1号", "受3号", "受3号"]),
        ],
    )
    def test_copies_come_in_sets_or_one_paper_after_the_other(
        self, receipts: list[Loose], tmp_path: Path, layout: Layout, numbers: list[str]
    ) -> None:
        path, single = tmp_path / "all.pdf", tmp_path / "single.pdf"
        papers = [receipts[0], receipts[2]]
        merge(once(papers), single, title="x")
        assert merge(once(papers), path, title="x", layout=layout) == Merged(2, 4)
        for page, number in enumerate(numbers, start=1):
            assert number in text_of(path, page)
        with pikepdf.open(path) as pdf:
            assert [words for words, _page in outline_of(pdf)] == [paper.bookmark for paper in papers]
        assert path.stat().st_size < 1.1 * single.stat().st_size, "a copy costs next to nothing"

    def test_cards_are_laid_out_on_sheets_in_their_own_size(
        self, receipts: list[Loose], card: bytes, tmp_path: Path
    ) -> None:
        path = tmp_path / "cards.pdf"
        cards = [Loose(card, "card", f"卡{number}") for number in range(9)]
        merged = merge(once([*cards, receipts[0]]), path, title="x", layout=Layout(sheets=True))
        assert merged == Merged(10, 3)
        with pikepdf.open(path) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert [page for _words, page in outline_of(pdf)] == [1] * 8 + [2, 3]
        name = sample.card().name
        assert (text_of(path, 1).count(name), text_of(path, 2).count(name)) == (8, 1)
        words = subprocess.run(
            ["pdftotext", "-bbox", "-l", "1", str(path), "-"], capture_output=True, check=True
        )
        lefts = sorted(
            {round(float(x)) for x in re.findall(rf'xMin="([\d.]+)"[^>]*>{name}<', words.stdout.decode())}
        )
        assert len(lefts) == 2
        assert lefts[1] - lefts[0] == pytest.approx(100 * 72 / 25.4, abs=1)

    def test_cards_stay_single_pages_unless_asked(self, card: bytes, tmp_path: Path) -> None:
        merged = merge(once([Loose(card, "card", "卡")] * 3), tmp_path / "cards.pdf", title="x")
        assert merged == Merged(3, 3)

    def test_papers_of_a5_share_a_sheet_of_a4_and_the_last_one_lies_alone(
        self, slips: list[Loose], tmp_path: Path
    ) -> None:
        path = tmp_path / "slips.pdf"
        merged = merge(once(slips), path, title="x", layout=Layout(two_up=True))
        assert merged == Merged(3, 2)
        with pikepdf.open(path) as pdf:
            sizes = {tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in pdf.pages}
            assert sizes == {(A4_POINTS[1], A4_POINTS[0])}
            assert [page for _words, page in outline_of(pdf)] == [1, 1, 2]
        title = sample.receipt().office
        assert text_of(path, 1).count(title) == 2 * text_of(path, 2).count(title) > 0

    def test_every_page_is_moved_as_the_printer_needs_it(self, card: bytes, tmp_path: Path) -> None:
        plain, moved = tmp_path / "plain.pdf", tmp_path / "moved.pdf"
        papers = [Loose(card, "card", "卡")]
        merge(once(papers), plain, title="x")
        merge(once(papers), moved, title="x", layout=Layout(offsets={"card": [20, -10], "a4": [50, 50]}))
        (left, top), (moved_left, moved_top) = _name_at(plain), _name_at(moved)
        assert moved_left - left == pytest.approx(2 * 72 / 25.4, abs=0.1)
        assert moved_top - top == pytest.approx(-1 * 72 / 25.4, abs=0.1)

    def test_nothing_to_merge_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(NothingToMerge):
            merge(once([]), tmp_path / "all.pdf", title="x")

    def test_a_full_disk_is_an_error(self, receipts: list[Loose]) -> None:
        with pytest.raises(OSError, match="No space left"):
            merge(once(receipts), Path("/dev/full"), title="x")


def _name_at(path: Path) -> tuple[float, float]:
    """Where the holder's name begins, in points from the left and the top."""
    words = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()
    found = re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>{sample.card().name}<', words)
    assert found is not None
    return float(found[1]), float(found[2])


def _pixels(path: Path, page: int) -> bytes:
    command = ["pdftoppm", "-r", "40", "-f", str(page), "-l", str(page), "-gray", str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout


class TestVolumeWriter:
    @settings(max_examples=40, deadline=None)
    @given(
        words=st.lists(
            st.binary(max_size=12) | st.sampled_from([b"7 0 R", b"(", b")", b"\\", b"<41> 3 0 R"]), max_size=4
        ),
        names=st.lists(st.sampled_from(["/A", "/A0#20R", "/R1"]), max_size=3, unique=True),
    )
    def test_whatever_stands_in_an_object_comes_back(self, words: list[bytes], names: list[str]) -> None:
        """Strings that look like references, nested dictionaries and names come through the renumbering unchanged."""
        with pikepdf.new() as paper:
            page = paper.add_blank_page()
            inner = paper.make_indirect(
                pikepdf.Dictionary({"/Words": pikepdf.Array(map(pikepdf.String, words))})
            )
            page.obj["/Own"] = pikepdf.Dictionary(
                {name: pikepdf.Array([1, inner, 0.5, inner]) for name in names}
            )
            page.obj["/Again"] = paper.make_indirect(pikepdf.Array([inner, pikepdf.String(b"1 0 R")]))
            target = io.BytesIO()
            volume = VolumeWriter(target, title="x")
            volume.add(paper, ["一"])
            volume.finish()
            with pikepdf.open(io.BytesIO(target.getvalue())) as merged:
                got = merged.pages[0].obj
                for name in names:
                    assert [bytes(one) for one in got.Own[name][1].Words] == words
                    assert [got.Own[name][0], float(got.Own[name][2])] == [1, 0.5]
                assert bytes(got.Again[1]) == b"1 0 R"
                assert [bytes(one) for one in got.Again[0].Words] == words

    def test_many_pages_stand_in_a_tree_of_short_branches(self, tmp_path: Path) -> None:
        count = 2 * PAGES_PER_NODE + 1
        with pikepdf.new() as paper, (tmp_path / "all.pdf").open("wb") as file:
            paper.add_blank_page(page_size=(200, 300))
            volume = VolumeWriter(file, title="x")
            for number in range(count):
                volume.add(paper, [str(number)])
            volume.finish()
        with pikepdf.open(tmp_path / "all.pdf") as merged:
            assert merged.check_pdf_syntax() == []
            assert len(merged.pages) == count
            assert len(merged.Root.Pages.Kids) == 3
            assert [words for words, _page in outline_of(merged)] == [str(number) for number in range(count)]


@pytest.fixture
def many(making: Engine, tmp_path: Path) -> Path:
    """A folder with one master, for a process that merges it over and over as if they were different papers."""
    (tmp_path / "m.pdf").write_bytes(making.render(sample.order("senior_card", sample.card())).content)
    return tmp_path


def test_memory_does_not_grow_with_the_papers(many: Path) -> None:
    small, large = _peak(many, 20), _peak(many, 420)
    assert large - small < 8_000, f"{small} kB for 20 papers, {large} kB for 420"


def _peak(folder: Path, papers: int) -> int:
    """Peak memory in kB of a process that merges so many papers, none of whose streams are equal."""
    program = f"""
import io, pathlib, pikepdf
from tests.memory import peak_kilobytes
from portal.documents.merging import Loose, merge
content = pathlib.Path({str(folder / "m.pdf")!r}).read_bytes()
def papers():
    for number in range({papers}):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    thing.Mark = number
            target = io.BytesIO()
            pdf.save(target)
        yield Loose(target.getvalue(), "card", str(number))
merge(papers, pathlib.Path({str(folder / "all.pdf")!r}), title="x")
print(peak_kilobytes())
"""
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return int(said.stdout)
