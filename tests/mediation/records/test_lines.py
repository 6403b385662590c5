"""Two writers of one record: their texts are put together by line, and neither takes anything from the other. Sums in a text."""

from __future__ import annotations

import pytest

from portal.errors import RuleBroken
from portal.mediation.records.lines import Line, Typed, mark_of, put_together
from portal.mediation.records.strokes import draw, read_strokes
from portal.mediation.records.sums import find_mismatch, must_agree
from portal.mediation.records.wording import PAPER_TWIN

STORED: list[Line] = [
    {"key": "1", "who": "问", "what": "何时", "by": ""},
    {"key": "2", "who": "答", "what": "十月", "by": ""},
]


def sent(*changes: tuple[str, str], new: tuple[tuple[str, str], ...] = ()) -> list[Typed]:
    """What a page sends that was given STORED: some lines changed, some new ones behind."""
    words = dict(changes)
    known = [
        Typed(one["key"], one["who"], words.get(one["key"], one["what"]), mark_of(one["who"], one["what"]))
        for one in STORED
    ]
    return known + [Typed(key, "答", what) for key, what in new]


def texts(lines: list[Line]) -> list[str]:
    return [line["what"] for line in lines]


class TestPutTogether:
    def test_one_writer_changes_adds_and_strikes(self):
        merged = put_together(STORED, sent(("1", "何日"), ("2", ""), new=(("x", "好"),)), page="a")
        assert texts(merged.lines) == ["何日", "好"]
        assert not merged.has_others

    def test_the_later_save_gets_both_texts(self):
        first = put_together(STORED, sent(("1", "几点"), new=(("x", "甲写的"),)), page="a")
        later = put_together(first.lines, sent(("2", "十一月"), new=(("y", "乙写的"),)), page="b")
        assert sorted(texts(later.lines)) == sorted(["几点", "十一月", "甲写的", "乙写的"])
        assert later.has_others
        assert not later.clashes

    def test_a_line_that_both_changed_is_kept_twice_however_often_it_is_saved(self):
        first = put_together(STORED, sent(("1", "甲改")), page="aaaaaaaa")
        later = put_together(first.lines, sent(("1", "乙改")), page="bbbbbbbb")
        again = put_together(later.lines, sent(("1", "乙又改")), page="bbbbbbbb")
        assert later.clashes == again.clashes == ("1",)
        assert texts(again.lines) == ["甲改", PAPER_TWIN + "乙又改", "十月"]

    def test_a_line_that_one_struck_comes_back_only_when_the_other_changed_it(self):
        first = put_together(STORED, sent(("2", "")), page="a")
        assert texts(put_together(first.lines, sent(), page="b").lines) == ["何时"]
        assert texts(put_together(first.lines, sent(("2", "九月")), page="b").lines) == ["何时", "九月"]

    def test_a_page_that_saves_again_is_no_other_writer(self):
        first = put_together(STORED, sent(("1", "几点"), new=(("x", "好"),)), page="a")
        again = put_together(first.lines, sent(("1", "几时"), new=(("x", "好的"),)), page="a")
        assert texts(again.lines) == ["几时", "十月", "好的"]
        assert not again.has_others


class TestFindMismatch:
    @pytest.mark.parametrize(
        "text",
        [
            "支付1200.00元（大写：人民币壹仟贰佰元整）",
            "人民币壹仟贰佰元整（¥1,200.00）",
            "1.2万元（大写：壹万贰仟元整）",
            "先付1200元，大写壹仟贰佰元整，再付300元（大写叁佰元整）",
            "陆佰肆拾元（640元）",
            "没有金额，只有伍角星和2026年11月22日",
        ],
    )
    def test_lets_pass_what_agrees(self, text):
        assert find_mismatch(text) is None

    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("支付1200.00元（大写：人民币壹仟叁佰元整）", "人民币壹仟贰佰元整"),
            ("人民币壹仟贰佰元整（¥1,300.00）", "人民币壹仟叁佰元整"),
            ("付10001元（大写壹万壹仟元整）", "人民币壹万零壹元整"),
            ("1200.005元（大写壹仟贰佰元整）", ""),
        ],
    )
    def test_names_what_differs(self, text, right):
        found = find_mismatch(text)
        assert found is not None
        assert found.right == right
        with pytest.raises(RuleBroken, match=r"小写|写得不对") as refused:
            must_agree(text, "lines", 3)
        assert refused.value.field == "lines"


class TestReadStrokes:
    @pytest.mark.parametrize(
        "sent", ["", "[]", "x", "[[1]]", '[[["a",1,1]]]', "[[[1,1,1]]]", '{"a":1}', "[" * 5000]
    )
    def test_refuses_what_is_no_signature(self, sent):
        with pytest.raises(RuleBroken) as refused:
            read_strokes(sent)
        assert refused.value.field == "strokes"

    def test_keeps_strokes_within_bounds_and_draws_them(self):
        strokes = read_strokes("[[[1,1,0],[90000,5,10],[30,-4,20.6],[4,4,30],[5,5,40]]]")
        assert strokes[0][1] == [4000, 5, 10]
        assert strokes[0][2] == [30, 0, 21]
        assert draw(strokes)[:3] == b"\xff\xd8\xff"
