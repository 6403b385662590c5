"""Reading the audit trail, and proving that its chain is whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.audit.actions import GENESIS, digest_of
from portal.audit.models import AuditEntry, AuditHead
from portal.db import session


@dataclass(frozen=True)
class ChainReport:
    """What a check of the chain found: the number of intact links, and the first broken one with its reason."""

    links: int
    broken_at: int | None = None
    reason: str = ""


def verify_chain() -> ChainReport:
    """Walk the whole chain in order; memory stays flat. A missing, changed, added or reordered entry breaks it."""
    previous, count = GENESIS, 0
    statement = select(AuditEntry).order_by(AuditEntry.sequence).execution_options(yield_per=500)
    with closing(session.scalars(statement)) as entries:
        for entry in entries:
            count += 1
            if entry.sequence != count:
                return ChainReport(count - 1, count, "an entry is missing")
            if entry.previous != previous or digest_of(entry) != entry.digest:
                return ChainReport(count - 1, count, "the entry does not match its link")
            previous = entry.digest
            session.expunge(entry)
    head = session.scalars(select(AuditHead)).first()
    if head and (head.sequence != count or head.digest != previous):
        return ChainReport(count, count + 1, "the end of the chain was cut")
    return ChainReport(count)


def list_entries(
    *,
    verb: str = "",
    account_id: int | None = None,
    name: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """The newest entries first, paged by sequence number (`before`), narrowed by the start of the verb, by account, by a
    part of the actor's name, and by days on the office's calendar (both included)."""
    statement = select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(limit)
    if verb:
        statement = statement.where(AuditEntry.verb.startswith(verb, autoescape=True))
    if account_id:
        statement = statement.where(AuditEntry.account_id == account_id)
    if name:
        statement = statement.where(AuditEntry.actor_name.contains(name, autoescape=True))
    if first:
        statement = statement.where(AuditEntry.at >= _midnight(first))
    if last:
        statement = statement.where(AuditEntry.at < _midnight(last + dt.timedelta(days=1)))
    if before:
        statement = statement.where(AuditEntry.sequence < before)
    return list(session.scalars(statement))


def names_of(subject_kind: str, subject_ids: Iterable[int]) -> dict[int, str]:
    """Who first did something to each of these records, by the record's key: the name as it was then."""
    statement = (
        select(AuditEntry.subject_id, AuditEntry.actor_name)
        .where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id.in_(list(subject_ids)))
        .order_by(AuditEntry.sequence.desc())
    )
    return {key: name for key, name in session.execute(statement) if key is not None}


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, clock.OFFICE_ZONE)
