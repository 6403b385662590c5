"""The blueprint on which the senior card's pages hang."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("senior_card", __name__)
