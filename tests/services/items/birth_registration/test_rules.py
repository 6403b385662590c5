"""The rules of birth registration without a database where they need none: due date, week, 孩次, and the shape of a notice."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.errors import RuleBroken
from portal.services.definitions import check
from portal.services.items.birth_registration import rules
from portal.services.items.birth_registration.definition import DEFINITION, WITH_APPROVAL
from portal.services.items.birth_registration.newborns.notice import ChildFacts, check_notice
from portal.services.items.birth_registration.newborns.sheet import BirthList, read_births
from tests.factories.births import DUE, LAST_PERIOD, TWINS

TODAY = dt.date(2026, 11, 22)
RULES = rules.BirthRules(
    marriage_required=False,
    parents="either",
    hukou_only=False,
    living_months=1,
    limit=0,
    electronic=False,
    promise=True,
    title="生育登记凭证",
    counted=frozenset({"own", "given"}),
)


def answers(**more: str) -> dict[str, Any]:
    return dict(more)


class TestPregnancy:
    def test_the_due_day_is_280_days_after_the_last_period(self) -> None:
        assert rules.due_date(answers(last_period=LAST_PERIOD.isoformat())) == DUE

    def test_the_doctor_s_day_comes_first(self) -> None:
        typed = dt.date(2027, 6, 12)
        given = answers(last_period=LAST_PERIOD.isoformat(), due_on=typed.isoformat())
        assert rules.due_date(given) == typed

    def test_weeks_are_counted_back_from_the_due_day(self) -> None:
        assert rules.gestation(answers(last_period=LAST_PERIOD.isoformat()), TODAY) == (12, 0)
        assert rules.gestation({}, TODAY) is None
        assert rules.gestation(answers(due_on="2025-01-01"), TODAY) is None

    @settings(max_examples=60, deadline=None)
    @given(st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)), st.integers(0, 300))
    def test_weeks_and_days_are_the_days_since_the_last_period(self, last: dt.date, days: int) -> None:
        weeks, rest = rules.gestation({"last_period": last.isoformat()}, last + dt.timedelta(days=days)) or (
            -1,
            0,
        )
        assert weeks * 7 + rest == days

    @pytest.mark.parametrize("last", ["2026-11-23", "2025-01-01"])
    def test_a_last_period_that_cannot_be_is_told(self, last: str) -> None:
        with pytest.raises(RuleBroken, match="末次月经"):
            rules.check_days(answers(last_period=last), TODAY)

    @pytest.mark.parametrize("due", ["2026-01-15", LAST_PERIOD.isoformat(), "2027-07-08", "2029-01-01"])
    def test_a_due_day_that_cannot_belong_to_the_last_period_is_refused_there(self, due: str) -> None:
        with pytest.raises(RuleBroken) as refused:
            rules.check_days(answers(last_period=LAST_PERIOD.isoformat(), due_on=due), TODAY)
        assert refused.value.field == "due_on"

    def test_a_due_day_far_from_the_reckoned_one_is_doubted_and_not_refused(self) -> None:
        reckoned = LAST_PERIOD + dt.timedelta(days=280)
        for days, doubted in ((0, False), (21, False), (22, True), (-60, True)):
            given = answers(
                last_period=LAST_PERIOD.isoformat(), due_on=(reckoned + dt.timedelta(days=days)).isoformat()
            )
            rules.check_days(given, TODAY)
            doubt = rules.doubt_due_date(given)
            assert bool(doubt) is doubted
            assert not doubt or doubt[1] == {"day": reckoned, "days": abs(days)}
        assert rules.doubt_due_date(answers(due_on="2027-06-12")) is None


class TestBirthOrder:
    def test_says_who_does_not_count_and_why(self) -> None:
        children = [
            {"name": "甲", "source": "own", "alive": "yes"},
            {"name": "乙", "source": "adopted"},
            {"name": "丙", "source": "brought"},
            {"name": "丁", "source": "own", "alive": "no"},
            {"name": "戊", "source": "given"},
            {"name": "己"},
        ]
        found = rules.birth_order(children, RULES)
        assert (found.number, found.counted) == (4, 3)
        assert found.left_out == (("乙", "收养的"), ("丙", "再婚带来的"), ("丁", "已死亡的"))

    def test_follows_the_office(self) -> None:
        every = replace(RULES, counted=frozenset({"own", "given", "adopted", "brought", "dead"}))
        children = [{"source": "adopted"}, {"source": "own", "alive": "no"}]
        assert rules.birth_order(children, every).number == 3
        assert rules.birth_order([], every).number == 1


class TestCheckChildren:
    @pytest.mark.parametrize("rows", ["children", "newborns"])
    def test_a_row_with_only_a_name_is_asked_back(self, rows: str) -> None:
        whole, bare = {"name": "甲", "birth": "2020-01-01"}, {"name": "乙"}
        rules.check_children({rows: [whole]})
        with pytest.raises(RuleBroken) as refused:
            rules.check_children({rows: [whole, bare]})
        assert (refused.value.field, refused.value.params) == (rows, {"number": 2})


class TestCheckRegion:
    def test_a_stay_that_is_too_short_names_the_first_day(self) -> None:
        given = answers(basis="living", lives_since="2026-10-31")
        with pytest.raises(RuleBroken, match="2026-11-30"):
            rules.check_region(given, RULES, TODAY)
        rules.check_region(given, RULES, dt.date(2026, 11, 30))
        rules.check_region(given, replace(RULES, living_months=0), TODAY)

    def test_only_hukou_where_the_province_says_so(self) -> None:
        with pytest.raises(RuleBroken, match="户籍"):
            rules.check_region(answers(basis="living"), replace(RULES, hukou_only=True), TODAY)


class TestCheckParents:
    def test_either_parent_may_come_alone(self) -> None:
        rules.check_parents({}, ("2", None), RULES)
        rules.check_parents({}, ("1", None), RULES)

    @pytest.mark.parametrize(
        ("sexes", "changes", "field"),
        [
            (("1", None), {"parents": "mother"}, "partner"),
            (("2", None), {"parents": "both"}, "partner"),
            (("2", None), {"marriage_required": True}, "partner"),
            (("2", "1"), {"marriage_required": True}, "married_on"),
            (("2", "2"), {}, "partner"),
            (("0", None), {}, None),
        ],
    )
    def test_what_a_province_wants(
        self, sexes: tuple[str, str | None], changes: dict[str, Any], field: str | None
    ) -> None:
        with pytest.raises(RuleBroken) as found:
            rules.check_parents({}, sexes, replace(RULES, **changes))
        assert found.value.field == field

    @pytest.mark.parametrize(
        ("basis", "sexes", "is_taken"),
        [
            ("mother_hukou", ("2", None), True),
            ("father_hukou", ("2", "1"), True),
            ("father_hukou", ("2", None), False),
            ("mother_hukou", ("1", None), False),
            ("father_hukou", ("1", None), True),
            ("living", ("2", None), True),
        ],
    )
    def test_on_whose_hukou_it_rests_is_named(
        self, basis: str, sexes: tuple[str, str | None], is_taken: bool
    ) -> None:
        with nullcontext() if is_taken else pytest.raises(RuleBroken) as found:
            rules.check_parents({"basis": basis}, sexes, RULES)
        assert is_taken or found.value.field == "basis"

    def test_who_only_lives_here_says_since_when(self) -> None:
        with pytest.raises(RuleBroken) as found:
            rules.check_region(answers(basis="living"), replace(RULES, living_months=1), TODAY)
        assert found.value.field == "lives_since"


class TestDefinition:
    def test_both_versions_are_whole(self) -> None:
        check(DEFINITION)
        check(WITH_APPROVAL)
        assert DEFINITION.business("approval") is None

    def test_asks_nothing_about_policy(self) -> None:
        texts = str(WITH_APPROVAL.to_dict())
        assert not [word for word in ("政策内", "政策外", "准生证", "社会抚养费") if word in texts]


class TestCheckNotice:
    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("event_number", {"event_number": ""}),
            ("event_number", {"event_number": "119901198806150266"}),
            ("hospital", {"hospital": " "}),
            ("born_on", {"born_on": dt.date(2026, 11, 23)}),
            ("born_at", {"born_at": "25:00"}),
            ("number", {"number": "119901198806150267"}),
            ("phone", {"phone": "139"}),
            ("children", {"children": ()}),
            ("children", {"children": (ChildFacts("2", 0),)}),
            ("children", {"children": (ChildFacts("7"),)}),
            ("address", {"address": "电话13900000021"}),
        ],
    )
    def test_each_fault_at_its_field(self, field: str, changes: dict[str, Any]) -> None:
        with pytest.raises(RuleBroken) as found:
            check_notice(replace(TWINS, **changes), TODAY)
        assert found.value.field == field

    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            ("residence_permit_hmt", "830000199001010039"),
            ("foreign_permanent", "911124198108030024"),
            ("passport", "E12345678"),
        ],
    )
    def test_mothers_from_elsewhere(self, kind: str, number: str) -> None:
        checked = check_notice(replace(TWINS, paper_kind=kind, number=number), TODAY)
        assert (checked.number, checked.born_at) == (number, "08:05")


HEADS = [
    "事件编号",
    "医院",
    "出生时间",
    "产妇姓名",
    "产妇证件号码",
    "联系电话",
    "住址",
    "性别",
    "体重（克）",
    "分娩结局",
]


def listed(*rows: list[Any], heads: list[str] = HEADS) -> BirthList:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return read_births(content.getvalue(), TODAY)


def line(event: str, **changes: Any) -> list[Any]:
    facts = {
        "医院": "示范区妇幼保健院",
        "出生时间": dt.datetime(2026, 11, 1, 8, 5),  # noqa: DTZ001  (a workbook knows no zone)
        "产妇姓名": "刘样本",
        "产妇证件号码": "119901198806150266",
        "联系电话": 13900000021,
        "住址": "示范路2号院",
        "性别": "女",
        "体重（克）": 2450,
        "分娩结局": "活产",
    } | changes
    return [event, *facts.values()]


class TestReadBirths:
    def test_rows_of_one_event_are_one_birth(self) -> None:
        found = listed(line("E-1"), line("E-1", **{"体重（克）": 2380}), line("E-2", 产妇姓名="王样本"))
        assert found.faults == ()
        first, second = found.births
        assert [child.weight for child in first.children] == [2450, 2380]
        assert (first.born_on, first.born_at, first.phone) == (dt.date(2026, 11, 1), "08:05", "13900000021")
        assert second.mother_name == "王样本"

    def test_every_fault_is_told_with_its_row(self) -> None:
        found = listed(
            line("E-1", 性别="？"),
            line("E-2", 出生时间="昨天"),
            line("E-3", 产妇证件号码="119901198806150267"),
            line("E-4"),
            line("E-4", 产妇姓名="别人"),
        )
        assert [fault.row for fault in found.faults] == [2, 3, 4, 6]

    def test_a_loss_is_told_by_anything_but_a_live_birth(self) -> None:
        found = listed(line("E-1", 分娩结局="死产"), line("E-2", 分娩结局=None))
        assert [birth.children[0].is_lost for birth in found.births] == [True, False]

    def test_what_is_no_list_is_told(self) -> None:
        with pytest.raises(RuleBroken, match="表头"):
            listed(["x"], heads=["甲", "乙"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"due_on": "2026-10-24"}, "due_on"),  # four weeks and two days ago
        ({"due_on": "2026-10-25"}, None),
        ({"last_period": "2026-01-19"}, None),
        ({"last_period": "2026-01-16"}, "last_period"),
        ({}, None),
    ],
)
def test_who_is_registered_before_birth_is_not_born_yet(given: dict[str, str], field: str | None) -> None:
    if field is None:
        rules.check_not_born(answers(**given), TODAY)
        return
    with pytest.raises(RuleBroken, match="补登") as refused:
        rules.check_not_born(answers(**given), TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("days", "may_be"), [(9, False), (209, False), (210, True), (308, True), (309, False)]
)
def test_an_expected_day_lies_within_weeks_of_what_the_last_period_gives(days: int, may_be: bool) -> None:
    typed = answers(
        last_period=LAST_PERIOD.isoformat(), due_on=(LAST_PERIOD + dt.timedelta(days)).isoformat()
    )
    if may_be:
        rules.check_days(typed, TODAY)
        return
    with pytest.raises(RuleBroken) as refused:
        rules.check_days(typed, TODAY)
    assert refused.value.field == "due_on"
