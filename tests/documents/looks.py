"""Comparing a paper with the picture of it that a person approved, for the rooms that keep papers of their own.

A look that changed on purpose is approved anew: set `APPROVE_LOOKS=1`, run the test, and look at the changed picture.
"""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from portal.documents.render import PaperOrder, engine

DPI = 50
MOST_DIFFERENT = 0.001  # another FreeType smooths edges differently


def must_look(order: PaperOrder, kept: Path, factory: pytest.TempPathFactory) -> None:
    """Fail when clearly different pixels make up more than a thousandth of the first page."""
    folder = _folder(factory)
    now = _picture(engine(folder).render(order).content)
    if os.environ.get("APPROVE_LOOKS"):
        kept.parent.mkdir(exist_ok=True)
        now.quantize(16).save(kept, optimize=True)
    with Image.open(kept) as opened:
        before = opened.convert("L")
    assert now.size == before.size
    different = ImageChops.difference(now, before).point(lambda level: 255 if level > 96 else 0)
    share = different.histogram()[255] / (now.width * now.height)
    if share > MOST_DIFFERENT:
        now.save(folder / kept.name)
    assert share <= MOST_DIFFERENT, (
        f"{share:.2%} of the page differs; compare {kept} with {folder / kept.name}"
    )


def text_of(order: PaperOrder, factory: pytest.TempPathFactory) -> str:
    """Every word on the paper, without the blanks between them."""
    content = engine(_folder(factory)).render(order).content
    command = ["pdftotext", "-layout", "-", "-"]
    made = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return "".join(made.decode().split())


def _folder(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "looks"
    folder.mkdir(exist_ok=True)
    return folder


def _picture(content: bytes) -> Image.Image:
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-singlefile", "-"]
    made = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(made)).convert("L")
