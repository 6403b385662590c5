"""The public check: is this paper ours, unchanged and still valid, and how far is its matter."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal import db
from portal.documents import actions, codes, queries
from portal.documents.forms import CheckDocumentForm
from portal.documents.models import STATUSES, Document
from portal.documents.progress import progress_of
from portal.documents.routes.desk import TONES, blueprint
from portal.units.queries import get_unit
from portal.web.access import public, reads
from portal.web.htmx import render


@blueprint.route("/check", methods=["GET", "POST"])
@public
@reads
def check_document() -> BaseResponse | tuple[str, int]:
    """Is this paper genuine, and how far is its matter: for anyone in the building who holds the paper.

    The code and the last four characters of the holder's number tell all; the QR code's own mark tells, without them,
    only that the paper is genuine and valid.
    """
    address = request.remote_addr or ""
    form = CheckDocumentForm(
        request.form if request.method == "POST" else None, code=request.args.get("code", "")
    )
    if queries.is_asking_too_often(address):
        return _refuse(form, _("查询次数过多，请 5 分钟后再试，或到窗口咨询。")), 429
    if request.method == "GET":
        return _check_mark(form, address)
    if not form.accepts():
        return _refuse(form, ""), form.status
    found = _find(form.code.data or "")
    last_four = codes.read_last_four(form.last4.data or "")
    if found is not None and (last_four is None or not queries.is_holder(found, last_four)):
        found = None
    _note(address, found)
    if found is None:
        return _refuse(form, _("没有查到。请核对查询码和后四位；仍查不到时，请带上文书到窗口核对。")), 422
    return _answer(form, found, progress_of(found)), 200


def _check_mark(form: CheckDocumentForm, address: str) -> tuple[str, int]:
    mark = request.args.get("mark", "")
    if not mark:
        return _refuse(form, ""), 200
    found = _find(request.args.get("code", ""))
    found = found if found is not None and found.token == mark else None
    _note(address, found)
    if found is None:
        return _refuse(form, _("没有查到这张文书。请核对查询码，或带上文书到窗口核对。")), 422
    return _answer(form, found, ""), 200


def _refuse(form: CheckDocumentForm, reason: str) -> str:
    return render("documents/check_document.html", form=form, found=None, reason=reason)


def _answer(form: CheckDocumentForm, found: Document, progress: str) -> str:
    return render(
        "documents/check_document.html",
        form=form,
        found=found,
        reason="",
        unit=get_unit(found.unit_id),
        newer=queries.list_editions(found)[-1],
        progress=progress,
        statuses=STATUSES,
        tones=TONES,
    )


def _find(text: str) -> Document | None:
    code = codes.read_code(text)
    return queries.find_by_code(code) if code else None


def _note(address: str, found: Document | None) -> None:
    known = found is not None
    db.afterwards(lambda: actions.record_check(address=address, found=known))
