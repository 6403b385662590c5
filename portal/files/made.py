"""Files that the portal made itself (a bound volume), kept sealed like uploads but exactly as they are: nothing cleans them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.files import store
from portal.files.models import StoredFile


@dataclass(frozen=True)
class Made:
    """Content that lies sealed on the disk and is no record yet; without one it is cleared away as an orphan."""

    key: str
    sha256: str
    size: int


def write_made(content: bytes) -> Made:
    """Seal and store, outside any transaction. Raises OSError when the disk is full."""
    return Made(store.write(content), hashlib.sha256(content).hexdigest(), len(content))


def enter_made(
    actor: Actor, made: Made, *, name: str, media_type: str, purpose: str, pages: int | None = None
) -> StoredFile:
    """Make the record of what was written, in the caller's transaction."""
    stored = StoredFile(
        key=made.key,
        sha256=made.sha256,
        media_type=media_type,
        size=made.size,
        original_name=name[:200],
        purpose=purpose,
        pages=pages,
        uploaded_by=actor.account_id,
    )
    session.add(stored)
    session.flush()
    audit.record(
        actor, "files.store_file", stored, purpose=purpose, media_type=media_type, sha256=made.sha256
    )
    return stored
