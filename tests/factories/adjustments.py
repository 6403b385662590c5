"""Many made-up files at once, written in a few statements, and a batch that has run; for the tests of standard adjustments."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select

from portal import clock
from portal.db import session, transaction
from portal.jobs import running
from portal.jobs.models import Job
from portal.residents.models import Resident
from portal.services.assistance.actions.deciding import sealed_row
from portal.services.assistance.adjustments import actions, chain, work  # noqa: F401  (the jobs declare themselves)
from portal.services.assistance.adjustments.models import Adjustment, AdjustmentLine
from portal.services.assistance.models import SupportDecision, SupportFile
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth, PaymentReturn
from portal.services.assistance.queries import decision_in_force
from tests.factories import assistance, residents, staff

MAY, JUNE, JULY = (dt.date(2026, month, 1) for month in (5, 6, 7))
PAPER = "示范区民发〔2026〕18号"


def make_files(
    shapes: Iterable[tuple[int, int]],
    *,
    standard_fen: int = 60_000,
    scheme: str = "minimum_living",
    method: str = "difference",
    start: dt.date = dt.date(2026, 1, 1),
    prefix: str = "保",
) -> list[int]:
    """A file for each (persons, income in fen), in two statements and without members; gives their keys. In a transaction."""
    head = session.scalars(select(Resident).limit(1)).first() or residents.make_resident()
    street, community = staff.unit("S").id, staff.unit("C1").id
    wanted = list(shapes)
    now = clock.now()
    files: list[dict[str, Any]] = [
        {
            "number": f"{prefix}{index:05}",
            "scheme": scheme,
            "area": "urban",
            "category": "B",
            "state": "active",
            "unit_id": community,
            "street_id": street,
            "head_id": head.id,
            "head_name": head.name,
            "first_granted_on": start,
            "start_month": start,
            "is_relative_of_staff": False,
            "bank_name": "",
            "account_tail": "",
            "account_holder": "",
            "version": 1,
            "changed_at": now,
            "created_at": now,
            "record_key": secrets.token_bytes(16),
        }
        for index in range(len(wanted))
    ]
    session.execute(insert(SupportFile), files)
    stored = select(SupportFile.id).where(SupportFile.number.like(f"{prefix}%")).order_by(SupportFile.number)
    keys = list(session.scalars(stored))
    session.execute(
        insert(SupportDecision),
        [
            {
                "file_id": key,
                "kind": "grant",
                "number": f"{prefix}决{index:05}",
                "decided_on": start,
                "effective_month": start,
                "method": method,
                "persons": persons,
                "standard_fen": standard_fen,
                **sealed_row(income_fen=income, reason=""),
                "base_fen": _sum(method, persons, income, standard_fen),
                "extra_fen": 0,
                "total_fen": _sum(method, persons, income, standard_fen),
                "reason_code": "",
                "created_at": now,
            }
            for index, (key, (persons, income)) in enumerate(zip(keys, wanted, strict=True))
        ],
    )
    return keys


def _sum(method: str, persons: int, income: int, standard: int) -> int:
    return standard if method == "flat" else max(0, persons * standard - income)


def make_standard(fen: int = 60_000, **more: Any) -> None:
    """The old standard, in force since January; call inside a transaction."""
    assistance.make_standard(fen, **more)


def entered(
    old: int = 60_000, new: int = 64_000, *, run: dt.date | None = JUNE, run_jobs: bool = True, **more: Any
) -> int:
    """A batch entered by the clerk and previewed; gives its key."""
    settings: dict[str, Any] = {
        "scheme": "minimum_living",
        "area": "urban",
        "effective_month": MAY,
        "decided_on": dt.date(2026, 5, 20),
        "source": PAPER,
    }
    with transaction():
        made = actions.enter_adjustment(
            staff.actor("clerk"), old_fen=old, new_fen=new, run_month=run, **settings | more
        )
        key = made.id
    if run_jobs:
        running.run_pending()
    return key


def approve(key: int, who: str = "leader") -> str:
    """Approve as the second person and let the job run; gives how the job ended."""
    with transaction():
        job_id = actions.approve_adjustment(staff.actor(who), see(key), version=None).id
    running.run_pending()
    return job_state(job_id)


def reverse(key: int) -> str:
    """Ask for the reversal, approve it, let the job run; gives how it ended."""
    with transaction():
        actions.ask_reversal(staff.actor("clerk"), see(key), version=None, reason="文件有误")
    with transaction():
        job_id = actions.approve_reversal(staff.actor("leader"), see(key), version=None).id
    running.run_pending()
    return job_state(job_id)


def see(key: int) -> Adjustment:
    """The batch as it is stored now."""
    found = session.get_one(Adjustment, key)
    session.refresh(found)
    return found


def lines(key: int, kind: str = "change") -> list[AdjustmentLine]:
    """The lines of one kind."""
    wanted = select(AdjustmentLine).where(AdjustmentLine.adjustment_id == key, AdjustmentLine.kind == kind)
    return list(session.scalars(wanted.order_by(AdjustmentLine.position)))


def job_state(job_id: int) -> str:
    """How a job stands."""
    with transaction("read"):
        return session.get_one(Job, job_id).state


def paid(
    month: dt.date, keys: Iterable[int], *, withheld: Iterable[int] = (), returned: Iterable[int] = ()
) -> None:
    """A month's own list as it is after the bank has answered, with what was left out and what came back; in a transaction."""
    left, back, clerk = set(withheld), set(returned), staff.actor("clerk").account_id
    about = {"street_id": staff.unit("S").id, "scheme": "minimum_living", "month": month}
    made = PaymentMonth(number=f"发放{month}", state="paid", pay_on=month, prepared_by=clerk, **about)
    session.add(made)
    session.flush()
    for position, key in enumerate(keys, start=1):
        file = session.get_one(SupportFile, key)
        found = decision_in_force(file, month)
        assert found is not None
        line = PaymentLine(month_id=made.id, position=position, file_id=key, number=file.number)
        line.record_key, line.unit_id, line.persons = file.record_key, file.unit_id, found.persons
        line.head_id, line.head_name = file.head_id, file.head_name
        line.base_fen = line.net_fen = found.total_fen
        line.state = "withheld" if key in left else "returned" if key in back else "paid"
        session.add(line)
        session.flush()
        if key in back:
            item = PaymentReturn(line_id=line.id, month_id=made.id, file_id=key, fen=line.net_fen)
            item.returned_on, item.reason_code, item.entered_by = month, "account_closed", clerk
            session.add(item)
    session.flush()
