"""The blueprint of the cases' pages, and what all of its modules need of a request."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, request
from werkzeug.wrappers import Response as BaseResponse

blueprint = Blueprint("mediation", __name__)
Answer = BaseResponse | tuple[str, int] | str


def asked_day(name: str) -> dt.date | None:
    """The day that stands behind the question mark; None where there is none."""
    try:
        return dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def asked_words(name: str) -> str:
    """The words that stand behind the question mark, trimmed and bounded."""
    return request.args.get(name, "").strip()[:80]
