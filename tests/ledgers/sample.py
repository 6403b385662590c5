"""A ledger of made-up lines, declared for one test at a time: whatever a person can type, and values of every kind.

The lines come from a statement of their own that needs no table, so that a test has as many as it wishes, on any database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import CTE, ColumnElement, case, literal, null, select

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values
from portal.standards.phones import mask_phone

NAMES = (
    "张三",
    "䶮𬭚𬎆",
    "阿卜杜拉·买买提",
    '=1+1"',
    "+8613900000000",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "http://127.0.0.1/",
    "0012",
)
START = dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC)
KINDS = ("甲类", "乙类", "丙类", "")


def numbers(count: int) -> CTE:
    """The numbers from 0, so many."""
    first = select(literal(0).label("n")).where(literal(count) > 0).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n + 1 < count))


def values_of(number: int) -> dict[str, Any]:
    """What the line with this number says, from 0."""
    return {
        "number": f"示街办受〔2026〕{number + 1}号",
        "at": START + dt.timedelta(minutes=number),
        "on": dt.date(2026, 11, 22),
        "name": NAMES[number % len(NAMES)],
        "state": "已受理",
        "days": 20,
        "fee": 123450 + number,
        "note": None,
        "phone": f"139{number:08}",
        "sort": KINDS[number % 4],
        "grade": None if number % 7 == 0 else number % 3,
    }


def ledger_of_lines(
    count: int, *, values: Callable[[int], dict[str, Any]] = values_of, **changes: Any
) -> Ledger:
    """A ledger that holds `count` lines for anybody who may read it; every tenth is cancelled."""
    lines = numbers(count)
    n = lines.c.n

    def conditions(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
        return [literal(asked.of("kind")) != "none"]

    def read() -> Values:
        return lambda found: values(found[0])

    told: dict[str, Any] = {
        "name": "sample",
        "title": "样例台账",
        "permission": "ledgers.read_ledger",
        "period_label": N_("受理日期"),
        "columns": (
            Column("position", N_("序号"), 10, "number"),
            Column("number", N_("受理号"), 40, "code", is_link=True, expression=n),
            Column("at", N_("受理时间"), 30, "datetime"),
            Column("on", N_("日期"), 25, "date"),
            Column("name", N_("申请人"), 40, expression=n % 10),
            Column("state", N_("状态"), 20, "label"),
            Column("days", N_("期限"), 15, "number"),
            Column("fee", N_("金额"), 30, "money_fen", total=True, expression=123450 + n),
            Column("note", N_("备注"), 20, stays=True),
        ),
        "filters": (Filter("kind", N_("类别"), lambda actor: [("all", N_("普通")), ("none", N_("没有"))]),),
        "statement": select(n),
        "conditions": conditions,
        "key": n,
        "struck": n % 10 == 9,
        "values": read,
        "endpoint": "ledgers.show_ledger",
        "key_argument": "name",
    }
    return Ledger(**(told | changes))


def grouped_ledger(count: int, **changes: Any) -> Ledger:
    """The same with a masked column, and with columns to group by of which some lines say nothing."""
    ledger = ledger_of_lines(count, **changes)
    n = ledger.key
    more = (
        Column("phone", N_("联系电话"), 20, "code", mask=mask_phone),
        Column(
            "sort", N_("种类"), 12, "label", expression=case((n % 4 == 3, null()), else_=n % 4), groups=True
        ),
        Column(
            "grade",
            N_("等级"),
            12,
            "number",
            expression=case((n % 7 == 0, null()), else_=n % 3),
            groups=True,
        ),
    )
    return replace(ledger, columns=ledger.columns + more)
