"""The letter to a household whose sum was adjusted: what it says, and how it looks beside the picture that was approved."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from portal.documents.render import engine
from portal.services.assistance.adjustments.papers import KIND, AdjustmentNotice
from tests.documents import sample
from tests.documents.test_looks import MOST_DIFFERENT, picture

APPROVED = Path(__file__).with_name("approved")
LETTERS: dict[str, dict[str, Any]] = {
    "adjustment_notice": {},
    "adjustment_notice-flat": {
        "is_by_household": True,
        "scheme": "特困救助（按户定额）",
        "old_standard": 18_000,
        "new_standard": 19_200,
        "old_base": 18_000,
        "new_base": 19_200,
        "old_extra": 0,
        "new_extra": 0,
        "old_total": 18_000,
        "new_total": 19_200,
        "arrears": 0,
        "arrears_months": 0,
    },
}


def letter(**more: Any) -> AdjustmentNotice:
    """A letter to a household of three; `more` overrides its facts."""
    return AdjustmentNotice(
        **{
            **sample.OFFICE,
            "head_name": "张䶮",
            "file_number": "示街办保户〔2026〕128号",
            "scheme": "最低生活保障",
            "persons": 3,
            "old_standard": 60_000,
            "new_standard": 64_000,
            "income": 110_000,
            "old_base": 70_000,
            "new_base": 82_000,
            "old_extra": 6_000,
            "new_extra": 6_400,
            "old_total": 76_000,
            "new_total": 88_400,
            "from_month": dt.date(2026, 5, 1),
            "run_month": dt.date(2026, 6, 1),
            "arrears_months": 1,
            "arrears": 12_400,
            "basis": "《中华人民共和国社会救助法》第十八条；示范区民发〔2026〕18号",
            "remedies": sample.REMEDIES,
            "decided_on": dt.date(2026, 6, 8),
            **more,
        }
    )


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_the_letter_looks_as_approved_and_fits_on_one_page(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "looks"
    folder.mkdir(exist_ok=True)
    made = engine(folder).render(sample.order(KIND, letter(**LETTERS[name]), "a5"))
    assert made.pages == 1
    now, kept = picture(made.content), APPROVED / f"{name}-a5.png"
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
    assert share <= MOST_DIFFERENT, f"{share:.2%} differs; compare {kept.name} with {folder / kept.name}"
