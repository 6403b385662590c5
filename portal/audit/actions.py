"""Append to the audit chain: entries are gathered during a transaction and linked just before it commits."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from sqlalchemy import inspect, select

from portal import clock, db
from portal.actor import Actor
from portal.audit.models import AuditEntry, AuditHead
from portal.db import Model, session

GENESIS = "0" * 64
_PENDING = "audit_pending"
# An identity number of 18 places, or a mobile number.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9A-Za-z])")
# An account number: 12 to 30 digits, also with blanks or hyphens between. A day or month beside it is none of its digits, and
# what follows letters and a hyphen (S-DB-202611-01) is a number of the house.
_DAY = r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?(?![0-9-])"
_ACCOUNT = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9A-Za-z]-)(?!{_DAY})[0-9](?:(?:[ \u3000-](?!{_DAY}))?[0-9]){{11,29}}(?![0-9A-Za-z])"
)
# Facts with these names are numbers that the house itself gave out, serials and digests.
_OWN_NUMBERS = frozenset(
    {"number", "numbers", "file_number", "serial", "first", "last", "code", "unit", "digest", "sum"}
)


def record(actor: Actor | None, verb: str, subject: Model | None = None, **facts: Any) -> None:
    """Note that `actor` did `verb` to `subject`; stored with the change itself, or not at all.

    `facts` are plain values for a reader of the trail; never a full identity number, phone or account. One that somebody
    typed into a reason all the same is taken out, for nothing can be taken out of the chain later.
    """
    told = {name: _told(name, fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    db.gathered(_PENDING).append((clock.now(), actor, verb, subject, told))


def _told(name: str, fact: str) -> str:
    told = _NUMBER.sub("***", fact)
    return told if name in _OWN_NUMBERS else _ACCOUNT.sub("***", told)


def record_afterwards(actor: Actor | None, verb: str, subject: Model | None = None, **facts: Any) -> None:
    """Note a sensitive read or a refusal in a short transaction of its own, when this one has ended."""
    kind, key = _name_of(subject)
    db.afterwards(lambda: record(actor, verb, None, **facts, subject_kind=kind, subject_id=key))


def digest_of(entry: AuditEntry) -> str:
    """The link: SHA-256 over the previous link and every field of this entry in canonical JSON."""
    body = {
        "sequence": entry.sequence,
        "at": entry.at.isoformat(timespec="microseconds"),
        "account": entry.account_id,
        "post": entry.post_id,
        "unit": entry.unit_id,
        "role": entry.role,
        "name": entry.actor_name,
        "verb": entry.verb,
        "kind": entry.subject_kind,
        "subject": entry.subject_id,
        "facts": entry.facts,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((entry.previous + text).encode()).hexdigest()


@db.before_commit
def link_pending() -> None:
    """Append what was gathered: flush first, so that new subjects have their keys, then lock the head."""
    pending = db.gathered(_PENDING)
    if not pending:
        return
    session.flush()
    head = session.scalars(select(AuditHead).with_for_update()).first()
    if head is None:
        head = AuditHead(sequence=0, digest=GENESIS)
        session.add(head)
    for at, actor, verb, subject, facts in pending:
        entry = _entry(at, actor, verb, subject, facts)
        entry.sequence = head.sequence + 1
        entry.previous = head.digest
        entry.digest = digest_of(entry)
        head.sequence, head.digest = entry.sequence, entry.digest
        session.add(entry)
    pending.clear()


def _entry(
    at: Any, actor: Actor | None, verb: str, subject: Model | None, facts: dict[str, Any]
) -> AuditEntry:
    kind, key = _name_of(subject)
    kind = str(facts.pop("subject_kind", kind))
    key = facts.pop("subject_id", key)
    return AuditEntry(
        at=at,
        account_id=actor.account_id if actor else None,
        post_id=actor.post_id if actor else None,
        unit_id=actor.unit_id if actor else None,
        role=actor.role if actor else "",
        actor_name=actor.name if actor else "",
        verb=verb,
        subject_kind=kind,
        subject_id=key,
        facts=json.loads(json.dumps(facts, ensure_ascii=False, default=str)),
    )


def _name_of(subject: Model | None) -> tuple[str, int | None]:
    if subject is None:
        return "", None
    identity: Any = inspect(subject).identity
    return type(subject).__name__, identity[0] if identity else None
