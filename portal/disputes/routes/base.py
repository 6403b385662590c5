"""The blueprint of disputes and the answer that every view gives."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("disputes", __name__)
Answer = Response | tuple[str, int] | str
