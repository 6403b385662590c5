"""The page of bulk printing: choose papers, see which they are, ask for the one file of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal.documents.bulk import actions, asking, queries
from portal.documents.bulk.forms import PrintBulkForm
from portal.documents.kinds import FORMATS, readable_kinds
from portal.documents.routes.desk import blueprint
from portal.documents.routes.printing import named, printer_in_use
from portal.web.access import current_actor, requires
from portal.web.addresses import as_key
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
    printer = printer_in_use(actor)
    offsets = printer.offsets if printer else {}
    skipped = set(request.form.getlist("skip", type=as_key))
    if wanted is not None and form.accepts():
        with form.refusals():
            listed = queries.list_document_ids(actor, replace(wanted, up_to=form.newest))
            keys = [key for key in listed if key not in skipped]
            job = actions.ask_for_bulk(
                actor,
                title=asking.title_of(wanted, len(keys)),
                document_ids=keys,
                layout=form.layout(offsets),
                is_counted=bool(form.is_counted.data),
            )
            return go_to(url_for("jobs.show_job", job_id=job.id))
    newest = queries.find_newest_id(actor, wanted) if wanted else 0
    if request.method == "GET":
        form.up_to.data = str(newest)
    shown = queries.list_documents(actor, wanted, limit=SHOWN) if wanted else []
    counts = queries.count_formats(actor, wanted) if wanted else {}
    page = render(
        "documents/bulk.html",
        form=form,
        printer=printer if any(any(pair) for pair in offsets.values()) else None,
        printer_name=named(printer) if printer else "",
        skipped=skipped,
        given=question.given,
        sentences={key: in_words(error) for key, error in question.wrong.items()},
        total=sum(counts.values()),
        counts=counts,
        shown=[(document, *queries.holder_of(document)) for document in shown],
        left_out=asking.left_out(actor, wanted) if wanted else 0,
        kinds=[(kind.code, kind.title) for kind in readable_kinds(actor)],
        units=[(str(unit.id), unit.name) for unit in queries.list_issuing_units(actor)],
        formats=FORMATS,
        told=_told(counts),
        issuers=asking.ISSUERS,
        printed=asking.PRINTED,
    )
    return page, 422 if question.wrong and request.method == "POST" else form.status


def _told(counts: Mapping[str, int]) -> str:
    """The formats with how many papers want each, in words."""
    return _("、").join(
        _("%(format)s %(count)s 份", format=_(FORMATS[key]), count=counts[key]) for key in counts
    )
