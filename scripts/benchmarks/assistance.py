"""Payment months and standard adjustments of many households: how many a second, against the bare SQL that moves the same rows,
and whether the time grows in proportion to them."""

from __future__ import annotations

import datetime as dt
import gc
import secrets
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import String, func, insert, literal, select, update

from portal import clock
from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session, transaction
from portal.demo.office import demo_actor, unit_of
from portal.documents.models import IssuedNumber, NumberSeries
from portal.jobs import running
from portal.residents.models import Resident
from portal.services.assistance.actions.deciding import sealed_row
from portal.services.assistance.adjustments import actions, queries
from portal.services.assistance.adjustments.models import Adjustment, AdjustmentLine
from portal.services.assistance.models import SupportDecision, SupportDue, SupportFile, SupportStandard
from portal.services.assistance.months import add_months, month_of
from portal.services.assistance.payments.listing import draw_up
from portal.services.assistance.payments.models import (
    PaymentLine,
    PaymentMonth,
)
from scripts.benchmarks.asked import Asked, Bar, Table, say

SCHEME, AREA = "minimum_living", "rural"
OLD, NEW = 60_000, 64_000
SIZES, FULL_SIZES = (2_000, 5_000), (2_000, 5_000, 10_000, 20_000)
FAR = dt.date(2031, 1, 1)
MARK = "BENCH"
GROWTH = 1.6  # processor seconds a household at the largest size, against the smallest: more is no proportion
PREVIEW, APPLY, PAYMENT = "adjustment: preview", "adjustment: carrying out", "payment month"


Taken = tuple[float, float]


def run(asked: Asked) -> dict[str, Any]:
    """Each size once after a warm-up of the smallest: the jobs run whole, progress, fencing, trail and all.

    What is in memory before is put out of the collector's way, as the serving processes do: else a single collection of the
    whole application, a quarter of a second, falls by chance upon one size and not upon the other.
    """
    sizes = FULL_SIZES if asked.full else SIZES
    _measure(500)
    gc.collect()
    gc.freeze()
    found = []
    for size in sizes:
        say(f"  {size:,} households")
        found.append({"size": size, "work": _measure(size)})
    return {"sizes": found}


def tables(found: dict[str, Any]) -> list[Table]:
    """One table: each work at each size."""
    rows = []
    for one in found["sizes"]:
        for name, (taken, bare) in one["work"].items():
            rows.append(
                [
                    f"{name}, {one['size']:,} households",
                    f"{taken[0]:.2f}",
                    f"{taken[1]:.2f}",
                    f"{one['size'] / taken[0]:,.0f}",
                    f"{bare[1]:.3f}",
                    f"{taken[1] / bare[1]:.1f}",
                ]
            )
    heads = ["what", "seconds", "processor", "households a second", "bare SQL, processor", "× bare SQL"]
    note = (
        "The bare SQL moves the same rows with INSERT … SELECT in one transaction: no reckoning of exceptions, no digest, "
        "no progress, no fence, no trail."
    )
    return [Table("Payment month and standard adjustment", heads, rows, [note])]


def bars(found: dict[str, Any]) -> list[Bar]:
    """The time grows in proportion to the households."""
    first, last = found["sizes"][0], found["sizes"][-1]
    made = []
    for name, (taken, _bare) in last["work"].items():
        before = first["work"][name][0][1] / first["size"]
        ratio = (taken[1] / last["size"]) / before
        made.append(
            Bar(
                f"{name} grows in proportion from {first['size']:,} to {last['size']:,} households",
                ratio <= GROWTH,
                f"processor seconds a household × {ratio:.2f}, at most {GROWTH}",
            )
        )
    return made


def _measure(size: int) -> dict[str, tuple[Taken, Taken]]:
    _fill(size)
    clerk, leader = demo_actor("clerk"), demo_actor("leader")
    payment = _timed(_pay), _timed(_pay_barely)
    adjustment, preview = _preview(clerk)
    bare_preview = _timed(lambda: _preview_barely(adjustment))
    apply = _timed(lambda: _apply(leader, adjustment))
    bare_apply = _timed(lambda: _apply_barely(adjustment))
    _retire()
    return {PAYMENT: payment, PREVIEW: (preview, bare_preview), APPLY: (apply, bare_apply)}


