"""Made-up households that receive support: a standard in force, and a file with so many members and an income in one call."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from portal.actor import Actor
from portal.db import session
from portal.residents.models import Resident
from portal.services.assistance.actions import BankAccount, NewMember, open_file
from portal.services.assistance.models import SupportFile, SupportStandard
from portal.services.assistance.sums import Sums
from tests.factories import residents, staff

STANDARD = 64_000
ACCOUNT = "6222000000000000004"
PASSBOOK = "6222000000000000001"  # fails Luhn, as many passbooks do
_births = count()


def make_standard(
    fen: int = STANDARD,
    *,
    since: dt.date = dt.date(2026, 1, 1),
    scheme: str = "minimum_living",
    area: str = "urban",
    code: str = "",
    percent: int | None = None,
) -> SupportStandard:
    """A standard in force from a month on for everybody; call inside a transaction."""
    row = SupportStandard(
        scheme=scheme,
        area=area,
        code=code,
        fen=None if percent is not None else fen,
        percent=percent,
        valid_from=since,
        source="示范区民发〔2026〕1号",
    )
    session.add(row)
    session.flush()
    return row


def difference(persons: int, income_fen: int = 0, standard_fen: int = STANDARD, extra_fen: int = 0) -> Sums:
    """What a household of so many persons gets under 补差, and never less than nothing."""
    base = max(0, persons * standard_fen - income_fen)
    return Sums("difference", persons, standard_fen, income_fen, base, extra_fen)


def make_people(number: int) -> list[Resident]:
    """So many new residents, none like another; call inside a transaction."""
    return [
        residents.make_resident(birth_date=dt.date(1950, 1, 1) + dt.timedelta(days=next(_births)))
        for _ in range(number)
    ]


def make_file(
    members: int = 1,
    income_fen: int = 0,
    *,
    actor: Actor | None = None,
    standard_fen: int = STANDARD,
    extra_fen: int = 0,
    people: list[Resident] | None = None,
    newcomers: list[NewMember] | None = None,
    unit: str = "C1",
    bank: bool = True,
    **more: Any,
) -> SupportFile:
    """A file of so many people with an income (a month, in fen); call inside a transaction.

    Decided on 2026-04-20 and paid from May unless `decided_on` or `start_month` say otherwise; `people` are the residents to
    take, the first of them the head, `newcomers` says how they join. Anything else of `open_file` may be given.
    """
    family = people or make_people(members)
    head = family[0]
    settings: dict[str, Any] = {
        "scheme": "minimum_living",
        "area": "urban",
        "category": "B",
        "unit_id": staff.unit(unit).id,
        "household": None,
        "decided_on": dt.date(2026, 4, 20),
        "reckoning": difference(len(family), income_fen, standard_fen, extra_fen),
        "bank": BankAccount("示范农商银行", ACCOUNT, head.name) if bank else None,
    }
    joining = [NewMember(head.id, "01"), *(NewMember(one.id, "20") for one in family[1:])]
    return open_file(
        actor or staff.actor("reviewer"),
        **settings | {"head": head, "members": newcomers or joining} | more,
    )
