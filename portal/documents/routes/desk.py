"""The blueprint on which every view of paper hangs, and what they share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("documents", __name__)
TONES = {"valid": "good", "replaced": "warn", "void": "bad"}
