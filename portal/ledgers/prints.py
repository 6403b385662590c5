"""Reading the record of printed ledgers: whose prints a post may see, one by its code, and what proves a page or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import selectinload, undefer

from portal import clock
from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session
from portal.documents.codes import new_check_code, read_code, shown_code
from portal.documents.models import Document
from portal.errors import NotFound
from portal.ledgers.definition import all_ledgers
from portal.ledgers.models import LedgerPrint
from portal.ledgers.writer.digests import KEPT, shown_digest
from portal.units.models import Unit
from portal.units.queries import visible_unit_ids, within_scope

PAGE_SIZE = 20
DIGESTS_AT_ONCE = 100
_TRIES = 20


@dataclass(frozen=True)
class PrintLine:
    """One printed ledger in words: the record, who printed it, and the unit whose lines are on it (empty: all units)."""

    record: LedgerPrint
    printed_by: str
    unit: str

    @property
    def code(self) -> str:
        """The check code as it stands on the foot of each page."""
        return shown_code(self.record.check_code)


@dataclass(frozen=True)
class PageDigest:
    """The number of a page, from 1, and the sixteen digits on its foot."""

    number: int
    digits: str


def free_check_code() -> str:
    """A check code that no printed ledger and no issued paper carries yet."""
    for _attempt in range(_TRIES):
        code = new_check_code()
        taken = select(LedgerPrint.id).where(LedgerPrint.check_code == code)
        paper = select(Document.id).where(Document.check_code == code)
        if session.execute(taken.union_all(paper)).first() is None:
            return code
    raise RuntimeError("no check code is free")


def list_prints(actor: Actor, *, page: int = 1, size: int = PAGE_SIZE) -> tuple[list[PrintLine], int]:
    """A page of the prints that the actor may see, newest first, and how many there are in all."""
    actor.must("ledgers.read_ledger")
    total = session.scalar(select(func.count(LedgerPrint.id)).where(_in_sight(actor))) or 0
    order = _statement(actor).order_by(LedgerPrint.id.desc())
    return _told(order.limit(size).offset((page - 1) * size)), total


def get_print(actor: Actor, code: str) -> PrintLine:
    """The print with this check code, typed in any way; raises NotFound when there is none that the actor may see."""
    actor.must("ledgers.read_ledger")
    plain = read_code(code)
    statement = _statement(actor).where(LedgerPrint.check_code == (plain or ""))
    found = _told(statement.options(undefer(LedgerPrint.page_digests)))
    if not found:
        raise NotFound
    return found[0]


def find_in_sight(actor: Actor, code: str) -> LedgerPrint | None:
    """The print with this check code, typed in any way, if the actor may see it."""
    statement = select(LedgerPrint).where(_in_sight(actor), LedgerPrint.check_code == (read_code(code) or ""))
    return session.scalars(statement).first()


def find_print(code: str) -> LedgerPrint | None:
    """The print with this check code, whoever may see it."""
    return session.scalars(select(LedgerPrint).where(LedgerPrint.check_code == code)).first()


def digests_of(record: LedgerPrint, first: int, count: int = DIGESTS_AT_ONCE) -> list[PageDigest]:
    """The digests of so many pages from page `first` on."""
    kept = record.page_digests
    return [
        PageDigest(number, shown_digest(kept[(number - 1) * KEPT : number * KEPT]))
        for number in range(first, min(first + count, record.pages + 1))
    ]


def tell_by_sha256(sha256: str) -> str | None:
    """What `documents verify` says of the file with this digest, or None for none of ours."""
    found = session.scalars(
        select(LedgerPrint).where(LedgerPrint.sha256 == sha256).order_by(LedgerPrint.id)
    ).first()
    return f"{_sentence(found)}, unchanged" if found else None


def tell_by_code(code: str) -> str | None:
    """What `documents verify` says of this check code; the digits on each foot are to be compared with the record."""
    found = find_print(code)
    return f"{_sentence(found)}; compare each page with /ledgers/prints/{code}" if found else None


def _sentence(found: LedgerPrint) -> str:
    at = clock.office_time(found.printed_at)
    return (
        f"ledger {found.title} {found.first} to {found.last}, printed {at:%Y-%m-%d %H:%M},"
        f" {found.rows} lines on {found.pages} pages, code {shown_code(found.check_code)}"
    )


def _in_sight(actor: Actor) -> ColumnElement[bool]:
    """Prints of the actor's units (of all units for whoever sees them all) and their own, of ledgers they may read."""
    readable = [one.name for one in all_ledgers() if actor.can(one.permission)]
    theirs = true() if visible_unit_ids(actor) is None else within_scope(actor, LedgerPrint.unit_id)
    return and_(
        LedgerPrint.ledger.in_(readable), or_(theirs, LedgerPrint.printed_by == (actor.account_id or None))
    )


def _statement(actor: Actor) -> Select[tuple[LedgerPrint, str]]:
    return (
        select(LedgerPrint, StaffAccount.name)
        .outerjoin(StaffAccount, StaffAccount.id == LedgerPrint.printed_by)
        .where(_in_sight(actor))
    )


def _told(statement: Select[tuple[LedgerPrint, str]]) -> list[PrintLine]:
    found = session.execute(statement).all()
    names = _unit_names({record.unit_id for record, _name in found if record.unit_id})
    return [PrintLine(record, name or "", names.get(record.unit_id or 0, "")) for record, name in found]


def _unit_names(keys: set[int]) -> dict[int, str]:
    wanted = select(Unit).where(Unit.id.in_(keys)).options(selectinload(Unit.names))
    units: Sequence[Unit] = session.scalars(wanted).all() if keys else []
    return {unit.id: unit.name_on(clock.today()) for unit in units}
