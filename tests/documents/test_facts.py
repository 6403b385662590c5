"""Facts to JSON and back, digests, texts by field; codes as people type them; the words in a QR code."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents import codes
from portal.documents.facts import digest, from_plain, list_texts, to_plain
from portal.documents.imprint import qr_content
from tests.documents import sample

SAMPLES = sample.all_samples()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_facts_survive_json(name: str) -> None:
    facts = SAMPLES[name]
    plain = to_plain(facts)
    assert from_plain(type(facts), json.loads(json.dumps(plain))) == facts
    assert digest(plain) == digest(json.loads(json.dumps(plain, ensure_ascii=True)))


def test_a_changed_fact_changes_the_digest() -> None:
    facts = sample.receipt()
    changed = dataclasses.replace(facts, accepted_on=facts.accepted_on + dt.timedelta(days=1))
    assert digest(to_plain(facts)) != digest(to_plain(changed))


def test_a_record_is_no_fact() -> None:
    with pytest.raises(TypeError, match="not a plain value"):
        to_plain(sample.receipt(note=object()))


def test_an_unknown_field_is_an_error_and_a_new_one_takes_its_default() -> None:
    facts = sample.receipt()
    plain: dict[str, Any] = to_plain(facts)
    del plain["note"]
    assert from_plain(type(facts), plain) == facts
    with pytest.raises(KeyError, match="colour"):
        from_plain(type(facts), {**plain, "colour": "red"})


def test_texts_are_named_by_the_field_they_stand_in() -> None:
    texts = list(list_texts(sample.receipt()))
    assert ("applicant", "申请人", "张䶮") in texts
    assert ("materials", "材料名称", "居民身份证") in texts


@pytest.mark.parametrize("typed", ["7KQ4-MW9P", "7kq4mw9p", " 7KQ4 MW9P ", "７ＫＱ４－ＭＷ９Ｐ", "7KQ4—MW9P"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert codes.read_code(typed) == "7KQ4MW9P"


@pytest.mark.parametrize("typed", ["", "7KQ4MW9", "7KQ4MW9PP", "7KQ4MW9O", "7KQ4MW91", "查询码"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert codes.read_code(typed) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_reading(typed: str) -> None:
    read = codes.read_code(typed)
    assert read is None or len(read) == codes.CODE_LENGTH
    four = codes.read_last_four(typed)
    assert four is None or len(four) == 4


def test_a_new_code_is_readable_and_has_no_ambiguous_character() -> None:
    made = {codes.new_check_code() for _ in range(200)}
    assert len(made) == 200
    assert all(codes.read_code(codes.shown_code(code)) == code for code in made)
    assert not set("01OIL") & set("".join(made))


def test_the_qr_code_of_an_unsigned_paper_is_what_it_was() -> None:
    order = sample.order("acceptance_receipt", sample.receipt(), signed=False)
    content, error = qr_content(
        office=order.facts.office,
        title=order.title,
        phone=order.facts.office_phone,
        imprint=order.imprint,
        paper_format="a4",
    )
    assert error == "m"
    assert "".join(content).splitlines() == [
        "示范街道便民服务中心 受理通知书",
        "编号：示街办受〔2026〕128号",
        "查询码：7KQ4-MW9P",
        "查询电话：0999-1234567",
        "http://10.20.30.40:8000/check?code=7KQ4MW9P&mark=Zk3_9sQw81Lp",
    ]
