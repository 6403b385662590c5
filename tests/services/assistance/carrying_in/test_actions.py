"""Coming in from paper: what is wrong is named by its cell, and every book is whole afterwards."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import pytest
import xlsxwriter
from sqlalchemy import func, select

from portal import clock
from portal.db import session, transaction
from portal.documents.actions import allocate_number, declare_number
from portal.documents.actions.ranges import allocate_numbers, declare_used
from portal.documents.books import verify_numbers
from portal.errors import Forbidden, RuleBroken
from portal.jobs import running
from portal.jobs.models import Job
from portal.residents.models import Resident
from portal.services.assistance.carrying_in import actions, cells, queries
from portal.services.assistance.carrying_in.kinds import kind_of
from portal.services.assistance.carrying_in.models import CarryIn, CarryInRow
from portal.services.assistance.carrying_in.workbooks import template_of
from portal.services.assistance.models import SupportFile
from portal.services.items.senior_card.models import SeniorCard
from portal.standards import sheets
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("database")

HEAD = {
    "户号": "示街办保户〔2024〕7号",
    "与户主关系": "户主",
    "姓名": "张䶮",
    "身份证号": "119901196611220018",
    "救助类别": "最低生活保障",
    "城市或农村": "城市",
    "类别": "B类",
    "社区": "和平社区",
    "保障标准": "640",
    "家庭月收入": "300",
    "月保障金": "980.00",
    "批准日期": "2024-03-15",
    "起始月份": "2024-04",
    "开户银行": "示范农商银行",
    "账号": "6222000000000000004",
}
SON = {
    "户号": "示街办保户〔2024〕7号",
    "与户主关系": "子",
    "姓名": "张小宝",
    "身份证号": "11990120101105003X",
}


def workbook(kind: str, rows: Sequence[dict[str, str]]) -> bytes:
    """A filled-in template, the same bytes each time."""
    heads = [column.heading for column in kind_of(kind).columns]
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 1, 5)})  # noqa: DTZ001  (the same bytes each time)
    sheet = book.add_worksheet()
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head)
    for number, row in enumerate(rows, start=1):
        for head, text in row.items():
            sheet.write_string(number, heads.index(head), text)
    book.close()
    return target.getvalue()


def _handed_in(kind: str, rows: Sequence[dict[str, str]]) -> int:
    with transaction():
        key = actions.hand_in_paper(
            staff.actor("clerk"), kind=kind, file_name="旧册.xlsx", content=workbook(kind, rows)
        ).id
    running.run_pending()
    return key


def _carried(key: int, who: str = "reviewer") -> CarryIn:
    with transaction():
        actions.carry_in_paper(staff.actor(who), session.get_one(CarryIn, key), version=None)
    running.run_pending()
    return _see(key)


def _see(key: int) -> CarryIn:
    found = session.get_one(CarryIn, key)
    session.refresh(found)
    return found


def _faults(key: int) -> list[tuple[str, str]]:
    return [(one.cell, one.column) for one in queries.list_faults(key)[0]]


def _son() -> dict[str, str]:
    return SON | {"身份证号": residents.identity_number(dt.date(2010, 11, 5), 3)}


class TestHouseholds:
    def test_a_trial_stores_nothing_and_a_second_person_lets_it_in(self) -> None:
        key = _handed_in("households", [HEAD, _son()])
        with transaction("read"):
            assert (_see(key).state, _see(key).good, _see(key).wrong) == ("checked", 2, 0)
            assert not session.scalars(select(SupportFile)).all()
            assert not session.scalars(select(Resident)).all()
        with pytest.raises(Forbidden), transaction():
            actions.carry_in_paper(staff.actor("clerk"), _see(key), version=None)
        found = _carried(key)
        assert (found.state, found.taken) == ("done", 2)
        with transaction("read"):
            file = session.scalars(select(SupportFile)).one()
            assert (file.number, file.head_name, file.unit.code) == (HEAD["户号"], "张䶮", "C1")
            (decision,) = file.decisions
            assert (decision.kind, decision.total_fen, decision.persons) == ("carried_in", 98_000, 2)
            assert (decision.number, decision.effective_month.isoformat()) == (file.number, "2024-04-01")
            assert file.account == HEAD["账号"]
            assert {m.resident.name for m in file.members} == {"张䶮", "张小宝"}
            assert all(report.is_whole for report in verify_numbers())
            assert not session.scalars(select(CarryInRow).where(CarryInRow.values_sealed.is_not(None))).all()
        with pytest.raises(RuleBroken, match="已经转入过"), transaction():
            actions.hand_in_paper(
                staff.actor("clerk"),
                kind="households",
                file_name="旧册.xlsx",
                content=workbook("households", [HEAD, _son()]),
            )

    def test_every_fault_of_a_household_is_told_at_once_each_in_its_row(self) -> None:
        head = HEAD | {"社区": "别处社区", "保障标准": "六百", "批准日期": "去年", "账号": "12"}
        son = SON | {"与户主关系": "侄孙媳", "姓名": "", "身份证号": "119901", "联系电话": "12"}
        key = _handed_in("households", [head, son])
        with transaction("read"):
            assert (_see(key).good, _see(key).wrong) == (0, 2)
            assert _faults(key) == [
                ("J2", "社区"),
                ("L2", "保障标准"),
                ("Q2", "批准日期"),
                ("U2", "账号"),
                ("B3", "与户主关系"),
                ("C3", "姓名"),
                ("D3", "身份证号"),
                ("E3", "联系电话"),
            ]

    @pytest.mark.parametrize(
        ("kind", "row", "told"),
        [
            (
                "senior_cards",
                {"证件种类": "蓝证", "姓名": "张䶮", "身份证号": "119901", "发证日期": "9999-01-01"},
                ["A2", "B2", "D2", "F2"],
            ),
            (
                "numbers",
                {"单位": "别处", "编号簿": "没有这本", "年份": "1990", "已用到第几号": "〇", "作废序号": "x"},
                ["A2", "B2", "C2", "D2", "E2"],
            ),
        ],
    )
    def test_every_fault_of_a_row_is_told_at_once(
        self, kind: str, row: dict[str, str], told: list[str]
    ) -> None:
        key = _handed_in(kind, [row])
        with transaction("read"):
            assert [cell for cell, _column in _faults(key)] == told

    def test_who_is_supported_already_is_named_in_their_own_row(self) -> None:
        _carried(_handed_in("households", [HEAD, _son()]))
        other = {"户号": "示街办保户〔2024〕8号", "身份证号": "119901196611220034", "姓名": "李试"}
        key = _handed_in("households", [HEAD | other, _son() | {"户号": other["户号"]}])
        with transaction("read"):
            assert _faults(key) == [("D3", "身份证号")]

    def test_the_name_of_the_file_gives_nobody_away(self) -> None:
        with transaction():
            made = actions.hand_in_paper(
                staff.actor("clerk"),
                kind="households",
                file_name="张䶮119901196611220018 第2册.xlsx",
                content=workbook("households", [HEAD]),
            )
            assert made.file_name == "张䶮*** 第2册.xlsx"
            job = session.get_one(Job, made.job_id)
            assert job.title == f"纸质转入试运行 在保户 第{made.id}号"

    @pytest.mark.parametrize(
        ("change", "cell"),
        [
            ({"身份证号": "119901196611220019"}, "D2"),
            ({"月保障金": "981"}, "N2"),
            ({"社区": "没有这个社区"}, "J2"),
            ({"起始月份": "四月"}, "R2"),
            ({"与户主关系": "干儿子"}, "B2"),
            ({"账号": "12"}, "U2"),
            ({"批准日期": "9999-12-31"}, "Q2"),
            ({"批准日期": "2026-11-23"}, "Q2"),
            ({"起始月份": "9999-12"}, "R2"),
            ({"起始月份": "2027-01"}, "R2"),
            ({"起始月份": "0001-01"}, "R2"),
            ({"保障标准": "99999999999.99"}, "L2"),
            ({"月保障金": "1000000.01", "金额说明": "补"}, "N2"),
            ({"户号": ""}, ""),
        ],
    )
    def test_each_fault_is_named_by_its_cell(self, change: dict[str, str], cell: str) -> None:
        row = {
            head: text
            for head, text in (HEAD | {"家庭月收入": "0", "月保障金": "640"} | change).items()
            if text
        }
        key = _handed_in("households", [row])
        with transaction("read"):
            assert (_see(key).good, _see(key).wrong) == (0, 1)
            if cell:
                assert [place for place, _column in _faults(key)] == [cell]

    def test_a_number_that_nothing_can_hold_is_a_fault_of_its_row(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def overflows(*_args: object) -> int:
            raise OverflowError("date value out of range")

        monkeypatch.setattr(cells, "fen", overflows)
        key = _handed_in("households", [HEAD])
        with transaction("read"):
            assert (_see(key).state, _see(key).wrong) == ("checked", 1)

    @pytest.mark.both
    def test_somebody_in_two_households_and_somebody_supported_already(self) -> None:
        other = HEAD | {"户号": "示街办保户〔2024〕8号"}
        key = _handed_in("households", [HEAD | {"月保障金": "340"}, other | {"月保障金": "340"}])
        with transaction("read"):
            assert _faults(key) == [("D3", "身份证号")]
        assert _carried(key).taken == 1
        again = _handed_in("households", [other | {"月保障金": "340"}])
        with transaction("read"):
            assert _faults(again) == [("D2", "身份证号")]
            assert session.scalar(select(func.count(SupportFile.id))) == 1


class TestNumbers:
    def test_the_book_goes_on_after_the_last_paper_number_and_verifies(self) -> None:
        row = {
            "单位": "示范街道办事处",
            "编号簿": "受理编号",
            "年份": "2026",
            "已用到第几号": "300",
            "作废序号": "12、15",
            "作废原因": "写坏",
        }
        assert _carried(_handed_in("numbers", [row])).taken == 1
        with transaction():
            number = allocate_number(staff.actor("clerk"), unit_id=staff.unit("S").id, kind="acceptance")
            assert number.text == "示街办受〔2026〕301号"
        with transaction("read"):
            (report,) = verify_numbers()
            assert (report.is_whole, report.last, report.used, report.void) == (True, 301, 299, 2)
        lower = _handed_in("numbers", [row | {"已用到第几号": "200"}])
        with transaction("read"):
            assert _faults(lower) == [("D2", "已用到第几号")]

    def test_a_household_takes_its_number_whether_the_book_came_before_or_after(self) -> None:
        head = HEAD | {"户号": "示街办保户〔2026〕7号", "批准日期": "2026-03-15", "月保障金": "340"}
        late = head | {"户号": "示街办保户〔2026〕9号", "姓名": "陈𬭚", "身份证号": "119901195611220056"}
        assert _carried(_handed_in("households", [head])).taken == 1
        book = {"单位": "S", "编号簿": "在保户号", "年份": "2026", "已用到第几号": "20"}
        assert _carried(_handed_in("numbers", [book])).taken == 1
        assert _carried(_handed_in("households", [late])).taken == 1
        with transaction("read"):
            assert all(report.is_whole for report in verify_numbers())

    def test_a_range_steps_over_what_was_declared_and_leaves_no_gap(self) -> None:
        clerk, unit_id = staff.actor("clerk"), staff.unit("S").id
        with transaction():
            declare_used(clerk, unit_id=unit_id, kind="acceptance", last=3, on=clock.today())
            declare_number(
                clerk, unit_id=unit_id, kind="acceptance", text="示街办受〔2026〕5号", on=clock.today()
            )
            made = allocate_numbers(clerk, unit_id=unit_id, kind="acceptance", count=3)
            assert [one.text for one in made] == [f"示街办受〔2026〕{n}号" for n in (4, 6, 7)]
        with transaction("read"):
            assert all(report.is_whole for report in verify_numbers())


class TestCards:
    def test_a_card_comes_in_with_its_number_and_only_once(self) -> None:
        with transaction():
            services.seed()
        row = {
            "证号": "示街办优绿〔2024〕88号",
            "证件种类": "老年优待证（绿证）",
            "姓名": "张䶮",
            "身份证号": "119901196611220018",
            "发证日期": "2026-11-22",
        }
        assert _carried(_handed_in("senior_cards", [row])).taken == 1
        with transaction("read"):
            card = session.scalars(select(SeniorCard)).one()
            assert (card.number, card.status, card.application.state) == (row["证号"], "valid", "closed")
            assert all(report.is_whole for report in verify_numbers())
        again = _handed_in("senior_cards", [row | {"证号": "示街办优绿〔2024〕89号"}])
        with transaction("read"):
            assert _faults(again) == [("D2", "身份证号")]


class TestWorkbook:
    def test_every_template_can_be_read_back_and_says_how_to_fill_it_in(self) -> None:
        for code in ("households", "numbers", "senior_cards"):
            rows = list(sheets.read_rows(template_of(kind_of(code))))
            heads = [str(cell).rstrip("*") for cell in rows[0].cells]
            assert heads == [column.heading for column in kind_of(code).columns]
            assert len([row for row in rows if row.sheet == "填写说明"]) == len(heads) + 1

    def test_another_workbook_is_refused_with_the_name_of_the_template(self) -> None:
        with pytest.raises(RuleBroken, match="没有找到表头"), transaction():
            actions.hand_in_paper(
                staff.actor("clerk"),
                kind="households",
                file_name="别的.xlsx",
                content=template_of(kind_of("numbers")),
            )
