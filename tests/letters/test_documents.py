"""The papers of letters: what they say, on how many pages, and their looks against pictures that a person approved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from portal.letters.papers import Enclosure, LetterFacts, LetterSigner
from tests.documents import sample
from tests.documents.looks import must_look, text_of
from tests.documents.sample import RARE_NAMES

APPROVED = Path(__file__).with_name("approved")
DAY = dt.date(2026, 11, 22)
SUBMISSION = LetterFacts(
    office="示范街道办事处",
    office_phone="0999-1234567",
    office_address="示范街道示范路1号",
    addressee="示范区民政局",
    heading=f"关于报送{RARE_NAMES[0]}家庭最低生活保障审核材料的函",
    paragraphs=(
        f"{RARE_NAMES[0]}家庭（3人）于2026年11月2日向我街道申请最低生活保障。我街道已按《最低生活保障审核确认办法》完成受理、"
        "调查、公示，公示期间无异议，审核意见为拟同意。",
        "现将材料报送你局，请予审核确认。",
    ),
    enclosures=(
        Enclosure(name="最低生活保障申请书"),
        Enclosure(name="家庭经济状况调查表", copies=2),
        Enclosure(name="公示情况反馈单"),
    ),
    due_on=dt.date(2026, 12, 4),
    sent_on=DAY,
    handled_by="测试01",
    signers=tuple(
        LetterSigner(label=label, name=name, post=post, day=DAY)
        for label, name, post in (
            ("经办", "测试01", "窗口人员@示范街道办事处"),
            ("审核", "测试02", "审核人@示范街道办事处"),
            ("签发", "测试03", "分管领导（签发）@示范街道办事处"),
        )
    ),
    way="专人送达",
)
ASSIGNMENT = replace(
    SUBMISSION,
    addressee="示范区医疗保障局",
    heading="关于办理居民医保参保登记的函",
    paragraphs=("请按附件名单办理参保登记，办结后函复。",),
    enclosures=(Enclosure(name="参保登记名单"),),
    due_provisional=True,
    signers=SUBMISSION.signers[:1],
)
ENQUIRY = replace(
    SUBMISSION,
    addressee="示范区不动产登记中心",
    heading="关于核对家庭不动产登记情况的函",
    paragraphs=(
        "因审核最低生活保障申请需要，根据《中华人民共和国社会救助法》第六十二条，请协助核对下列人员名下不动产登记情况。",
        *(f"{number}.{name}" for number, name in enumerate(RARE_NAMES, 1)),
    ),
    enclosures=(),
    due_on=None,
    signers=(),
)
SAMPLES = {"letter_submission": SUBMISSION, "letter_assignment": ASSIGNMENT, "letter_enquiry": ENQUIRY}


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_the_letter_looks_as_approved(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(sample.order(kind, SAMPLES[kind]), APPROVED / f"{kind}.png", tmp_path_factory)


def test_says_number_addressee_day_signers_and_has_a_receipt(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = text_of(sample.order("letter_submission", SUBMISSION), tmp_path_factory)
    for words in (
        "示街办受〔2026〕128号",
        "示范区民政局：",
        "2026年12月4日前",
        "2.家庭经济状况调查表（2份）",
        "签发：测试03",
        "分管领导（签发）@示范街道办事处",
        "回执",
        "附件4份",
    ):
        assert words in text


def test_a_long_letter_goes_on_to_another_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    long = replace(SUBMISSION, paragraphs=("请协助核对下列情况，" * 12,) * 8)
    assert "第2页" in text_of(sample.order("letter_submission", long), tmp_path_factory)
