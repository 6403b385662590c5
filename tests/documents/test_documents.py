"""The papers themselves: what their text layer says, which fonts are inside, how many pages, and what stops one."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from portal.documents import render
from portal.documents.kinds import kind_of
from portal.documents.render import Engine, PaperBroken, PaperOrder, RenderedPaper, engine
from tests.documents import sample

SAMPLES = sample.all_samples()
PRINTED = [(name, form) for name in sorted(SAMPLES) for form in kind_of(name.split("-")[0]).formats]


@pytest.fixture(scope="module")
def making(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of this process."""
    return engine(tmp_path_factory.mktemp("paper"))


def text_of(paper: RenderedPaper, folder: Path) -> str:
    """The text layer without spaces and line breaks."""
    file = folder / "paper.pdf"
    file.write_bytes(paper.content)
    said = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True
    ).stdout.decode()
    return re.sub(r"\s", "", said)


def fonts_of(paper: RenderedPaper) -> dict[str, bool]:
    """The fonts that the pages name, and whether each is embedded."""
    found = {}
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                found[str(thing.FontName)] = any(
                    key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3")
                )
    return found


@pytest.mark.parametrize(("name", "form"), PRINTED)
def test_each_paper_says_its_facts_and_carries_its_fonts(
    making: Engine, tmp_path: Path, name: str, form: str
) -> None:
    order = sample.order(name, SAMPLES[name], form)
    paper = making.render(order)
    text = text_of(paper, tmp_path)
    assert fonts_of(paper)
    assert all(fonts_of(paper).values())
    for field in (
        "applicant",
        "name",
        "resident",
        "item",
        "card_number",
        "address",
        "result_papers",
        "accepted_by",
    ):
        value = getattr(order.facts, field, None)
        if isinstance(value, str) and value:
            assert re.sub(r"\s", "", value) in text, f"{field} is not on the paper"
    if form != "card":
        assert order.title in text
        assert order.imprint.shown_code in text
    if order.seal and form != "card":
        assert f"加盖{order.seal}" in text


@pytest.mark.parametrize(("name", "form"), PRINTED)
def test_a_paper_is_one_page_unless_it_says_so_on_each(
    making: Engine, tmp_path: Path, name: str, form: str
) -> None:
    paper = making.render(sample.order(name, SAMPLES[name], form))
    text = text_of(paper, tmp_path)
    if name.endswith("receipt-long"):
        assert paper.pages >= 2
        for page in range(1, paper.pages + 1):
            assert f"第{page}页共{paper.pages}页" in text
        assert text.count("序号材料名称") == 2
    else:
        assert paper.pages == 1
        assert "页共" not in text


def test_a_paper_is_named_in_chinese_and_fit_for_the_archive(making: Engine) -> None:
    paper = making.render(sample.order("acceptance_receipt", sample.receipt()))
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert str(pdf.docinfo["/Title"]) == "受理通知书 示街办受〔2026〕128号"
        assert str(pdf.docinfo["/Author"]) == sample.OFFICE["office"]
        meta = bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert ">2<" in meta.split("pdfaid:part")[1][:4] or 'part="2"' in meta
        box = [float(x) for x in pdf.pages[0].mediabox]
        assert [round(x * 25.4 / 72) for x in box] == [0, 0, 210, 297]


def test_rare_characters_are_found_again_in_the_text(making: Engine, tmp_path: Path) -> None:
    for name in (*sample.RARE_NAMES, sample.LONG_NAME):
        text = text_of(
            making.render(sample.order("acceptance_receipt", sample.receipt(applicant=name))), tmp_path
        )
        assert text.count(name) >= 3, f"{name} should stand in the address line, the form and the stub"


def test_the_same_order_gives_the_same_bytes_in_another_process_too(making: Engine, tmp_path: Path) -> None:
    from portal.documents.worker import RenderChild

    order = sample.order("acceptance_receipt", sample.receipt())
    child = RenderChild(tmp_path)
    try:
        elsewhere = child.render(order)
    finally:
        child.end()
    assert making.render(order).sha256 == making.render(order).sha256 == elsewhere.sha256


def test_a_correction_names_what_it_replaces(making: Engine, tmp_path: Path) -> None:
    order = sample.order("acceptance_receipt", sample.receipt())
    corrected = dataclasses.replace(order.imprint, edition=2, replaces_number="示街办受〔2026〕127号")
    text = text_of(making.render(dataclasses.replace(order, imprint=corrected)), tmp_path)
    assert "更正件，原“示街办受〔2026〕127号”作废" in text
    second = dataclasses.replace(order.imprint, edition=2)
    text = text_of(making.render(dataclasses.replace(order, imprint=second)), tmp_path)
    assert "更正件，第2版，此前版本作废" in text


def test_markup_in_a_fact_stays_text(making: Engine, tmp_path: Path) -> None:
    hostile = "<b>张</b><img src=file:///etc/passwd><link rel=attachment href=file:///etc/passwd>"
    paper = making.render(sample.order("acceptance_receipt", sample.receipt(applicant=hostile)))
    assert re.sub(r"\s", "", hostile) in text_of(paper, tmp_path)
    assert b"/EmbeddedFile" not in paper.content


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:1/x.png", "ftp://127.0.0.1/x", "x.png"]
)
def test_a_template_that_asks_for_anything_outside_stops_the_paper(
    making: Engine, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(render, "compose", lambda _order: f'<html lang="zh-CN"><img src="{address}"></html>')
    order = sample.order("acceptance_receipt", sample.receipt())
    if address == "x.png":
        assert making.render(order).pages == 1  # a relative address leads nowhere, for a paper has no base
        return
    with pytest.raises(PaperBroken, match="outside itself"):
        making.render(order)


def test_a_template_that_is_not_there_is_one_sentence(making: Engine) -> None:
    order: PaperOrder = dataclasses.replace(sample.order("acceptance_receipt", sample.receipt()), version=999)
    with pytest.raises(PaperBroken, match="acceptance_receipt/v999"):
        making.render(order)


def test_without_the_subset_library_the_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    with pytest.raises(render.EngineMissing, match="apt-get install libharfbuzz-subset0"):
        render._import_weasyprint()


def test_a_moved_print_keeps_its_pages_and_refuses_a_wild_offset(making: Engine) -> None:
    from portal.documents.derived import shifted
    from portal.errors import RuleBroken

    paper = making.render(sample.order("senior_card", sample.card()))
    moved = shifted(paper.content, right_mm=1.5, down_mm=-0.5)
    assert moved != paper.content
    assert moved == shifted(paper.content, right_mm=1.5, down_mm=-0.5)
    with pytest.raises(RuleBroken, match="20 毫米"):
        shifted(paper.content, right_mm=21, down_mm=0)
    with pytest.raises(RuleBroken):
        shifted(paper.content, right_mm=float("nan"), down_mm=0)


def test_a_warm_receipt_is_quick(making: Engine) -> None:
    """About 0.12 s on a quiet machine; the limit leaves room for a busy one."""
    order = sample.order("acceptance_receipt", sample.receipt())
    making.render(order)
    times = []
    for _ in range(3):
        begun = time.process_time()
        making.render(order)
        times.append(time.process_time() - begun)
    assert sorted(times)[1] < 1.0
