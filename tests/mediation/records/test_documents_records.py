"""The papers of the table: one approved picture, and what stands on each page of a record."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from PIL import Image, ImageChops

from portal.documents.render import engine
from tests.documents import sample
from tests.documents.test_looks import MOST_DIFFERENT, picture
from tests.mediation.records.samples import SAMPLES, SESSION, SIGNS

APPROVED = Path(__file__).with_name("approved") / "mediation_session-a4.png"


def text_of(content: bytes) -> str:
    """The words of a PDF, a form feed behind each page."""
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return made.stdout.decode()


def test_a_session_looks_as_approved_and_is_signed_on_every_page(tmp_path: Path) -> None:
    content = engine(tmp_path).render(sample.order("mediation_session", SESSION, "a4")).content
    now = picture(content)
    if os.environ.get("APPROVE_LOOKS"):
        APPROVED.parent.mkdir(exist_ok=True)
        now.quantize(16).save(APPROVED, optimize=True)
    with Image.open(APPROVED) as opened:
        before = opened.convert("L")
    different = ImageChops.difference(now, before).point(lambda level: 255 if level > 96 else 0)
    assert different.histogram()[255] / (now.width * now.height) <= MOST_DIFFERENT
    pages = text_of(content).split("\f")[:-1]
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        words = page.replace(" ", "").replace("\u3000", "")
        assert f"第{number}页共2页" in words
        for one in SIGNS:
            assert one.label in words


def test_each_paper_says_its_fields(tmp_path: Path) -> None:
    drawn = engine(tmp_path)
    said = {
        "mediation_investigation": ("周门卫", "60周岁", "门卫", "无利害关系", "第1页共1页", "逐页签名"),
        "mediation_power": ("特别授权", "119901200001010026", "父女", "2026年12月31日", "见证人"),
        "mediation_identity": ("营业执照", "尚未提交的当事人：第三人陈𬭚", "法定代表人"),
        "mediation_evidence": ("装修材料收", "原件", "退张示例", "提交人签名", "共3项，8页"),
    }
    for name, wanted in said.items():
        content = drawn.render(sample.order(name, SAMPLES[name], "a4")).content
        text = text_of(content).replace(" ", "").replace("\u3000", "").replace("\n", "")
        for words in wanted:
            assert words in text, (name, words)
