"""The commands: a roster with every kind of fault, and a synthetic registry that is the same for the same seed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from portal.audit.queries import list_entries, verify_chain
from portal.db import session, transaction
from portal.residents.models import NameGram, Resident
from portal.residents.person import faults_of
from portal.residents.queries import search_residents
from portal.residents.synthetic import make_people
from portal.web.application import Portal
from tests.factories import residents, staff

TODAY = dt.date(2026, 11, 22)
HEADS = ["序号", "姓名", "证件种类", "身份证号", "性别", "出生日期", "民族", "手机号", "现住址", "网格"]
GOOD = [
    [
        1,
        "张䶮",
        "",
        "119901196611220018",
        "男",
        "1966-11-22",
        "汉",
        13900000001,
        "示范路1号",
        "和平社区第一网格",
    ],
    [2, "李样本", "居民身份证", "119901195007200027", "", None, "回族", "", "示范路2号", "G1"],
    [3, "=1+1", "护照", "E11990001", "女", dt.date(1990, 1, 1), "", "", "", ""],
]
BAD = [
    [4, "王错码", "", "119901196611220019", "", None, "", "", "", ""],
    [5, "王数字", "", 119901196611220018, "", None, "", "", "", ""],
    [6, "王矛盾", "", "119901196402290132", "女", "1964-02-28", "", "12", "", ""],
    [7, "张䶮", "", "119901196611220018", "", None, "", "", "", ""],
    [8, "王陌生", "船员证", "1", "", "昨天", "火星", "", "", "月球网格"],
    [9, "", "", "119901196802290246", "", None, "", "", "", ""],
]
NOTED = [
    [10, "阿卜杜拉.买买提江", "", "119901197309150011", "", None, "维吾尔族", "", "", ""],
    [11, "赵旧号", "", "119901650301003", "", None, "", "", "", ""],
]


def _roster(folder: Path, rows: list[list[object]], heads: list[str] = HEADS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["示范街道居民名册"])
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    for row_cells in sheet.iter_rows():
        for cell in row_cells:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    path = folder / "roster.xlsx"
    book.save(path)
    return path


def _report(path: Path) -> list[tuple[object, ...]]:
    sheet = load_workbook(path.with_name("roster.report.xlsx")).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def _run(app: Portal, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=[*words])
    return done.exit_code, done.output


def _good_number(row: list[object]) -> list[object]:
    from portal.standards.identity import check_digit

    number = row[3]
    return [
        *row[:3],
        number[:17] + check_digit(number[:17]) if isinstance(number, str) and len(number) == 18 else number,
        *row[4:],
    ]


def _own_character() -> list[object]:
    row = list(GOOD[2])
    row[1] = "李\ue000"
    return row


class TestImportRoster:
    def test_good_rows_are_registered_and_each_refused_one_is_explained(
        self, app: Portal, tmp_path: Path
    ) -> None:
        good = [_good_number(GOOD[0]), _good_number(GOOD[1]), GOOD[2]]
        path = _roster(tmp_path, [*good, *BAD, *map(_good_number, NOTED)])
        code, said = _run(app, "residents", "import", str(path))
        assert (code, "5 registered, 6 refused, 2 to look at" in said) == (0, True), said
        lines = _report(path)[1:]
        by_row = {
            row: [str(line[4]) for line in lines if line[0] == row] for row in {line[0] for line in lines}
        }
        assert "校验码不符" in by_row[6][0]
        assert "数字格式" in by_row[7][0]
        assert len(by_row[8]) == 3
        assert "第3行" in by_row[9][0]
        assert len(by_row[10]) == 4
        assert "没有填写姓名" in by_row[11][0]
        assert "阿卜杜拉·买买提江" in by_row[12][0]
        assert "请与证件核对" in by_row[13][0]
        with app.app_context():
            found = {r.name: r for r in session.query(Resident)}
            assert set(found) == {"张䶮", "李样本", "=1+1", "阿卜杜拉·买买提江", "赵旧号"}
            assert found["张䶮"].phone == "13900000001"
            assert found["张䶮"].grid_id == found["李样本"].grid_id == staff.unit("G1").id
            assert found["李样本"].ethnic_group == "03"
            assert len(found["赵旧号"].papers) == 2
            assert found["张䶮"].registered_by_unit_id == staff.unit("S").id
            assert [e.facts["source"] for e in list_entries(verb="residents.register")] == ["roster"] * 5
            assert search_residents(staff.actor("clerk"), "119901650301003").lines

    def test_a_dry_run_says_the_same_and_stores_nothing(self, app: Portal, tmp_path: Path) -> None:
        path = _roster(tmp_path, [_good_number(GOOD[0]), *BAD])
        code, said = _run(app, "residents", "import", str(path), "--dry-run")
        assert (code, "1 would be registered, 6 refused" in said) == (0, True), said
        with app.app_context():
            assert session.query(Resident).count() == 0

    def test_people_registered_already_are_refused(self, app: Portal, tmp_path: Path) -> None:
        with app.app_context(), transaction():
            residents.make_zhang()
        same, other, namesake = (list(GOOD[0]) for _ in range(3))
        other[1], namesake[3] = "李同号", "119901196611220034"
        path = _roster(tmp_path, [same, other, _good_number(namesake)])
        _code, said = _run(app, "residents", "import", str(path))
        assert "0 registered, 3 refused" in said
        words = [str(line[4]) for line in _report(path)[1:]]
        assert ["已经登记过" in words[0], "另一姓名" in words[1], "姓名和出生日期相同" in words[2]] == [
            True
        ] * 3

    def test_a_file_that_is_no_roster_names_the_mend(self, app: Portal, tmp_path: Path) -> None:
        text = tmp_path / "roster.xlsx"
        text.write_text("no workbook", "utf-8")
        code, said = _run(app, "residents", "import", str(text))
        assert (code, "save it as .xlsx" in said) == (1, True)
        code, said = _run(app, "residents", "import", str(_roster(tmp_path, [], ["名字", "号码"])))
        assert (code, "身份证号" in said or "证件号码" in said) == (1, True)
        assert _run(app, "residents", "import", str(tmp_path / "none.xlsx"))[0] == 2

    def test_a_character_of_an_old_system_becomes_the_standard_one(self, app: Portal, tmp_path: Path) -> None:
        row = list(_good_number(GOOD[0]))
        row[1] = "张\ue863"
        code, said = _run(app, "residents", "import", str(_roster(tmp_path, [row, _own_character()])))
        assert (code, "1 registered, 1 refused" in said) == (0, True), said
        assert "自造字" in str(_report(tmp_path / "roster.xlsx")[1][4])
        with app.app_context():
            assert [r.name for r in session.query(Resident)] == ["张䶮"]

    def test_a_report_that_cannot_be_written_is_said_so(self, app: Portal, tmp_path: Path) -> None:
        path = _roster(tmp_path, [_good_number(GOOD[0])])
        path.with_name("roster.report.xlsx").mkdir()
        code, said = _run(app, "residents", "import", str(path))
        assert (code, "cannot be written" in said) == (1, True)

    def test_what_stands_in_the_report_is_no_formula(self, app: Portal, tmp_path: Path) -> None:
        path = _roster(tmp_path, [[1, "=HYPERLINK(1)", "", "1", "", None, "", "", "", ""]])
        _run(app, "residents", "import", str(path))
        sheet = load_workbook(path.with_name("roster.report.xlsx")).worksheets[0]
        assert [cell.data_type for cell in sheet[2]] == ["n", "s", "s", "s", "s"]


class TestGenerate:
    def test_the_same_seed_gives_the_same_people_on_any_day(self) -> None:
        first = list(make_people(300, seed=7, today=TODAY))
        assert first == list(make_people(300, seed=7, today=dt.date(2027, 3, 1)))
        assert first[200:] == list(make_people(100, seed=7, today=TODAY, start=200))
        assert first != list(make_people(300, seed=8, today=TODAY))

    def test_everybody_keeps_the_rules_under_the_synthetic_division(self) -> None:
        people = list(make_people(5000, seed=1, today=TODAY))
        assert not [p for p in people if faults_of(p, TODAY)]
        assert all(p.number.startswith("119901") for p in people)
        assert len({p.number for p in people}) == len(people)
        names = "".join(p.name for p in people)
        assert "·" in names
        assert any(ord(c) > 0xFFFF for c in names)

    def test_they_are_stored_found_and_not_stored_twice(self, app: Portal) -> None:
        code, said = _run(app, "generate", "--residents", "250", "--seed", "3")
        assert (code, said) == (0, "250 residents stored\n")
        code, said = _run(app, "generate", "--residents", "260", "--seed", "3")
        assert said == "10 residents stored, 250 were there already\n"
        wanted = next(make_people(1, seed=3, today=TODAY))
        with app.app_context():
            assert session.query(Resident).count() == 260
            assert session.query(NameGram).count() > 260 * 4
            line = search_residents(staff.actor("clerk"), wanted.number).lines[0]
            assert (line.name, line.birth_date) == (wanted.name, wanted.birth_date)
            assert line.id in {
                found.id for found in search_residents(staff.actor("clerk"), wanted.name).lines
            }
            assert verify_chain().broken_at is None

    def test_wrong_use_is_told_apart(self, app: Portal) -> None:
        assert _run(app, "generate", "--residents", "0")[0] == 2
        assert _run(app, "generate")[0] == 2

    def test_production_refuses_made_up_people(self, app: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
        from dataclasses import replace

        monkeypatch.setitem(app.config, "PORTAL", replace(app.config["PORTAL"], environment="production"))
        code, said = _run(app, "generate", "--residents", "1")
        assert (code, "refused" in said) == (1, True)
