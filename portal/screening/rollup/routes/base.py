"""The blueprint of a street's reports, and what its modules need of a request and an answer."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response

from portal.screening.workbook import XLSX
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("rollups", __name__)


def verb_page(form: PortalForm, label: str, cancel: str, advice: str, narrow: tuple[str, ...] = ()) -> str:
    """The page of one verb."""
    return render("screening/verb.html", form=form, label=label, cancel=cancel, advice=advice, narrow=narrow)


def workbook_answer(content: bytes, name: str) -> Response:
    """A workbook to save under this name."""
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
