"""The blueprint of the calendar's pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("screening", __name__)
TONES = {
    "coming": "neutral",
    "expected": "info",
    "drafted": "waiting",
    "reported": "good",
    "nothing_new": "good",
    "zero": "good",
    "unreported": "warn",
    "missing": "bad",
}
