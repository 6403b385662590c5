"""The printed ledgers: who printed which and when, and the digits on the foot of each page, to compare with a paper."""

from __future__ import annotations

from flask import request

from portal.ledgers import prints
from portal.ledgers.heading import period_words
from portal.ledgers.routes.base import blueprint
from portal.web.access import current_actor, requires
from portal.web.htmx import render

LARGEST_PAGE = 1_000_000


@blueprint.get("/ledgers/prints")
@requires("ledgers.read_ledger")
def list_prints() -> str:
    """The prints of the reader's units, newest first."""
    number = _number("page", LARGEST_PAGE)
    lines, total = prints.list_prints(current_actor(), page=number)
    return render(
        "ledgers/list_prints.html",
        block="listing",
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
    number = _number("page", LARGEST_PAGE)
    if wanted:
        number = -(-_number("at", pages) // prints.DIGESTS_AT_ONCE)
    is_there = not wanted or (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= pages)
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


def _number(name: str, most: int) -> int:
    """A page's number from the address, at least 1; anything that is none counts as 1."""
    text = request.args.get(name, "1")
    return min(max(1, int(text)), most) if text.isascii() and text.isdigit() and len(text) < 10 else 1
