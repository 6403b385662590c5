"""The page of bulk printing: choose papers, see which they are, ask for the one file of them."""

from __future__ import annotations

from dataclasses import replace

from flask import request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.documents.bulk import actions, asking, queries
from portal.documents.bulk.forms import PrintBulkForm
from portal.documents.kinds import FORMATS, all_kinds
from portal.documents.routes.desk import blueprint
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render
from portal.web.wording import in_words

SHOWN = 20


@blueprint.route("/documents/bulk", methods=["GET", "POST"])
@requires("documents.print_bulk")
def print_bulk() -> BaseResponse | tuple[str, int]:
    """Today's receipts of one's own counter, or what the conditions say: counted, the first of them listed, and printed."""
    actor = current_actor()
    form = PrintBulkForm()
    question = asking.read(actor, request.form if request.method == "POST" else request.args)
    wanted = question.wanted
    if wanted is not None and form.accepts():
        with form.refusals():
            keys = queries.list_document_ids(actor, replace(wanted, up_to=form.newest))
            job = actions.ask_for_bulk(
                actor,
                title=asking.title_of(wanted, len(keys)),
                document_ids=keys,
                layout=form.layout,
                is_counted=bool(form.is_counted.data),
            )
            return go_to(url_for("jobs.show_job", job_id=job.id))
    newest = queries.find_newest_id(actor, wanted) if wanted else 0
    if request.method == "GET":
        form.up_to.data = str(newest)
    page = render(
        "documents/bulk.html",
        form=form,
        given=question.given,
        sentences={key: in_words(error) for key, error in question.wrong.items()},
        total=queries.count_documents(actor, wanted) if wanted else 0,
        shown=queries.list_documents(actor, wanted, limit=SHOWN) if wanted else [],
        left_out=asking.left_out(actor, wanted) if wanted else 0,
        has_cards=wanted is not None and asking.may_have_cards(wanted),
        kinds=[(kind.code, kind.title) for kind in all_kinds()],
        units=[(str(unit.id), unit.name) for unit in queries.list_issuing_units(actor)],
        formats=FORMATS,
        issuers=asking.ISSUERS,
        printed=asking.PRINTED,
    )
    return page, 422 if question.wrong and request.method == "POST" else form.status
