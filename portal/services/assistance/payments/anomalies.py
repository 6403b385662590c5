"""Looking for what is wrong or odd in a payment list: each check is one statement over its lines. What to do is a person's act.

How heavy each kind weighs is a setting; what was settled with a reason stays settled when the list is drawn up anew and the
same is found again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from portal.db import session
from portal.residents.models import IdentityPaper, Resident
from portal.services.assistance.models import SupportChange, SupportDecision, SupportFile, SupportMember
from portal.services.assistance.payments.models import (
    PaymentAnomaly,
    PaymentDifference,
    PaymentLine,
    PaymentMonth,
    PaymentReturn,
)
from portal.services.assistance.payments.practice import CHECKS, OFF, weight_of
from portal.services.assistance.payments.states import WITHHELD
from portal.services.assistance.payments.storing import store
from portal.services.assistance.schemes import PAID
from portal.units.queries import unit_and_below
from portal.vault.fields import RECORD_KEY_BYTES

MOST_NAMED = 5  # people or files that one anomaly names
Found = tuple[int, dict[str, Any]]
_Other = aliased(SupportMember)
_OtherFile = aliased(SupportFile)
_OwnPaper = aliased(IdentityPaper)
_OtherPaper = aliased(IdentityPaper)


def look_for(batch: PaymentMonth) -> None:
    """Find the anomalies of a batch anew, and leave out again what had been left out for the same finding."""
    settled = {
        (one.file_id, one.code): one
        for one in session.scalars(
            select(PaymentAnomaly).where(PaymentAnomaly.month_id == batch.id, PaymentAnomaly.settled != "")
        )
    }
    kept = {key: (one.details, _settlement(one)) for key, one in settled.items()}
    session.execute(
        delete(PaymentAnomaly)
        .where(PaymentAnomaly.month_id == batch.id)
        .execution_options(synchronize_session=False)
    )
    found = []
    for one in find_all(batch):
        details, settlement = kept.get((one["file_id"], one["code"]), (None, {}))
        found.append({**one, **_OPEN, **(settlement if details == one["details"] else {})})
    store(PaymentAnomaly, [_sealed(one) for one in found])
    _withhold_again(batch.id)


_OPEN = {"settled": "", "reason": "", "comes_later": False, "settled_by": None, "settled_on": None}


def _settlement(one: PaymentAnomaly) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _OPEN}


def _sealed(row: dict[str, Any]) -> dict[str, Any]:
    """The same row as it is stored: what tells of the household sealed, with the key that it is bound to."""
    key = secrets.token_bytes(RECORD_KEY_BYTES)
    plain = {name: value for name, value in row.items() if name not in {"details", "reason"}}
    return plain | {
        "record_key": key,
        "details_sealed": PaymentAnomaly.details.seal_for(key, row["details"]),
        "reason_sealed": PaymentAnomaly.reason.seal_for(key, row["reason"]),
    }


def _withhold_again(month_id: int) -> None:
    left_out = select(PaymentAnomaly.file_id, PaymentAnomaly.comes_later).where(
        PaymentAnomaly.month_id == month_id, PaymentAnomaly.settled == "left_out"
    )
    for row in session.execute(left_out).all():
        session.execute(
            update(PaymentLine)
            .where(PaymentLine.month_id == month_id, PaymentLine.file_id == row.file_id)
            .values(state=WITHHELD, comes_later=row.comes_later)
            .execution_options(synchronize_session=False)
        )


def find_all(batch: PaymentMonth) -> Iterator[dict[str, Any]]:
    """Every anomaly of a batch as it stands now, at most one of a kind for a file: plain values of `PaymentAnomaly`."""
    names = {row.file_id: row for row in session.execute(_names(batch.id))}
    names |= {
        row.file_id: row
        for row in session.execute(_names_of_differences(batch.id))
        if row.file_id not in names
    }
    for code, look in LOOKS.items():
        weight = weight_of(code, batch.month)
        if weight == OFF:
            continue
        gathered: dict[int, dict[str, Any]] = {}
        for file_id, details in look(batch):
            _gather(gathered.setdefault(file_id, {}), details)
        for file_id, details in sorted(gathered.items()):
            yield {
                "month_id": batch.id,
                "file_id": file_id,
                "code": code,
                "weight": weight,
                "number": names[file_id].number,
                "head_name": names[file_id].head_name,
                "details": details or None,
            }


def _names(month_id: int) -> Select[Any]:
    return select(PaymentLine.file_id, PaymentLine.number, PaymentLine.head_name).where(
        PaymentLine.month_id == month_id
    )


def _names_of_differences(month_id: int) -> Select[Any]:
    return select(PaymentDifference.file_id, PaymentDifference.number, PaymentDifference.head_name).where(
        PaymentDifference.month_id == month_id
    )


def _gather(into: dict[str, Any], details: dict[str, Any]) -> None:
    for name, value in details.items():
        if isinstance(value, list):
            into[name] = [*into.get(name, []), *[v for v in value if v not in into.get(name, [])]][
                :MOST_NAMED
            ]
        else:
            into[name] = value


def _counted(batch: PaymentMonth, *wanted: Any) -> Select[Any]:
    """Lines of the batch with the people counted in its month."""
    return (
        select(PaymentLine.file_id, *wanted)
        .join(SupportMember, SupportMember.file_id == PaymentLine.file_id)
        .where(PaymentLine.month_id == batch.id, *_in_month(SupportMember, batch))
    )


def _in_month(member: Any, batch: PaymentMonth) -> list[Any]:
    return [
        member.is_counted,
        member.since_month <= batch.month,
        or_(member.until_month.is_(None), member.until_month >= batch.month),
    ]


def _deceased(batch: PaymentMonth) -> Iterator[Found]:
    statement = (
        _counted(batch, Resident.name, Resident.death_date)
        .join(Resident, Resident.id == SupportMember.resident_id)
        .where(Resident.death_date < batch.month)
        .order_by(PaymentLine.file_id, Resident.id)
    )
    for row in session.execute(statement):
        yield row.file_id, {"people": [row.name], "days": [row.death_date.isoformat()]}


def _moved_out(batch: PaymentMonth) -> Iterator[Found]:
    here = sorted(unit_and_below(batch.street_id))
    statement = (
        _counted(batch, Resident.name)
        .join(Resident, Resident.id == SupportMember.resident_id)
        .where(Resident.grid_id.is_not(None), Resident.grid_id.not_in(here))
        .order_by(PaymentLine.file_id, Resident.id)
    )
    for row in session.execute(statement):
        yield row.file_id, {"people": [row.name]}


def _duplicate_person(batch: PaymentMonth) -> Iterator[Found]:
    """The same record, or another record with the same document, counted in another file in this month."""
    same_record = (
        _counted(batch, Resident.name, _OtherFile.number.label("other"))
        .join(Resident, Resident.id == SupportMember.resident_id)
        .join(
            _Other,
            and_(_Other.resident_id == SupportMember.resident_id, _Other.file_id != SupportMember.file_id),
        )
        .join(_OtherFile, _OtherFile.id == _Other.file_id)
        .where(*_in_month(_Other, batch), _OtherFile.state.in_(PAID))
        .order_by(PaymentLine.file_id, Resident.id, _OtherFile.id)
    )
    same_paper = (
        _counted(batch, Resident.name, _OtherFile.number.label("other"))
        .join(Resident, Resident.id == SupportMember.resident_id)
        .join(_OwnPaper, and_(_OwnPaper.resident_id == Resident.id, _OwnPaper.is_primary))
        .join(
            _OtherPaper,
            and_(
                _OtherPaper.number_index == _OwnPaper.number_index,
                _OtherPaper.resident_id != _OwnPaper.resident_id,
                _OtherPaper.is_primary,
            ),
        )
        .join(
            _Other,
            and_(_Other.resident_id == _OtherPaper.resident_id, _Other.file_id != SupportMember.file_id),
        )
        .join(_OtherFile, _OtherFile.id == _Other.file_id)
        .where(*_in_month(_Other, batch), _OtherFile.state.in_(PAID))
        .order_by(PaymentLine.file_id, Resident.id, _OtherFile.id)
    )
    for statement in (same_record, same_paper):
        for row in session.execute(statement):
            yield row.file_id, {"people": [row.name], "files": [row.other]}


def _lines_where(*conditions: Any) -> Callable[[PaymentMonth], Iterator[Found]]:
    """A check that needs nothing but the line."""

    def look(batch: PaymentMonth) -> Iterator[Found]:
        statement = select(PaymentLine.file_id).where(PaymentLine.month_id == batch.id, *conditions)
        for key in session.scalars(statement.order_by(PaymentLine.file_id)):
            yield key, {}

    return look


def _over_standard(batch: PaymentMonth) -> Iterator[Found]:
    most = PaymentLine.standard_fen * PaymentLine.persons
    statement = select(PaymentLine.file_id, PaymentLine.base_fen, most.label("most")).where(
        PaymentLine.month_id == batch.id,
        PaymentLine.standard_fen > 0,
        or_(
            and_(PaymentLine.method != "flat", PaymentLine.base_fen > most),
            and_(PaymentLine.method == "flat", PaymentLine.base_fen > PaymentLine.standard_fen),
        ),
    )
    for row in session.execute(statement):
        yield row.file_id, {"fen": row.base_fen, "most_fen": int(row.most)}


def _account_returned(batch: PaymentMonth) -> Iterator[Found]:
    """The account of a line from which money came back that nobody has dealt with: it would come back once more."""
    for key, months in _accounts_with_returns(batch, "open").items():
        yield key, {"days": months}


def _account_stopped(batch: PaymentMonth) -> Iterator[Found]:
    """The account of a line whose money came back and was not to be paid again."""
    for key in _accounts_with_returns(batch, "stopped"):
        yield key, {}


def _accounts_with_returns(batch: PaymentMonth, state: str) -> dict[int, list[str]]:
    """The files of a batch whose account had a return in this state, each with the days on which money came back."""
    statement = (
        select(PaymentLine.file_id, PaymentReturn.returned_on)
        .join(
            PaymentReturn,
            and_(
                PaymentReturn.file_id == PaymentLine.file_id,
                PaymentReturn.account_index == PaymentLine.account_index,
            ),
        )
        .where(
            PaymentLine.month_id == batch.id, PaymentReturn.state == state, PaymentReturn.month_id != batch.id
        )
        .order_by(PaymentLine.file_id, PaymentReturn.id)
    )
    found: dict[int, list[str]] = {}
    for row in session.execute(statement):
        found.setdefault(row.file_id, []).append(row.returned_on.isoformat())
    return found


def _not_in_payment(batch: PaymentMonth) -> Iterator[Found]:
    """A file that is stopped or suspended, and not by a decision that only pays from a later month."""
    statement = (
        select(PaymentLine.file_id)
        .join(SupportFile, SupportFile.id == PaymentLine.file_id)
        .where(
            PaymentLine.month_id == batch.id,
            PaymentLine.base_fen + PaymentLine.extra_fen > 0,
            SupportFile.state.not_in(PAID),
            ~exists().where(
                SupportDecision.file_id == PaymentLine.file_id,
                SupportDecision.effective_month > batch.month,
                SupportDecision.reversed_by_id.is_(None),
            ),
        )
    )
    for key in session.scalars(statement):
        yield key, {}


def _no_decision(batch: PaymentMonth) -> Iterator[Found]:
    lines = select(PaymentLine.file_id).where(
        PaymentLine.month_id == batch.id, PaymentLine.decision_number == "", PaymentLine.base_fen > 0
    )
    changes = select(PaymentDifference.file_id).where(
        PaymentDifference.month_id == batch.id, PaymentDifference.decision_number == ""
    )
    for key in sorted({*session.scalars(lines), *session.scalars(changes)}):
        yield key, {}


def _same_account(batch: PaymentMonth) -> Iterator[Found]:
    own = PaymentLine.month_id == batch.id
    shared = (
        select(PaymentLine.account_index)
        .where(own, PaymentLine.account_index.is_not(None))
        .group_by(PaymentLine.account_index)
        .having(func.count() > 1)
    )
    statement = select(PaymentLine.file_id, PaymentLine.number, PaymentLine.account_index).where(
        own, PaymentLine.account_index.in_(shared)
    )
    by_account: dict[str, list[Any]] = {}
    for row in session.execute(statement.order_by(PaymentLine.position)):
        by_account.setdefault(row.account_index, []).append(row)
    for rows in by_account.values():
        for row in rows:
            yield row.file_id, {"files": [other.number for other in rows if other is not row]}


def _account_anothers(batch: PaymentMonth) -> Iterator[Found]:
    """The account in a name that is not the head's (any more), with nothing on which that rests (57号 art. 26)."""
    statement = (
        select(PaymentLine.file_id)
        .join(SupportFile, SupportFile.id == PaymentLine.file_id)
        .where(
            PaymentLine.month_id == batch.id,
            SupportFile.account_holder.not_in(("", SupportFile.head_name)),
            SupportFile.account_basis == "",
        )
    )
    for key in session.scalars(statement.order_by(PaymentLine.file_id)):
        yield key, {}


