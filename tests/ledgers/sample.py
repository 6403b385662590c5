"""A ledger of made-up lines, declared for one test at a time: whatever a person can type, and values of every kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Measure, Row

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


def line(number: int) -> Row:
    """The line with this number, from 0; every tenth is cancelled."""
    values: dict[str, Any] = {
        "number": f"示街办受〔2026〕{number + 1}号",
        "at": START + dt.timedelta(minutes=number),
        "on": dt.date(2026, 11, 22),
        "name": NAMES[number % len(NAMES)],
        "state": "已受理",
        "days": 20,
        "fee": 123450 + number,
        "note": None,
    }
    return Row(values, is_struck=number % 10 == 9, endpoint="ledgers.show_ledger", key=number + 1)


def ledger_of_lines(count: int) -> Ledger:
    """A ledger that holds `count` lines for anybody who may read it."""

    def rows(actor: Actor, asked: Asked, *, offset: int = 0, limit: int | None = None) -> Iterator[Row]:
        wanted = (line(n) for n in range(offset, count) if asked.of("kind") != "none")
        return islice(wanted, limit)

    def measure(actor: Actor, asked: Asked) -> Measure:
        found = [] if asked.of("kind") == "none" else [line(n) for n in range(count)]
        return Measure(
            len(found), sum(r.is_struck for r in found), {"fee": sum(r.values["fee"] for r in found)}
        )

    return Ledger(
        name="sample",
        title="样例台账",
        permission="ledgers.read_ledger",
        period_label=N_("受理日期"),
        columns=(
            Column("position", N_("序号"), 10, "number"),
            Column("number", N_("受理号"), 40, "code", is_link=True),
            Column("at", N_("受理时间"), 30, "datetime"),
            Column("on", N_("日期"), 25, "date"),
            Column("name", N_("申请人"), 40),
            Column("state", N_("状态"), 20, "label"),
            Column("days", N_("期限"), 15, "number"),
            Column("fee", N_("金额"), 30, "money_fen", total=True),
            Column("note", N_("备注"), 30, stays=True),
        ),
        filters=(Filter("kind", N_("类别"), lambda actor: [("all", N_("普通")), ("none", N_("没有"))]),),
        rows=rows,
        measure=measure,
        key_argument="name",
    )
