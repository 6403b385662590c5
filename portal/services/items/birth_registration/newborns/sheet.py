"""Reading a hospital's list of births from a workbook: rows with one event number are the children of one birth. No database."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

from portal.errors import N_, RuleBroken
from portal.services.items.birth_registration.newborns.notice import (
    ChildFacts,
    NoticeFacts,
    check_notice,
)
from portal.standards import sheets
from portal.standards.codes import FEMALE, MALE
from portal.standards.papers import PAPERS

MOST_ROWS = 500
LIMITS = sheets.Limits(packed=4 * sheets.MIB, unpacked=64 * sheets.MIB, memory=512 * sheets.MIB)
# What a column may be called; blanks are ignored. The first name of each is the one that the page tells.
HEADS: dict[str, tuple[str, ...]] = {
    "event_number": (N_("事件编号"), N_("编号")),
    "hospital": (N_("医院"), N_("助产机构")),
    "born": (N_("出生时间"), N_("出生日期")),
    "mother_name": (N_("产妇姓名"), N_("母亲姓名")),
    "paper_kind": (N_("证件种类"), N_("证件类型")),
    "number": (N_("产妇证件号码"), N_("母亲身份证号"), N_("证件号码")),
    "phone": (N_("联系电话"), N_("手机号")),
    "address": (N_("住址"), N_("现住址")),
    "sex": (N_("新生儿性别"), N_("性别")),
    "weight": (N_("体重"), N_("体重（克）"), N_("体重(克)")),
    "outcome": (N_("分娩结局"), N_("转归")),
    "wish": (N_("是否同意走访"), N_("同意走访")),
}
_REQUIRED = ("event_number", "hospital", "born", "mother_name", "sex")
_SEXES = {N_("男"): MALE, N_("女"): FEMALE, MALE: MALE, FEMALE: FEMALE}
_ALIVE = frozenset({"", N_("活产"), N_("存活"), N_("健在")})
_NO = frozenset({N_("否"), N_("不同意"), N_("不愿意")})
_MOMENT = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D*?(?:\s+(\d{1,2}:\d{2}).*)?")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row of the list."""

    row: int
    error: RuleBroken


@dataclass(frozen=True)
class BirthList:
    """The births of a list, and every fault found in it; with a fault nothing is taken."""

    births: tuple[NoticeFacts, ...]
    faults: tuple[Fault, ...]


def read_births(source: IO[bytes] | bytes, today: dt.date) -> BirthList:
    """Read the first sheet; raises RuleBroken at `file` for what is no list of births or too long."""
    rows = _rows(source)
    columns = _find_heads(rows)
    births: dict[str, NoticeFacts] = {}
    places: dict[str, int] = {}
    faults: list[Fault] = []
    for number, cells in rows:
        values = {name: _text(cells[i]) for name, i in columns.items() if i < len(cells)}
        if not any(values.values()):
            continue
        if len(places) + len(faults) >= MOST_ROWS:
            raise RuleBroken("file", N_("一次最多导入 %(most)s 行，请分开导入。"), most=MOST_ROWS)
        try:
            one = _read(values)
        except RuleBroken as error:
            faults.append(Fault(number, error))
            continue
        event = one.event_number
        if event in births and _same_birth(births[event], one):
            births[event] = replace(births[event], children=births[event].children + one.children)
        elif event in births:
            faults.append(
                Fault(number, RuleBroken("event_number", N_("事件编号相同，但产妇或出生日期不同。")))
            )
        else:
            births[event], places[event] = one, number
    checked = []
    for event, one in births.items():
        try:
            checked.append(check_notice(one, today))
        except RuleBroken as error:
            faults.append(Fault(places[event], error))
    return BirthList(tuple(checked), tuple(sorted(faults, key=lambda fault: fault.row)))


def _rows(source: IO[bytes] | bytes) -> Iterator[tuple[int, list[Any]]]:
    first = None
    for row in sheets.read_rows(source, LIMITS):
        first = first or row.sheet
        if row.sheet != first:
            return
        yield row.number, row.cells


def _find_heads(rows: Iterator[tuple[int, list[Any]]]) -> dict[str, int]:
    for number, cells in rows:
        heads = {"".join(_text(cell).split()): place for place, cell in enumerate(cells)}
        found = {
            name: heads[word] for name, words in HEADS.items() for word in reversed(words) if word in heads
        }
        if set(_REQUIRED) <= set(found):
            return found
        if number >= 10:
            break
    raise RuleBroken(
        "file",
        N_("没有找到表头。第一张表须有这些列：%(heads)s。"),
        heads="、".join(HEADS[name][0] for name in _REQUIRED),
    )


def _read(values: dict[str, str]) -> NoticeFacts:
    day, time = _moment(values.get("born", ""))
    sex = _SEXES.get(values.get("sex", ""), "" if values.get("sex") else "0")
    if not sex:
        raise RuleBroken("sex", N_("性别请填“男”或“女”。"))
    weight = values.get("weight", "")
    if weight and not weight.isdecimal():
        raise RuleBroken("weight", N_("体重请填克数，不带单位。"))
    return NoticeFacts(
        event_number=values.get("event_number", ""),
        hospital=values.get("hospital", ""),
        born_on=day,
        born_at=time,
        mother_name=values.get("mother_name", ""),
        paper_kind=_kind(values.get("paper_kind", "")),
        number=values.get("number", ""),
        phone=values.get("phone", ""),
        address=values.get("address", ""),
        is_opted_out=values.get("wish", "") in _NO,
        children=(
            ChildFacts(sex, int(weight) if weight else None, is_lost=values.get("outcome", "") not in _ALIVE),
        ),
    )


def _kind(text: str) -> str:
    if not text:
        return "citizen"
    kind = next((code for code, known in PAPERS.items() if text in (known.label, code)), None)
    if kind is None:
        raise RuleBroken("paper_kind", N_("不认识证件种类“%(kind)s”。"), kind=text)
    return kind


def _moment(text: str) -> tuple[dt.date, str]:
    found = _MOMENT.fullmatch(text.strip())
    try:
        if found is not None:
            return dt.date(int(found[1]), int(found[2]), int(found[3])), found[4] or ""
    except ValueError:
        found = None
    raise RuleBroken("born", N_("出生时间读不出来，请写成 2026-11-01 8:05。"))


def _same_birth(one: NoticeFacts, other: NoticeFacts) -> bool:
    return (one.mother_name, one.number, one.born_on) == (other.mother_name, other.number, other.born_on)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}" if cell.time() != dt.time() else f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
