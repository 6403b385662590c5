"""The printed ledgers: who printed which and when, and the digits on the foot of each page, to compare with a paper."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.ledgers import prints
from portal.ledgers.heading import period_words
from portal.ledgers.routes.base import blueprint
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page, number_of
from portal.web.htmx import go_to, render


@blueprint.get("/ledgers/prints")
@requires("ledgers.read_ledger")
def list_prints() -> BaseResponse | str:
    """The prints of the reader's units, newest first; a code that was typed leads to its print."""
    code = request.args.get("code", "").strip()[:40]
    found = prints.find_in_sight(current_actor(), code) if code else None
    if found is not None:
        return go_to(url_for(".show_print", code=found.check_code))
    number = asked_page()
    lines, total = prints.list_prints(current_actor(), page=number)
    return render(
        "ledgers/list_prints.html",
        block="listing",
        code=code,
        lines=lines,
        number=number,
        size=prints.PAGE_SIZE,
        total=total,
        period_words=period_words,
    )


@blueprint.get("/ledgers/prints/<string(maxlength=20):code>")
@requires("ledgers.read_ledger")
def show_print(code: str) -> str:
    """One print: what is on it, and the digits of each page, a hundred at a time."""
    line = prints.get_print(current_actor(), code)
    pages, wanted = line.record.pages, request.args.get("at", "").strip()
    number = asked_page()
    at = number_of(wanted)
    is_there = not wanted or (at is not None and 1 <= at <= pages)
    if wanted:
        number = -(-(at or 1) // prints.DIGESTS_AT_ONCE) if is_there else 1
    first = (number - 1) * prints.DIGESTS_AT_ONCE + 1
    return render(
        "ledgers/show_print.html",
        block="listing",
        line=line,
        digests=prints.digests_of(line.record, first) if is_there else [],
        number=number,
        size=prints.DIGESTS_AT_ONCE,
        wanted=wanted,
        period_words=period_words,
    )
