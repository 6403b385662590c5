"""Changing the key that signs papers, in the ordinary course or because it was stolen. What old keys signed stays provable."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents import signing
from portal.documents.models import SigningKey
from portal.errors import N_, RuleBroken


def rotate_key(actor: Actor | None, *, reason: str, stolen_since: dt.date | None = None) -> SigningKey:
    """Take the key out of use and make a new one; the old private half is destroyed, its public half goes on proving.

    `stolen_since` is the first day from which somebody else may have signed with it. `actor` is None on the server's
    console. Raises RuleBroken at `reason` when it is empty, and at `stolen_since` for a day to come.
    """
    old = signing.current_key(to_change=True)
    _check(reason, stolen_since)
    old.is_active, old.retired_at = False, clock.now()
    old.retire_reason, old.private_key = reason.strip()[:500], b""
    old.distrusted_since = stolen_since
    session.flush()
    made = signing.current_key()
    audit.record(
        actor,
        "documents.rotate_key",
        made,
        key_id=made.key_id,
        former=old.key_id,
        stolen_since=stolen_since,
        reason=reason,
    )
    return made


def distrust_key(actor: Actor | None, key: SigningKey, *, stolen_since: dt.date, reason: str) -> SigningKey:
    """Declare a key stolen that is out of use already; for the one in use, `rotate_key` does both.

    An earlier day may be declared later, and the earliest counts.
    """
    _check(reason, stolen_since)
    if key.is_active:
        raise RuleBroken(None, N_("这把密钥还在使用，请更换密钥并同时写明失窃日期。"))
    key.distrusted_since = min(stolen_since, key.distrusted_since or stolen_since)
    key.retire_reason = f"{key.retire_reason}；{reason.strip()}"[:500]
    session.flush()
    audit.record(
        actor, "documents.distrust_key", key, key_id=key.key_id, stolen_since=stolen_since, reason=reason
    )
    return key


def _check(reason: str, stolen_since: dt.date | None) -> None:
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明原因。"))
    if stolen_since is not None and stolen_since > clock.today():
        raise RuleBroken("stolen_since", N_("失窃日期不能晚于今天。"))
