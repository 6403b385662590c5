"""Reading a roster from a workbook, and writing the report that lists every row with a fault. No database here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from portal.errors import N_, RuleBroken
from portal.residents.person import Person
from portal.standards import sheets
from portal.standards.codes import ETHNIC_GROUPS, SEX
from portal.standards.papers import PAPERS
from portal.standards.private_use import in_standard_characters

# What a column may be called; blanks are ignored.
HEADS: dict[str, tuple[str, ...]] = {
    "name": (N_("姓名"),),
    "kind": (N_("证件种类"), N_("证件类型")),
    "number": (N_("证件号码"), N_("身份证号码"), N_("身份证号"), N_("公民身份号码"), N_("身份号码")),
    "sex": (N_("性别"),),
    "birth_date": (N_("出生日期"), N_("出生年月日")),
    "ethnic_group": (N_("民族"),),
    "phone": (N_("联系电话"), N_("手机号"), N_("手机"), N_("电话")),
    "household_address": (N_("户籍地址"), N_("户籍地")),
    "address": (N_("现住址"), N_("住址"), N_("居住地址"), N_("现居住地址")),
    "grid_id": (N_("网格"), N_("所在网格"), N_("所属网格")),
    "no_document_reason": (N_("没有证件的原因"), N_("无证件原因")),
    "guardian": (N_("监护人"),),
}
_REQUIRED = ("name", "number")
_TEXTS = ("name", "phone", "household_address", "address", "no_document_reason", "guardian")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_EXACT_DIGITS = 15  # a workbook keeps no more digits of a number
_ZHU = N_("族")
SEX_WORDS = {N_("男"): "1", N_("女"): "2"}


class RosterUnreadable(RuntimeError):
    """The file is no workbook, or has no row of heads that this portal knows; the sentence says what to do."""


@dataclass(frozen=True)
class RosterRow:
    """One row: its number in the sheet, the person, and what could not be read."""

    row: int
    person: Person
    faults: tuple[RuleBroken, ...] = ()


def read_roster(path: Path, grids: Mapping[str, int]) -> Iterator[RosterRow]:
    """Yield the rows of the first sheet, streamed; `grids` gives keys of grids by name and code. Raises RosterUnreadable."""
    rows = _rows_of(path)
    columns = _find_heads(rows)
    for number, cells in rows:
        values = {name: cells[i] for name, i in columns.items() if i < len(cells)}
        if any(v not in (None, "") for v in values.values()):
            yield _read_row(number, values, grids)


def _rows_of(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the first sheet, with their numbers in it."""
    first = None
    try:
        for row in sheets.read_rows(path):
            first = first or row.sheet
            if row.sheet != first:
                return
            yield row.number, row.cells
    except sheets.SheetTooLarge as error:
        raise RosterUnreadable(
            f"{path.name} is too large, or becomes too large when unpacked; split it and import the parts."
        ) from error
    except (sheets.SheetUnreadable, OSError) as error:
        raise RosterUnreadable(
            f"{path.name} cannot be read as a workbook; save it as .xlsx and try again."
        ) from error


def _find_heads(rows: Iterator[tuple[int, list[Any]]]) -> dict[str, int]:
    """Where each column stands; the row of heads is among the first ten, under a title or two."""
    for number, cells in rows:
        words = {"".join(str(c).split()): i for i, c in enumerate(cells) if c is not None}
        found = {name: words[h] for name, heads in HEADS.items() for h in reversed(heads) if h in words}
        if all(name in found for name in _REQUIRED):
            return found
        if number >= 10:
            break
    wanted = ", ".join(HEADS[name][0] for name in _REQUIRED)
    raise RosterUnreadable(
        f"no row of heads found in the first ten rows; name at least these columns: {wanted}."
    )


