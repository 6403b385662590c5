"""The sheet of opinions of a joint mediation and the power of a petition proxy: as a person approved them, and what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents import sample
from tests.documents.looks import must_look, text_of
from tests.mediation.links.sheet import OPINIONS, POWER

APPROVED = Path(__file__).with_name("approved")


def test_the_sheet_of_opinions_looks_as_it_was_approved(tmp_path_factory: pytest.TempPathFactory) -> None:
    order = sample.order("mediation_opinions", OPINIONS)
    must_look(order, APPROVED / "mediation_opinions.png", tmp_path_factory)


def test_only_under_a_committee_do_departments_sign_as_taking_part(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    led = replace(OPINIONS, is_people=False, nature="行政调解", bodies=OPINIONS.bodies[:1])
    text = text_of(sample.order("mediation_opinions", led), tmp_path_factory)
    assert "只作为参加单位签名" not in text
    assert "示街人调字〔2026〕1号" in text


def test_a_power_of_attorney_is_blank_where_nothing_was_typed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    must_look(
        sample.order("petition_proxy_power", POWER), APPROVED / "petition_proxy_power.png", tmp_path_factory
    )
    full = replace(POWER, petitioner="张示例", matter="楼上装修漏水", authority="special")
    text = text_of(sample.order("petition_proxy_power", full), tmp_path_factory)
    assert "张示例" in text
    assert "楼上装修漏水" in text
    assert "☐一般授权" in text
    assert "☑特别授权" in text
