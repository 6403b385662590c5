"""The pages of issued papers: the bytes, a paper's record, declaring it void, the books of numbers."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal import audit, db
from portal.accounts.queries import get_account
from portal.documents import actions, books, codes, queries
from portal.documents.forms import VoidDocumentForm
from portal.documents.kinds import number_kind_of
from portal.documents.models import STATUSES
from portal.documents.routes.desk import TONES, blueprint, pdf_answer
from portal.documents.routes.printing import print_choice
from portal.documents.void_mark import marked_void
from portal.units.queries import get_unit
from portal.web.access import current_actor, requires
from portal.web.htmx import render

PATIENCE_SECONDS = 2.0
MAKING_REFRESH_SECONDS = 2


@blueprint.get("/documents/<int:document_id>.pdf")
@requires("documents.read_document")
def read_document(document_id: int) -> BaseResponse | tuple[str, int, dict[str, str]]:
    """The paper, byte for byte as it was made, a void one with 作废 across it; while it is being made, a page that looks
    again by itself."""
    actor = current_actor()
    document = queries.get_document(actor, document_id)
    if document.render_task.state == "failed":
        return redirect(url_for("documents.show_document", document_id=document_id), 303)
    master = queries.wait_for_master(document_id, PATIENCE_SECONDS)
    if master is None:
        page = render("documents/making.html", document=document)
        return page, 202, {"Refresh": str(MAKING_REFRESH_SECONDS)}
    audit.record_afterwards(actor, "documents.read_document", document, **queries.reading_facts(document))
    is_void = document.status == "void"
    return pdf_answer(document, marked_void(master.content) if is_void else master.content)


@blueprint.get("/documents/<int:document_id>")
@requires("documents.read_document")
def show_document(document_id: int) -> str:
    """The record of a paper: its number, standing, editions, printings and digest."""
    actor = current_actor()
    document = queries.get_document(actor, document_id)
    return render(
        "documents/document.html",
        document=document,
        printing=print_choice(actor, document) if actor.can("documents.print_document") else None,
        unit=get_unit(document.unit_id),
        editions=queries.list_editions(document),
        soundness=queries.check_soundness(document),
        shown_code=codes.shown_code(document.check_code),
        name_of=_name_of,
        statuses=STATUSES,
        tones=TONES,
    )


@blueprint.post("/documents/<int:document_id>/retry")
@requires("documents.print_document")
def retry_document(document_id: int) -> BaseResponse:
    """Try to make a failed paper again."""
    actor = current_actor()
    actions.retry_document(actor, queries.get_document(actor, document_id))
    db.after_commit(actions.wake)
    return redirect(url_for("documents.show_document", document_id=document_id), 303)


@blueprint.route("/documents/<int:document_id>/void", methods=["GET", "POST"])
@requires("documents.void_document")
def void_document(document_id: int) -> BaseResponse | tuple[str, int]:
    """Declare a paper void, with the reason."""
    actor = current_actor()
    document = queries.get_document(actor, document_id)
    form = VoidDocumentForm(version=str(document.version))
    if form.accepts():
        with form.refusals():
            actions.void_document(actor, document, reason=form.reason.data or "", version=form.seen_version)
            flash(_("已作废。编号和文书保留在记录中。"), "success")
            return redirect(url_for("documents.show_document", document_id=document_id), 303)
    return render("documents/void_document.html", form=form, document=document), form.status


@blueprint.get("/documents/numbers")
@requires("documents.read_numbers")
def read_numbers() -> str:
    """The books of numbers, each with what it holds and whether it is whole."""
    reports = books.verify_numbers()
    return render(
        "documents/numbers.html",
        reports=reports,
        units={report.unit_id: get_unit(report.unit_id) for report in reports},
        label_of=lambda kind: number_kind_of(kind).label,
        failed=queries.count_failed(),
    )


def _name_of(account_id: int | None) -> str:
    return get_account(account_id).name if account_id is not None else ""