def _timed(work: Callable[[], object]) -> Taken:
    """Wall and processor seconds; SQLite works in this process, so the latter hold whatever else the machine does."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def _fill(size: int) -> None:
    """So many files of one to three persons with an income each, and the old standard since last year."""
    street, community = unit_of("119901001").id, unit_of("119901001001").id
    since, now = add_months(month_of(clock.today()), -18), clock.now()
    with transaction():
        head = session.scalars(select(Resident).order_by(Resident.id).limit(1)).one()
        if session.scalar(select(SupportStandard.id).where(SupportStandard.source == MARK)) is None:
            session.add(
                SupportStandard(
                    scheme=SCHEME, area=AREA, unit_id=street, fen=OLD, valid_from=since, source=MARK
                )
            )
        session.execute(
            insert(SupportFile),
            [
                {
                    "number": f"{MARK}{index:06}",
                    "scheme": SCHEME,
                    "area": AREA,
                    "unit_id": community,
                    "street_id": street,
                    "head_id": head.id,
                    "head_name": head.name,
                    "first_granted_on": since,
                    "start_month": since,
                    "version": 1,
                    "record_key": secrets.token_bytes(16),
                }
                for index in range(size)
            ],
        )
        keys = session.scalars(
            select(SupportFile.id).where(SupportFile.number.like(f"{MARK}%")).order_by(SupportFile.id)
        ).all()
        session.execute(
            insert(SupportDecision), [_grant(key, index, since, now) for index, key in enumerate(keys)]
        )


def _grant(key: int, index: int, since: dt.date, now: dt.datetime) -> dict[str, Any]:
    persons, income = 1 + index % 3, (index % 7) * 5_000
    base = persons * OLD - income
    return {
        "file_id": key,
        "kind": "grant",
        "number": f"{MARK}D{index:06}",
        "decided_on": since,
        "effective_month": since,
        "method": "difference",
        "persons": persons,
        "standard_fen": OLD,
        "base_fen": base,
        "total_fen": base,
        "created_at": now,
        **sealed_row(income_fen=income, reason=""),
    }


def _payment() -> int:
    """An empty batch of a month far ahead, which no other has."""
    used = (
        session.scalar(select(func.count(PaymentMonth.id)).where(PaymentMonth.number.like(f"{MARK}%"))) or 0
    )
    month = add_months(FAR, used)
    account = session.scalars(select(StaffAccount.id).order_by(StaffAccount.id).limit(1)).one()
    batch = PaymentMonth(
        number=f"{MARK}-{month:%Y%m}",
        street_id=unit_of("119901001").id,
        scheme=SCHEME,
        month=month,
        pay_on=month,
        prepared_by=account,
    )
    session.add(batch)
    session.flush()
    return batch.id


def _pay() -> None:
    with transaction():
        key = _payment()
    draw_up(key)


def _pay_barely() -> None:
    line = PaymentLine
    with transaction():
        key = _payment()
        place = func.row_number().over(order_by=SupportFile.id)
        rows = (
            select(
                literal(key),
                place,
                SupportFile.id,
                SupportFile.number,
                SupportFile.unit_id,
                SupportFile.head_id,
                SupportFile.head_name,
                SupportDecision.id,
                SupportDecision.number,
                SupportDecision.method,
                SupportDecision.persons,
                SupportDecision.standard_fen,
                SupportDecision.base_fen,
                SupportDecision.total_fen,
                SupportFile.record_key,
            )
            .join(SupportDecision, SupportDecision.file_id == SupportFile.id)
            .where(SupportFile.number.like(f"{MARK}%"))
        )
        names = (
            line.month_id, line.position, line.file_id, line.number, line.unit_id, line.head_id, line.head_name,
            line.decision_id, line.decision_number, line.method, line.persons, line.standard_fen, line.base_fen,
            line.net_fen, line.record_key,
        )  # fmt: skip
        session.execute(insert(line).from_select(names, rows))


def _enter(actor: Actor) -> int:
    month = month_of(clock.today())
    with transaction():
        made = actions.enter_adjustment(
            actor,
            scheme=SCHEME,
            area=AREA,
            old_fen=OLD,
            new_fen=NEW,
            effective_month=add_months(month, -2),
            decided_on=clock.today(),
            source=MARK,
        )
        return made.id


def _preview(actor: Actor) -> tuple[int, Taken]:
    key = _enter(actor)
    taken = _timed(running.run_pending)
    with transaction("read"):
        state = session.get_one(Adjustment, key).state
    if state != "previewed":
        raise RuntimeError(f"the preview ended as {state}")
    return key, taken


def _apply(actor: Actor, key: int) -> None:
    with transaction():
        actions.approve_adjustment(actor, queries.get_adjustment(actor, key), version=None)
    running.run_pending()
    with transaction("read"):
        if session.get_one(Adjustment, key).state != "applied":
            raise RuntimeError("the batch was not carried out")


def _preview_barely(key: int) -> None:
    """The lines of the preview once more, far behind the real ones."""
    line = AdjustmentLine
    copied = [
        getattr(line, name)
        for name in (
            "adjustment_id", "reason", "file_id", "decision_id", "unit_id", "number", "head_name", "method",
            "persons", "income_sealed", "record_key", "old_standard_fen", "old_base_fen", "old_total_fen", "new_standard_fen",
            "new_base_fen", "new_total_fen", "delta_fen", "arrears_fen", "from_month",
        )
    ]  # fmt: skip
    with transaction():
        rows = select(line.position + 10_000_000, literal("lead"), *copied).where(line.adjustment_id == key)
        session.execute(insert(line).from_select([line.position, line.kind, *copied], rows))


def _apply_barely(key: int) -> None:
    """A number, a decision and a due for each line, and the line's own mark, in four statements."""
    line, decision, due, number = AdjustmentLine, SupportDecision, SupportDue, IssuedNumber
    today = literal(clock.today())
    of_batch = (line.adjustment_id == key, line.kind == "change")
    with transaction():
        book = NumberSeries(unit_id=unit_of("119901001").id, kind=f"{MARK}{key}", year=1, origin=MARK, last=0)
        session.add(book)
        session.flush()
        session.execute(
            insert(number).from_select(
                [number.series_id, number.sequence, number.text, number.used_on],
                select(literal(book.id), line.position, literal(f"{MARK}{key}-") + line.number, today).where(
                    *of_batch
                ),
            )
        )
        made = select(
            line.file_id, literal("adjust"), literal(MARK), today, line.from_month, line.method, line.persons,
            line.new_standard_fen, line.income_sealed, line.new_base_fen, line.new_total_fen, func.randomblob(16),
        ).where(*of_batch)  # fmt: skip
        columns = [
            decision.file_id, decision.kind, decision.number, decision.decided_on, decision.effective_month,
            decision.method, decision.persons, decision.standard_fen, decision.income_sealed, decision.base_fen,
            decision.total_fen, decision.record_key,
        ]  # fmt: skip
        session.execute(insert(decision).from_select(columns, made))
        session.execute(
            insert(due).from_select(
                [due.file_id, due.kind, due.fen, due.first_month],
                select(line.file_id, literal("arrears"), line.arrears_fen, line.from_month).where(*of_batch),
            )
        )
        session.execute(update(line).where(*of_batch).values(outcome=""))


def _retire() -> None:
    """Put a size's files out of the way, so that the next finds the same street; deleting them would take far longer."""
    with transaction():
        session.execute(
            update(SupportFile)
            .where(SupportFile.number.like(f"{MARK}%"))
            .values(
                street_id=unit_of("119901").id,
                scheme="marginal_income",
                state="stopped",
                number=literal("OVER-") + SupportFile.id.cast(String),
            )
            .execution_options(synchronize_session=False)
        )
