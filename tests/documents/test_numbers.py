"""The pattern of numbers: what is accepted, what is refused and why, and that writing and reading agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents.numbers import NumberWords, parse_pattern
from portal.errors import RuleBroken

WORDS = NumberWords(org="示街办", unit="S", year=2026)


@pytest.mark.parametrize(
    ("pattern", "sequence", "number"),
    [
        ("{org}受〔{YYYY}〕{seq}号", 1, "示街办受〔2026〕1号"),
        ("{org}受〔{YYYY}〕{seq}号", 1234, "示街办受〔2026〕1234号"),
        ("{unit}-{YYYY}-{seq:04}", 7, "S-2026-0007"),
        ("{unit}-{YYYY}-{seq:04}", 12345, "S-2026-12345"),
        ("诺{YY}{seq:06}", 3, "诺26000003"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern: str, sequence: int, number: str) -> None:
    made = parse_pattern(pattern)
    assert made.write(WORDS, sequence) == number
    assert made.read(number, WORDS) == sequence


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "1 到 60 个字"),
        ("受{YYYY}" + "长" * 60 + "{seq}", "1 到 60 个字"),
        ("受〔{YYYY}〕 {seq}号", "空格"),
        ("受〔{YYYY}〕\n{seq}号", "控制字符"),
        ("受〔{YYYY〕{seq}号", "没有成对"),
        ("受〔{YYYY}〕}{seq}号", "没有成对"),
        ("受〔{year}〕{seq}号", "“{year}”不认识"),
        ("受〔{YYYY}〕{seq:1}号", "不认识"),
        ("受〔{YYYY}〕号", "只有一个序号"),
        ("受〔{YYYY}〕{seq}-{seq}号", "只有一个序号"),
        ("{org}受{seq}号", "须有年份"),
        ("{YYYY}{unit}{seq}", "非数字的分隔"),
        ("{unit}{YYYY}{seq}", "非数字的分隔"),
        ("{YYYY}-{seq}0{unit}", "非数字的分隔"),
    ],
)
def test_a_pattern_that_could_mislead_is_refused_with_the_reason(pattern: str, why: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        parse_pattern(pattern)
    assert refused.value.field == "value"
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "示街办受〔2026〕号",
        "示街办受〔2025〕1号",
        "示街办受〔2026〕01号",
        "示街办受〔2026〕0号",
        "别办受〔2026〕1号",
    ],
)
def test_a_number_of_another_pattern_is_not_read(text: str) -> None:
    assert parse_pattern("受〔{YYYY}〕{seq}号").read(text, WORDS) is None


LITERAL = st.text(
    st.characters(categories=("Lo", "Nd", "Pd", "Ps", "Pe"), exclude_characters="{}"), max_size=6
)
UNIT = st.text(st.sampled_from("0123456789AB甲乙"), min_size=1, max_size=5)


@settings(max_examples=80, deadline=None)
@given(
    parts=st.tuples(LITERAL, LITERAL, LITERAL, LITERAL),
    places=st.permutations(["{unit}", "{YYYY}", "{seq}"]),
    data=st.data(),
)
def test_two_units_and_two_sequences_never_share_a_number(parts, places, data) -> None:  # type: ignore[no-untyped-def]
    text = "".join(literal + place for literal, place in zip(parts, places, strict=False)) + parts[3]
    try:
        pattern = parse_pattern(text)
    except RuleBroken:
        return
    width = data.draw(st.integers(1, 5))
    one, other = (data.draw(UNIT.filter(lambda u: True)).ljust(width, "0")[:width] for _ in range(2))
    first, second = data.draw(st.integers(1, 99999)), data.draw(st.integers(1, 99999))
    a = pattern.write(NumberWords("示", one, 2026), first)
    b = pattern.write(NumberWords("示", other, 2026), second)
    assert (a == b) == (one == other and first == second)
    assert pattern.read(a, NumberWords("示", one, 2026)) == first
