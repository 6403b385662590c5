"""The papers of birth registration as pictures, against samples that a person has looked at and approved (`approved/`).

A look that changed on purpose is approved anew: set `APPROVE_LOOKS=1`, run this file, and look at every changed picture.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from portal.documents.facts import PaperFacts
from portal.documents.render import engine
from portal.services.items.birth_registration import documents, papers
from portal.services.items.birth_registration.words import NEEDS, VISIT_RESULTS
from tests.documents import sample
from tests.documents.test_looks import MOST_DIFFERENT, picture

APPROVED = Path(__file__).with_name("approved")
MOTHER = papers.Parent(
    side="女方",
    name="买热姆·阿卜杜拉",
    identity_kind="居民身份证",
    identity_masked="119901********0266",
    birth=dt.date(1988, 6, 15),
    ethnic_group="维吾尔族",
    marital="初婚",
    household_address="示范区示范街道示范路2号院3号楼2单元501室",
    address="示范区示范街道和平社区幸福里小区12号楼3单元1801室",
)
FATHER = papers.Parent(
    side="男方",
    name="陈𬭚",
    identity_kind="外国人永久居留身份证",
    identity_masked="932682********0017",
    birth=dt.date(1985, 1, 1),
    nationality="样本国",
    marital="初婚",
    address="示范区示范街道和平社区幸福里小区12号楼3单元1801室",
)
CHILDREN = (
    papers.ChildLine(name="陈样甲", sex="女", birth=dt.date(2026, 11, 1), paper_masked="T1******45", order=2),
    papers.ChildLine(name="陈样乙", sex="女", birth=dt.date(2026, 11, 1), paper_masked="T1******46", order=3),
)
CERTIFICATE = papers.BirthCertificate(
    **sample.OFFICE,
    certificate_title="生育登记凭证",
    business="登记",
    parents=(MOTHER, FATHER),
    married="2020年5月20日 J119901-2020-000001",
    due_on=dt.date(2027, 6, 6),
    weeks="12 周 + 0 天",
    hospital="示范区妇幼保健院",
    booklet="SF20260001",
    children_before=1,
    order="第 2 孩",
    newborns=(papers.ChildLine(),) * 2,
    note="适用规定：双方所在省规定不同，按有利于当事人的女方户籍地规定办理",
    issued_on=sample.DAY,
    handled_by="测试一号窗",
)
SAMPLES: dict[str, PaperFacts] = {
    "birth_certificate": CERTIFICATE,
    "birth_certificate-alone": papers.BirthCertificate(
        **sample.OFFICE,
        certificate_title="生育登记凭证",
        business="补登",
        parents=(MOTHER,),
        order="第 2、3 孩",
        newborns=CHILDREN,
        issued_on=sample.DAY,
        handled_by="测试一号窗",
    ),
    "birth_promise": papers.BirthPromise(
        **sample.OFFICE,
        parents=(MOTHER, FATHER),
        business="登记",
        statements=documents.PAPER_STATEMENTS,
        replaced=("另一方身份证件", "结婚证"),
        consequences=documents.PAPER_CONSEQUENCES,
        promised_on=sample.DAY,
        handled_by="测试一号窗",
    ),
    "newborn_visit": papers.VisitForm(
        **sample.OFFICE,
        community="和平社区",
        mother="买热姆·阿卜杜拉",
        phone_masked="139****0021",
        address="示范区示范街道和平社区幸福里小区12号楼3单元1801室",
        hospital="示范区妇幼保健院",
        born_on=dt.date(2026, 11, 1),
        children=tuple(papers.ChildLine(sex="女", order=n) for n in (1, 2)),
        needs=tuple(NEEDS.values()),
        results=tuple(VISIT_RESULTS.values()),
        dispatched_on=sample.DAY,
        due_on=dt.date(2026, 11, 29),
    ),
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_paper_looks_as_approved(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "looks"
    folder.mkdir(exist_ok=True)
    made = engine(folder).render(sample.order(name, SAMPLES[name], "a4"))
    assert made.pages == 1
    now, kept = picture(made.content), APPROVED / f"{name}.png"
    if os.environ.get("APPROVE_LOOKS"):
        now.quantize(16).save(kept, optimize=True)
    with Image.open(kept) as opened:
        before = opened.convert("L")
    different = ImageChops.difference(now, before).point(lambda level: 255 if level > 96 else 0)
    share = different.histogram()[255] / (now.width * now.height)
    assert share <= MOST_DIFFERENT, f"{share:.2%} of {name} differs from what was approved"
