"""Papers of items without code and of bundles as pictures, beside approved samples, as `tests.documents` has them."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from portal.documents.facts import PaperFacts
from portal.documents.papers import MaterialLine
from portal.documents.render import engine
from portal.services.bundles.papers import BundleLine, BundleReceipt
from portal.services.designer.specimens import marked
from portal.services.results import ItemResult
from tests.documents import sample
from tests.documents.test_looks import MOST_DIFFERENT, picture

APPROVED = Path(__file__).with_name("approved")
OFFICE = {
    "office": "示范街道办事处",
    "office_phone": "0999-1234567",
    "complaint_phone": "12345",
    "office_address": "示范路1号",
}
RESULT = ItemResult(
    **OFFICE,
    applicant="张䶮",
    identity_masked="119901********0018",
    contact_phone="139****0001",
    item="居住证代办",
    item_code="119901001GA-GG-0002",
    result_title="居住证代办结果告知书",
    paragraphs=(
        "您委托示范街道办事处代办的居住证（受理编号：示街办受〔2026〕1号），公安机关已经办理完毕，居住事由为务工。",
        "请持本告知书和有效身份证件领取证件。居住证每年签注一次，请在期满前一个月内办理签注。",
    ),
    application_number="示街办受〔2026〕1号",
    issued_on=dt.date(2026, 11, 22),
    handled_by="测试01",
)
RECEIPT = BundleReceipt(
    **OFFICE,
    bundle="困难帮扶一件事",
    applicant="张䶮",
    identity_masked="119901********0018",
    contact_phone="139****0001",
    agent="李和",
    agent_relation="子女",
    lines=(
        BundleLine(
            name="节日慰问申请", number="示街办受〔2026〕1号", state="已受理", due_on=dt.date(2026, 12, 4)
        ),
        BundleLine(
            name="城乡居民基本医疗保险参保登记",
            number="示街办受〔2026〕2号",
            state="已受理",
            due_on=dt.date(2026, 11, 23),
        ),
        BundleLine(name="残疾人机动轮椅车燃油补贴和代步车更换", state="未申办", note="没有残疾人证"),
    ),
    materials=(
        MaterialLine(name="户口簿", form="复印件", copies=1),
        MaterialLine(name="居民身份证", form="原件", copies=1, state="已收"),
        MaterialLine(name="困难情况说明", form="原件", copies=1, state="容缺"),
    ),
    accepted_on=dt.date(2026, 11, 22),
    accepted_by="测试01",
)
SAMPLES: dict[str, PaperFacts] = {"item_result": RESULT, "bundle_receipt": RECEIPT}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_paper_looks_as_approved(name: str, tmp_path: Path) -> None:
    now = picture(engine(tmp_path).render(sample.order(name, SAMPLES[name], "a4")).content)
    kept = APPROVED / f"{name}-a4.png"
    if os.environ.get("APPROVE_LOOKS"):
        APPROVED.mkdir(exist_ok=True)
        now.quantize(16).save(kept, optimize=True)
    with Image.open(kept) as opened:
        before = opened.convert("L")
    different = ImageChops.difference(now, before).point(lambda level: 255 if level > 96 else 0)
    assert different.histogram()[255] / (now.width * now.height) <= MOST_DIFFERENT


def test_a_specimen_says_so_across_the_page_and_stays_readable(tmp_path: Path) -> None:
    content = engine(tmp_path).render(sample.order("item_result", RESULT, "a5")).content
    stamped = marked(content)
    read = subprocess.run(
        ["pdftotext", "-", "-"], input=stamped, capture_output=True, check=True
    ).stdout.decode()
    assert "居住证代办结果告知书" in read
    assert "样" in read
    before, after = picture(content), picture(stamped)
    changed = ImageChops.difference(before, after).point(lambda level: 255 if level > 16 else 0)
    assert 0.01 < changed.histogram()[255] / (after.width * after.height) < 0.3
