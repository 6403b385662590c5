"""Ledgers as pictures, against samples that a person has looked at and approved (`tests/ledgers/approved/`).

A look that changed on purpose is approved anew: set `APPROVE_LOOKS=1`, run this file, and look at every changed picture.
"""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from portal.ledgers.sheets import Sheet, SheetLine
from tests.ledgers.writer.sample import COLUMNS, PLAIN_COLUMNS, SHEET, line, lines, printed

APPROVED = Path(__file__).parent.parent / "approved"
DPI = 60
MOST_DIFFERENT = 0.001  # the share of pixels that may differ clearly, as for the other papers

NARROW = tuple(replace(column, width_mm=column.width_mm * 0.7) for column in COLUMNS)
TALL = line(3, cells=(*line(3).cells[:4], "某甲与某乙因通道堆物发生纠纷，" * 220, *line(3).cells[5:]))
SHOWN: dict[str, tuple[Sheet, list[SheetLine], int]] = {
    "first-page": (SHEET, list(lines(70)), 1),
    "middle-page-with-groups": (SHEET, list(lines(90, groups=3)), 2),
    "last-page": (SHEET, list(lines(70)), 3),
    "portrait": (replace(SHEET, columns=NARROW, orientation="portrait"), list(lines(60, groups=2)), 1),
    "tall-row": (replace(SHEET, columns=PLAIN_COLUMNS), [line(1), line(2), TALL, line(4)], 2),
    "empty": (SHEET, [], 1),
}


def picture(content: bytes, page: int) -> Image.Image:
    """One page in grey."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-singlefile", "-f", str(page), "-"]
    made = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(made)).convert("L")


@pytest.mark.parametrize("name", SHOWN)
def test_the_ledger_looks_as_approved(name: str, tmp_path: Path) -> None:
    sheet, given, page = SHOWN[name]
    content, _written = printed(given, sheet)
    now = picture(content, page)
    kept = APPROVED / f"ledger-{name}.png"
    if os.environ.get("APPROVE_LOOKS"):
        APPROVED.mkdir(exist_ok=True)
        now.quantize(16).save(kept, optimize=True)
    with Image.open(kept) as opened:
        before = opened.convert("L")
    assert now.size == before.size
    different = ImageChops.difference(now, before).point(lambda level: 255 if level > 96 else 0)
    share = different.histogram()[255] / (now.width * now.height)
    now.save(tmp_path / kept.name)
    assert share <= MOST_DIFFERENT, (
        f"{share:.2%} of the page differs; compare {kept.name} with {tmp_path / kept.name}"
    )
