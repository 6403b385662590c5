"""A volume that is really made: text, page numbers as in the catalogue, bookmarks, fonts, the archive's marks, the cover."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops

from portal.db import transaction
from portal.files.actions import open_file
from portal.jobs.running import run_pending
from portal.mediation.volumes import queries
from portal.mediation.volumes.actions import filing
from portal.mediation.volumes.actions.binding import Cover, ask_binding, ask_joint_binding
from portal.mediation.volumes.models import Volume
from portal.web.application import Portal
from tests.factories import staff, volumes

APPROVED = Path(__file__).with_name("cover.png")
MOST_DIFFERENT = 0.001


def text_of(content: bytes, page: int) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


@pytest.fixture
def volume_id(app: Portal) -> int:
    with app.app_context():
        with transaction():
            case = volumes.written()
            filing.add_scan(
                staff.actor("mediator"),
                case,
                version=None,
                item="evidence",
                name="漏水照片",
                file=volumes.stored(volumes.picture(900, 600)),
            )
            cover = Cover(bound_on=volumes.clock.today(), notes="收据原件由当事人保存。", remark="附光盘一张")
            key = ask_binding(staff.actor("mediator"), case, version=None, cover=cover).id
        assert run_pending() == 1
        return key


@pytest.mark.rendered
def test_a_volume_from_its_cover_to_its_back(app: Portal, volume_id: int) -> None:
    with app.app_context(), transaction("read"):
        volume = queries.get_volume(staff.actor("mediator"), volume_id)
        edition = volume.current
        assert edition is not None, volume.asked and volume.asked.job and volume.asked.job.reason
        content = open_file(edition.file)
        lines = edition.catalogue["groups"][0]["lines"]
        count = edition.pages
    names = [line["name"] for line in lines]
    assert names[0] == "人民调解受理登记表"
    order = [
        "当事人权利义务告知书",
        "当事人身份证明清单",
        "漏水照片",
        "人民调解记录",
        "人民调解协议书",
        "卷宗情况说明",
    ]
    assert [name for name in names if name in order] == order
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == count + 3
        for line in lines:
            first = int(line["pages"].split("-")[0])
            assert re.search(rf"^\s*{first}\s*$", text_of(content, 2 + first), re.M), line
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[:2] == ["封面", "卷内目录"]
        assert titles[-1] == "封底"
        assert titles[2:-1] == [f"{line['pages']} {line['name']}" for line in lines]
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert 'pdfaid:part="2"' in metadata
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert not any("/Annots" in page.obj for page in pdf.pages)
        for page in pdf.pages:
            sides = sorted(round(float(edge)) for edge in page.mediabox[2:])
            assert sides == [595, 842]
    fonts = subprocess.run(["pdffonts", "-"], input=content, capture_output=True, check=True)
    rows = fonts.stdout.decode().splitlines()[2:]
    assert rows
    assert all(re.search(r"yes +yes +yes +\d+", row) for row in rows)
    assert "漏水照片" in text_of(content, 2)
    assert "收据原件由当事人保存。" in text_of(content, 2 + count)
    assert f"本卷共 {count} 页" in text_of(content, 3 + count)
    _looks(content)


def _bound(app: Portal, ask: Callable[[], Volume]) -> tuple[bytes, list[dict[str, Any]], int]:
    """A volume as its job made it: the file, the groups of its catalogue, how many pages are numbered."""
    with app.app_context():
        with transaction():
            key = ask().id
        assert run_pending() >= 1
        with transaction("read"):
            edition = queries.get_volume(staff.actor("mediator"), key).current
            assert edition is not None
            content = open_file(edition.file)
            if os.environ.get("KEEP_VOLUMES"):
                Path(os.environ["KEEP_VOLUMES"], f"{key}-{len(content)}.pdf").write_bytes(content)
            return content, edition.catalogue["groups"], edition.pages


def _of_a_joint_case() -> Volume:
    case = volumes.written(is_joint=True)
    return ask_binding(
        staff.actor("mediator"), case, version=None, cover=Cover(bound_on=volumes.clock.today())
    )


def _of_two_cases() -> Volume:
    cases = [volumes.settled(), volumes.settled("晾衣滴水，楼下衣物弄湿。")]
    first = volumes.clock.today().replace(day=1)
    return ask_joint_binding(
        staff.actor("mediator"),
        committee=cases[0].committee,
        cases=cases,
        first=first,
        last=volumes.clock.today(),
        cover=Cover(bound_on=volumes.clock.today()),
    )


def _pages_are_true(content: bytes, lines: list[dict[str, Any]], count: int) -> None:
    """Each line of the catalogue names the page that bears its number, one behind the other, up to the last."""
    page = 1
    for line in lines:
        first, _, last = line["pages"].partition("-")
        assert int(first) == page
        assert re.search(rf"^\s*{first}\s*$", text_of(content, 2 + page), re.M), line
        page = int(last or first) + 1
    assert page - 1 == count


@pytest.mark.rendered
def test_the_volume_of_a_joint_case_has_what_each_body_said_and_its_letter(app: Portal) -> None:
    content, (group,), count = _bound(app, _of_a_joint_case)
    lines = group["lines"]
    _pages_are_true(content, lines, count)
    names = [line["name"] for line in lines]
    place = names.index("联合调解参加单位意见表")
    assert names[place + 1] == "示范区总工会"
    assert names.index("人民调解记录") < place < names.index("人民调解协议书")
    sheet = text_of(content, 2 + int(lines[place]["pages"].split("-")[0]))
    for said in (
        "示范街道劳动保障所",
        "王协办",
        "经核对考勤，误工三天。",
        "示范区总工会",
        "示工函〔2026〕5号",
    ):
        assert said in sheet
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        scan = pdf.pages[1 + int(lines[place + 1]["pages"])]
        assert scan.get_images(), "the union's letter is a picture on its page"
        titles = [item.title for item in outline.root]
    assert f"{lines[place]['pages']} 联合调解参加单位意见表" in titles
    assert f"{lines[place + 1]['pages']} 示范区总工会" in titles


@pytest.mark.rendered
def test_a_joint_volume_has_a_heading_and_a_bookmark_for_each_case(app: Portal) -> None:
    content, groups, count = _bound(app, _of_two_cases)
    *cases, notes = groups
    assert [group["heading"].split()[0] for group in cases] == [
        "示街人调字〔2026〕1号",
        "示街人调字〔2026〕2号",
    ]
    assert notes["heading"] == "卷宗情况说明"
    _pages_are_true(content, [line for group in groups for line in group["lines"]], count)
    catalogue = text_of(content, 2)
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        tree = {item.title: [child.title for child in item.children] for item in outline.root}
    for group in cases:
        assert tree[group["heading"]] == [f"{line['pages']} {line['name']}" for line in group["lines"]]
        assert group["heading"].split()[0] in catalogue
    assert list(tree)[-2:] == [f"{notes['lines'][0]['pages']} 卷宗情况说明", "封底"]
    said = text_of(content, 2 + count)
    assert said.count("未制作调解笔录") == 2
    assert "示街人调字〔2026〕2号：" in said


def _looks(content: bytes) -> None:
    """The cover as a person has approved it (APPROVE_LOOKS=1 approves it anew)."""
    command = ["pdftoppm", "-r", "50", "-gray", "-png", "-singlefile", "-"]
    made = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    now = Image.open(io.BytesIO(made)).convert("L")
    if os.environ.get("APPROVE_LOOKS"):
        now.quantize(16).save(APPROVED, optimize=True)
    with Image.open(APPROVED) as opened:
        before = opened.convert("L")
    assert now.size == before.size
    different = ImageChops.difference(now, before).point(lambda level: 255 if level > 96 else 0)
    assert different.histogram()[255] / (now.width * now.height) <= MOST_DIFFERENT
