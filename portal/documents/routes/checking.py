"""The public check: is this paper ours, unchanged and still valid, and how far is its matter."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal import db
from portal.documents import actions, codes, proving, queries
from portal.documents.forms import CheckDocumentForm
from portal.documents.models import STATUSES, Document
from portal.documents.payload import Claim
from portal.documents.progress import progress_of
from portal.documents.proving import Presented
from portal.documents.routes.desk import TONES, blueprint
from portal.documents.words import VERDICTS
from portal.units.queries import get_unit
from portal.web.access import public, reads
from portal.web.htmx import render


@blueprint.route("/check", methods=["GET", "POST"])
@public
@reads
def check_document() -> BaseResponse | tuple[str, int]:
    """Is this paper genuine, and how far is its matter: for anyone in the building who holds the paper.

    The code and the last four characters of the holder's number tell all; the QR code's own mark, or its signed text, tell
    without them only what is on the paper's face, and what became of it.
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
    presented = proving.read_presented(form.code.data or "")
    if presented.proof:
        return _check_proof(form, address, presented)
    found = proving.find_marked(presented) if presented.mark else queries.find_by_code(presented.code)
    return _check_holder(form, address, found, presented)


def _check_mark(form: CheckDocumentForm, address: str) -> tuple[str, int]:
    mark = request.args.get("mark", "")
    if not mark:
        return _refuse(form, ""), 200
    code = codes.read_code(request.args.get("code", "")) or ""
    found = proving.find_marked(Presented(proof="", code=code, mark=mark))
    _note(address, found)
    if found is None:
        return _refuse(form, _("没有查到这张文书。请核对查询码，或带上文书到窗口核对。")), 422
    return _answer(form, found, ""), 200


def _check_proof(form: CheckDocumentForm, address: str, presented: Presented) -> tuple[str, int]:
    judgement = proving.judge(presented)
    if judgement.document is not None:
        return _check_holder(form, address, judgement.document, presented, judgement.claim)
    if judgement.verdict != "unreadable":  # a torn code is nobody's guess
        _note(address, None)
    sentence = VERDICTS[judgement.verdict]
    return _refuse(form, _(sentence), "danger"), 422


def _check_holder(
    form: CheckDocumentForm,
    address: str,
    found: Document | None,
    presented: Presented,
    signed: Claim | None = None,
) -> tuple[str, int]:
    """Answer for a paper that was found: with its progress where the last four characters are a holder's; where they are
    wrong, as if nothing were found, so that nobody can try them out."""
    typed = form.last4.data or ""
    last_four = codes.read_last_four(typed)
    is_holder = found is not None and _knows(found, last_four)
    if not is_holder and (typed or not presented.is_proof):
        found = None
    _note(address, found)
    if found is None:
        return _refuse(form, _("没有查到。请核对查询码和后四位；仍查不到时，请带上文书到窗口核对。")), 422
    return _answer(form, found, progress_of(found) if is_holder else "", signed), 200


def _knows(found: Document, last_four: str | None) -> bool:
    """Whether these are a holder's digits; a paper for somebody who gave neither number nor phone has none to know."""
    return not found.holder_indexes or (last_four is not None and queries.is_holder(found, last_four))


def _refuse(form: CheckDocumentForm, reason: str, tone: str = "warning") -> str:
    return render("documents/check_document.html", form=form, found=None, reason=reason, tone=tone)


def _answer(form: CheckDocumentForm, found: Document, progress: str, signed: Claim | None = None) -> str:
    spoilt = "" if proving.is_record_whole(found) else VERDICTS["changed"]
    return render(
        "documents/check_document.html",
        form=form,
        found=found,
        reason=_(spoilt) if spoilt else "",
        tone="danger",
        signed=signed,
        number=found.number or (signed.number if signed else ""),
        unit=get_unit(found.unit_id),
        newer=queries.list_editions(found)[-1],
        progress=progress,
        statuses=STATUSES,
        tones=TONES,
    )


def _note(address: str, found: Document | None) -> None:
    known = found is not None
    db.afterwards(lambda: actions.record_check(address=address, found=known))
