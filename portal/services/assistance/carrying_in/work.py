"""The two jobs of coming in from paper: the trial run, which takes everything back, and the real one, which keeps each group that
is right. Both go by the group (a household), a few groups in a transaction, and go on where they broke off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.exc import DataError

from portal import audit, clock
from portal.db import Model, session, transaction
from portal.errors import N_, RuleBroken
from portal.jobs import registry
from portal.jobs.running import Task
from portal.services.assistance.carrying_in import queries
from portal.services.assistance.carrying_in.actions import CARRY_IN, CARRY_JOB, HAND_IN, TRY_JOB
from portal.services.assistance.carrying_in.kinds import Fault, Kind, PaperRow, Setting, faults_in, kind_of
from portal.services.assistance.carrying_in.models import CarryIn, CarryInRow

TRYING, CARRYING = N_("逐行检查"), N_("逐户转入")
GROUPS = 20
TWICE = N_("“%(text)s”与第 %(first)s 行重复。")


# What a number or date that nothing can hold ends in, wherever it is met: a fault of its row, never of the whole job.
OUT_OF_RANGE = (OverflowError, ValueError, DataError)


class _TakenBackError(Exception):
    """Ends the savepoint of a trial."""


def run_trial(task: Task) -> None:
    """One attempt at a trial run, from the beginning."""
    key = int(task.arguments["carry_in"])
    with transaction("read"):
        carry_in = session.get_one(CarryIn, key)
        kind, setting = kind_of(carry_in.kind), _setting(carry_in)
        groups = queries.list_groups(key, ("waiting", "good", "wrong"))
        doubles = _doubles(kind, _every_row(key, groups))
    done = 0
    for few in _portions(groups):
        judged = _try(task, kind, setting, key, few, doubles)
        with task.transaction():
            for row in queries.rows_of(key, few):
                faults = judged.get(row.key, [])
                row.faults, row.state = _own(row, faults), "wrong" if faults else "good"
            done += len(few)
        task.advance(done, len(groups), TRYING)
    task.at_end(lambda: _finish(task, key, "checked"))


def run_carry_in(task: Task) -> None:
    """One attempt at the real run: each group in a transaction of its own, so that one that is refused now takes none with it."""
    key = int(task.arguments["carry_in"])
    with transaction("read"):
        carry_in = session.get_one(CarryIn, key)
        kind, setting = kind_of(carry_in.kind), _setting(carry_in)
        groups = queries.list_groups(key, ("good",))
    for done, group in enumerate(groups, start=1):
        _carry(task, kind, setting, key, group)
        task.advance(done, len(groups), CARRYING)
    task.at_end(lambda: _finish(task, key, "done"))


def _try(
    task: Task,
    kind: Kind,
    setting: Setting,
    key: int,
    groups: Sequence[str],
    doubles: dict[str, list[dict[str, Any]]],
) -> dict[str, list[dict[str, Any]]]:
    """What is wrong with each of these groups: carried in and taken back, one after the other."""
    found: dict[str, list[dict[str, Any]]] = {}
    with transaction() as verdict:
        verdict.keep = False
        for group, rows in _by_group(queries.rows_of(key, groups)).items():
            faults = list(doubles.get(group, []))
            papers = [_paper(row) for row in rows]
            letters = _letters(rows)
            try:
                with session.begin_nested():
                    kind.carry(task.actor, setting, papers)
                    raise _TakenBackError
            except _TakenBackError:
                session.expire_all()
            except RuleBroken as error:
                session.expire_all()
                faults.extend(_plain(kind, one, papers[0].number, letters) for one in faults_in(error))
            except OUT_OF_RANGE:
                session.expire_all()
                faults.append(_plain(kind, _out_of_range(papers), papers[0].number, letters))
            if faults:
                found[group] = faults
    return found


def _carry(task: Task, kind: Kind, setting: Setting, key: int, group: str) -> None:
    """Carry one group in, in a transaction of its own: what is refused leaves nothing behind, not even a line in the trail."""
    refused: list[dict[str, Any]] = []
    try:
        with task.transaction():
            rows = queries.rows_of(key, [group])
            if any(row.state != "good" for row in rows):
                return  # an earlier attempt was here
            papers, letters = [_paper(row) for row in rows], _letters(rows)
            try:
                made: Model = kind.carry(task.actor, setting, papers)
            except RuleBroken as error:
                refused = [_plain(kind, one, papers[0].number, letters) for one in faults_in(error)]
                raise
            except OUT_OF_RANGE as error:
                fault = _out_of_range(papers)
                refused = [_plain(kind, fault, papers[0].number, letters)]
                raise fault from error
            for row in rows:
                row.state, row.faults, row.values_sealed = "taken", None, None
                row.record_kind, row.record_id = type(made).__name__, made.id
    except RuleBroken:
        if not refused:
            raise
        with task.transaction():
            for row in queries.rows_of(key, [group]):
                row.state, row.faults = "wrong", _own(row, refused)


def _own(row: CarryInRow, faults: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """What of the faults of a household stands in this row, from left to right."""
    own = [one for one in faults if one["row"] == row.number]
    return sorted(own, key=lambda one: (len(one["cell"]), one["cell"])) or None


def _out_of_range(papers: Sequence[PaperRow]) -> Fault:
    return Fault(papers[0].number, None, N_("这一户（行）有数字或日期超出了范围，请逐格核对。"))


def _finish(task: Task, key: int, state: str) -> None:
    carry_in = session.get_one(CarryIn, key)
    counts = queries.count_states(key)
    carry_in.good, carry_in.wrong = counts.get("good", 0), counts.get("wrong", 0)
    carry_in.taken, carry_in.state = counts.get("taken", 0), state
    if state == "done":
        carry_in.done_at = clock.now()
        queries.forget_values(key)
    session.flush()
    verb = "assistance.try_carry_in" if state == "checked" else "assistance.finish_carry_in"
    audit.record(task.actor, verb, carry_in, good=carry_in.good, wrong=carry_in.wrong, taken=carry_in.taken)


def _doubles(
    kind: Kind, rows: Iterable[tuple[str, PaperRow, dict[str, str]]]
) -> dict[str, list[dict[str, Any]]]:
    """Cells that no two rows may share, by the group of the later row."""
    seen: dict[tuple[str, str], int] = {}
    found: dict[str, list[dict[str, Any]]] = {}
    for group, row, letters in rows:
        for column in kind.unique:
            text = row.get(column).upper()
            if not text:
                continue
            first = seen.setdefault((column, text), row.number)
            if first != row.number:
                fault = Fault(row.number, column, TWICE, text=_masked(text), first=first)
                found.setdefault(group, []).append(_plain(kind, fault, row.number, letters))
    return found


def _masked(text: str) -> str:
    return f"…{text[-4:]}"


def _every_row(key: int, groups: Sequence[str]) -> Iterable[tuple[str, PaperRow, dict[str, str]]]:
    for few in _portions(groups, 200):
        for row in queries.rows_of(key, few):
            yield row.key, _paper(row), (row.values or {}).get("letters", {})


def _plain(kind: Kind, error: RuleBroken, row: int, letters: dict[str, str]) -> dict[str, Any]:
    """A fault as it is kept: the row, the cell, its column, the marked sentence and its values."""
    number = error.row if isinstance(error, Fault) else row
    column = kind.column(error.field)
    letter = letters.get(error.field or "", "")
    return {
        "row": number,
        "cell": f"{letter}{number}" if letter else "",
        "column": column.heading if column else "",
        "why": error.message,
        "params": {name: str(value) for name, value in error.params.items()},
    }


def _paper(row: CarryInRow) -> PaperRow:
    return PaperRow(row.number, dict((row.values or {}).get("cells", {})))


def _letters(rows: Sequence[CarryInRow]) -> dict[str, str]:
    return dict((rows[0].values or {}).get("letters", {}))


def _setting(carry_in: CarryIn) -> Setting:
    return Setting(carry_in.street_id, carry_in.handed_in_by)


def _by_group(rows: Iterable[CarryInRow]) -> dict[str, list[CarryInRow]]:
    found: dict[str, list[CarryInRow]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _portions(groups: Sequence[str], size: int = GROUPS) -> Iterable[Sequence[str]]:
    for start in range(0, len(groups), size):
        yield groups[start : start + size]


def summary(carry_in_id: int) -> Counter[str]:
    """How many rows are in each state, for a command."""
    return Counter(queries.count_states(carry_in_id))


registry.define_job(TRY_JOB, N_("纸质转入试运行"), run_trial, permission=HAND_IN, minutes=60.0)
registry.define_job(CARRY_JOB, N_("纸质转入"), run_carry_in, permission=CARRY_IN, attempts=5, minutes=120.0)