def _open_proposal(batch: PaymentMonth) -> Iterator[Found]:
    statement = (
        select(PaymentLine.file_id)
        .join(SupportChange, SupportChange.file_id == PaymentLine.file_id)
        .where(
            PaymentLine.month_id == batch.id,
            SupportChange.state == "proposed",
            SupportChange.effective_month <= batch.month,
        )
    )
    for key in session.scalars(statement.distinct()):
        yield key, {}


def _review_overdue(batch: PaymentMonth) -> Iterator[Found]:
    statement = (
        select(PaymentLine.file_id, SupportFile.next_review_on)
        .join(SupportFile, SupportFile.id == PaymentLine.file_id)
        .where(PaymentLine.month_id == batch.id, SupportFile.next_review_on < batch.month)
    )
    for row in session.execute(statement):
        yield row.file_id, {"days": [row.next_review_on.isoformat()]}


LOOKS: dict[str, Callable[[PaymentMonth], Iterable[Found]]] = {
    "deceased": _deceased,
    "moved_out": _moved_out,
    "duplicate_person": _duplicate_person,
    "account_missing": _lines_where(PaymentLine.account_index.is_(None)),
    "account_stopped": _account_stopped,
    "account_returned": _account_returned,
    "over_standard": _over_standard,
    "not_in_payment": _not_in_payment,
    "no_decision": _no_decision,
    "same_account": _same_account,
    "account_anothers": _account_anothers,
    "nothing_left": _lines_where(PaymentLine.net_fen == 0),
    "open_proposal": _open_proposal,
    "review_overdue": _review_overdue,
}
if set(LOOKS) != set(CHECKS):
    raise RuntimeError("every check of practice is looked for here, and no other")


def new_blocks(batch: PaymentMonth) -> int:
    """How many blocking anomalies there are now that nobody has seen on this list."""
    seen = set(
        session.execute(
            select(PaymentAnomaly.file_id, PaymentAnomaly.code).where(PaymentAnomaly.month_id == batch.id)
        ).tuples()
    )
    return sum(
        one["weight"] == "block" and (one["file_id"], one["code"]) not in seen for one in find_all(batch)
    )
