"""The workbook by which people come onto a roster: its columns, and trying each row against the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.errors import N_, RuleBroken
from portal.services.assistance.carrying_in import cells
from portal.services.assistance.carrying_in.kinds import Column, Fault, Kind, PaperRow
from portal.services.assistance.carrying_in.workbooks import read_workbook, template_of
from portal.services.rosters.actions.listing import find_person, read_word

_FIELDS = {"name": "name", "identity": "identity", "number": "identity", "reason": "reason"}


def _nobody(*_given: object) -> Any:
    """Rows of this kind come in by `actions.take_sheet`, for they belong to a roster."""
    raise RuleBroken("file", N_("请在花名册中导入。"))


KIND = Kind(
    code="roster",
    label=N_("花名册名单"),
    advice=N_("每行一人，写明为什么列入。"),
    columns=(
        Column("name", N_("姓名"), N_("与证件一致"), is_required=True),
        Column("identity", N_("身份证号"), N_("18 位，单元格为文本格式"), is_required=True, width=24),
        Column("reason", N_("列入原因"), N_("例如：火灾受灾户"), is_required=True, width=40),
        Column("money", N_("金额"), N_("元；与本批标准相同的不填")),
    ),
    carry=_nobody,
)


@dataclass(frozen=True)
class Tried:
    """What a workbook holds: rows that can come in (resident, why, own_fen), and faults by cell, both as plain values."""

    rows: list[dict[str, Any]]
    faults: list[dict[str, Any]]

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"rows": self.rows, "faults": self.faults}


def template() -> bytes:
    """The empty workbook."""
    return template_of(KIND)


def try_rows(content: bytes) -> Tried:
    """Try every row of a workbook; raises RuleBroken at `file` for one that cannot be read at all."""
    rows, letters = read_workbook(KIND, content)
    good, faults = [], []
    seen: dict[int, int] = {}
    for row in rows:
        try:
            good.append(_try(row, seen))
        except Fault as fault:
            faults.append(_plain(fault, letters))
    return Tried(good, faults)


def _try(row: PaperRow, seen: dict[int, int]) -> dict[str, Any]:
    name, identity = cells.wanted(row, "name"), cells.wanted(row, "identity")
    own = cells.fen(row, "money") if row.get("money") else None
    try:
        why = read_word(cells.wanted(row, "reason"), "reason")
        person = find_person(name, identity)
    except Fault:
        raise
    except RuleBroken as error:
        raise cells.named(row, error, _FIELDS, "identity") from error
    if person.id in seen:
        raise Fault(row.number, "identity", N_("与第 %(first)s 行是同一个人。"), first=seen[person.id])
    seen[person.id] = row.number
    return {"row": row.number, "resident": person.id, "name": person.name, "why": why, "own_fen": own}


def _plain(fault: Fault, letters: dict[str, str]) -> dict[str, Any]:
    column = KIND.column(fault.field)
    return {
        "row": fault.row,
        "cell": f"{letters[fault.field]}{fault.row}" if fault.field in letters else "",
        "column": column.heading if column else "",
        "why": fault.message,
        "params": {name: str(value) for name, value in fault.params.items()},
    }