def _read_row(row: int, values: Mapping[str, Any], grids: Mapping[str, int]) -> RosterRow:
    faults: list[RuleBroken] = []

    def take(name: str, read: Any) -> Any:
        try:
            return read(values.get(name))
        except RuleBroken as fault:
            fault.field = name
            faults.append(fault)
            return read(None)

    texts: dict[str, Any] = {name: _text(values.get(name)) for name in _TEXTS}
    person = Person(
        kind=take("kind", _kind),
        number=take("number", _number),
        sex=take("sex", _sex),
        birth_date=take("birth_date", _day),
        ethnic_group=take("ethnic_group", _ethnic_group),
        grid_id=take("grid_id", lambda value: _grid(value, grids)),
        **texts,
    )
    return RosterRow(row, person, tuple(faults))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return in_standard_characters(str(value)).strip()


def _number(value: Any) -> str:
    """A number kept as a figure has lost its last digits, which no check digit would always show."""
    if isinstance(value, int | float) and abs(value) >= 10**_EXACT_DIGITS:
        raise RuleBroken(
            "number", N_("这一格是数字格式，末几位已被表格软件改掉。请改成文本格式后重新填写号码。")
        )
    return _text(value)


def _kind(value: Any) -> str:
    words = "".join(_text(value).split())
    if not words:
        return "citizen"
    found = next((k.code for k in PAPERS.values() if words in (k.code, k.label, k.label.split("(")[0])), None)
    if found is None and words in (N_("身份证"), N_("第二代居民身份证")):
        return "citizen"
    if found is None:
        raise RuleBroken("kind", N_("不认识的证件种类：%(words)s。"), words=words)
    return found


def _sex(value: Any) -> str:
    words = _text(value)
    found = SEX_WORDS.get(words, words)
    if found and found not in SEX:
        raise RuleBroken("sex", N_("不认识的性别：%(words)s。"), words=words)
    return found


def _ethnic_group(value: Any) -> str:
    words = _text(value)
    by_label = {label: code for code, label in ETHNIC_GROUPS.items()}
    found = words if words in ETHNIC_GROUPS else by_label.get(words) or by_label.get(words + _ZHU)
    if words and not found:
        raise RuleBroken("ethnic_group", N_("不认识的民族：%(words)s。"), words=words)
    return found or ""


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    words = _text(value)
    match = _DAY.fullmatch(words)
    try:
        if match:
            return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        match = None
    if words:
        raise RuleBroken("birth_date", N_("不是日期：%(words)s。请写成1966-11-22。"), words=words)
    return None


def _grid(value: Any, grids: Mapping[str, int]) -> int | None:
    words = _text(value)
    if words and words not in grids:
        raise RuleBroken("grid_id", N_("没有这个网格：%(words)s。"), words=words)
    return grids.get(words)


class Report:
    """The file beside a roster: each row that was refused, or taken with something to look at, and why."""

    COLUMNS = (N_("行号"), N_("姓名"), N_("结果"), N_("栏目"), N_("原因"))
    REFUSED, TAKEN = N_("未导入"), N_("已导入，请核对")

    def __init__(self, path: Path) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.path = path
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet()
        self._sheet.set_column(0, 4, 16)
        self._sheet.set_column(4, 4, 80)
        self._next = 0
        self._write(self.COLUMNS)

    def add(self, row: int, name: str, result: str, found: RuleBroken) -> None:
        """One line: why this row was refused, or what to look at."""
        label = HEADS[found.field][0] if found.field in HEADS else ""
        self._write((row, name, result, label, str(found)))

    def __enter__(self) -> Report:
        """The report itself; it is written when the block ends, and not left behind by one that failed."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        """Finish the file; OSError where it cannot be written."""
        self._book.close()
        if kind is not None:
            self.path.unlink(missing_ok=True)

    def _write(self, cells: tuple[Any, ...]) -> None:
        for column, value in enumerate(cells):
            if isinstance(value, int):
                self._sheet.write_number(self._next, column, value)
            else:
                self._sheet.write_string(self._next, column, value)
        self._next += 1
