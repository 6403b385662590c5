"""The blueprint of the register, and what its modules need of a request and an answer."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

blueprint = Blueprint("registers", __name__)
Answer = BaseResponse | tuple[str, int] | str
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content: bytes, name: str) -> Response:
    """A workbook to save under this name."""
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
