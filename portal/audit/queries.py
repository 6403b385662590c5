"""Reading the audit trail, and proving that its chain is whole."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import select

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
    *, verb: str = "", account_id: int | None = None, before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The newest entries first, narrowed by verb prefix and account, paged by sequence number."""
    statement = select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(limit)
    if verb:
        statement = statement.where(AuditEntry.verb.startswith(verb, autoescape=True))
    if account_id:
        statement = statement.where(AuditEntry.account_id == account_id)
    if before:
        statement = statement.where(AuditEntry.sequence < before)
    return list(session.scalars(statement))


def list_entries_of(subject_kind: str, subject_id: int) -> list[AuditEntry]:
    """Everything recorded about one record, oldest first."""
    statement = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    return list(session.scalars(statement.order_by(AuditEntry.sequence)))
