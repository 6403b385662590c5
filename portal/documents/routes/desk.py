"""The blueprint on which every view of paper hangs, and what they share."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response

from portal.documents import codes
from portal.documents.models import Document

blueprint = Blueprint("documents", __name__)
TONES = {"valid": "good", "replaced": "warn", "void": "bad"}


def pdf_answer(document: Document, content: bytes) -> Response:
    """A paper's bytes, or what is derived from them, shown by the browser and saved under the paper's Chinese name."""
    title = f"{document.title} {document.number or codes.shown_code(document.check_code)}"
    return named_pdf(content, f"document-{document.id}", title)


def named_pdf(content: bytes, name: str, title: str) -> Response:
    """A PDF shown by the browser; `name` is for old browsers, `title` for all others."""
    response = Response(content, mimetype="application/pdf")
    words = quote(f"{title}.pdf", safe="")
    response.headers["Content-Disposition"] = f"inline; filename=\"{name}.pdf\"; filename*=UTF-8''{words}"
    return response
