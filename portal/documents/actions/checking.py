"""Counting who asks whether a paper is genuine, so that nobody can try codes in bulk."""

from __future__ import annotations

from sqlalchemy import delete

from portal import clock
from portal.db import session
from portal.documents.models import CheckAttempt
from portal.documents.queries import CHECK_WINDOW, address_index


def record_check(*, address: str, found: bool) -> None:
    """Note one question from an address, kept only as a blind index and only as long as it counts."""
    session.execute(delete(CheckAttempt).where(CheckAttempt.at < clock.now() - 10 * CHECK_WINDOW))
    session.add(CheckAttempt(address_index=address_index(address), found=found))
