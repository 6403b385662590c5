"""The papers as pictures, against samples that a person has looked at and approved (`approved/`, named for what they show).

A look that changed on purpose is approved anew: set `APPROVE_LOOKS=1`, run this file, and look at every changed picture.
"""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from portal.documents.kinds import kind_of
from portal.documents.render import engine
from tests.documents import sample

APPROVED = Path(__file__).with_name("approved")
DPI = 50
MOST_DIFFERENT = (
    0.001  # the share of pixels that may differ clearly: another FreeType smooths edges differently
)
SAMPLES = sample.all_samples()
SHOWN = [(name, form) for name in sorted(SAMPLES) for form in kind_of(name.split("-")[0]).formats]


def picture(content: bytes) -> Image.Image:
    """The first page in grey."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-singlefile", "-"]
    made = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(made)).convert("L")


@pytest.mark.parametrize(("name", "form"), SHOWN)
def test_the_paper_looks_as_approved(name: str, form: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "looks"
    folder.mkdir(exist_ok=True)
    now = picture(engine(folder).render(sample.order(name, SAMPLES[name], form)).content)
    kept = APPROVED / f"{name}-{form}.png"
    if os.environ.get("APPROVE_LOOKS"):
        APPROVED.mkdir(exist_ok=True)
        now.quantize(16).save(kept, optimize=True)
    with Image.open(kept) as opened:
        before = opened.convert("L")
    assert now.size == before.size
    different = ImageChops.difference(now, before).point(lambda level: 255 if level > 96 else 0)
    share = different.histogram()[255] / (now.width * now.height)
    if share > MOST_DIFFERENT:
        now.save(folder / kept.name)
    assert share <= MOST_DIFFERENT, (
        f"{share:.2%} of the page differs; compare {kept.name} with {folder / kept.name}"
    )


def test_the_comparison_would_notice_a_lost_line() -> None:
    with Image.open(APPROVED / "acceptance_receipt-a4.png") as opened:
        before = opened.convert("L")
    changed = before.copy()
    changed.paste(255, (40, 110, 370, 130))
    different = ImageChops.difference(changed, before).point(lambda level: 255 if level > 96 else 0)
    assert different.histogram()[255] / (before.width * before.height) > MOST_DIFFERENT
