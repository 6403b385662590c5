"""Where a registration leads that was begun on the way to something else: `then` in the address is the page to go on with.

Only pages of this portal are led to; what that page does with the resident is its own affair.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request

from portal.web.access import local_path

LONGEST = 300


def asked_then() -> str:
    """The page to go on with, as it stands in the address; empty where there is none, or where it is not of this portal."""
    return (local_path(request.args.get("then")) or "")[:LONGEST]


def with_resident(then: str, resident_id: int) -> str:
    """That page for a person who has just been registered or found."""
    path, _mark, query = then.partition("?")
    kept = [pair for pair in query.split("&") if pair and not pair.startswith("resident=")]
    return f"{path}?{'&'.join([*kept, urlencode({'resident': resident_id})])}"
