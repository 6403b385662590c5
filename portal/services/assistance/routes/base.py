"""The blueprint of social assistance, the answer that every view gives, and what several views read of an address."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.errors import RuleBroken
from portal.services.assistance.months import read_month

blueprint = Blueprint("assistance", __name__)
Answer = Response | tuple[str, int] | str


def asked_month(name: str = "month") -> dt.date | None:
    """A month from the address (2026-11); None where there is none or it is no month."""
    try:
        return read_month(request.args.get(name, ""))
    except RuleBroken:
        return None
