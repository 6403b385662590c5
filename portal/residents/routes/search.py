"""The one search box: as a page, and as the list that falls open while somebody types."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal.errors import N_
from portal.residents import queries
from portal.residents.asked import may_be_number
from portal.residents.queries import SearchAnswer
from portal.residents.routes import Answer, blueprint
from portal.web import navigation
from portal.web.access import current_actor, reads, requires
from portal.web.forms import clean_text
from portal.web.htmx import is_fragment_request, render

navigation.add(
    "residents.list_residents", label=N_("居民"), group=N_("便民服务"), order=90, key="r", daily=True
)

PAGE_LIMIT = 50
BOX_LIMIT = 8


def _typed(text: str) -> str:
    """What was typed, as forms read it: control characters and halves of pairs can be in no name and no number."""
    return "".join(c for c in str(clean_text(text))[:200] if c.isprintable() or c.isspace())


@blueprint.get("")
@requires("residents.search_residents")
def list_residents() -> Answer:
    """The search page; `?q=` takes names, pinyin and receipt numbers, never what may be an identity number or a phone."""
    q = _typed(request.args.get("q", ""))
    if may_be_number(q):
        return _page("", None, number_in_address=True), 422
    return _page(q, queries.search_residents(current_actor(), q, PAGE_LIMIT) if q else None)


@blueprint.route("/search", methods=["GET", "POST"])
@requires("residents.search_residents")
@reads
def search_residents() -> Answer | Response:
    """Find by anything; only a POST may carry a number, and a GET (a reload, a link) leads to the empty page.

    htmx gets the short list under the box of every page, or the search page's own list where its form says `whole`.
    """
    if request.method != "POST":
        return redirect(url_for(".list_residents"), 303)
    q = _typed(request.form.get("q", ""))
    if is_fragment_request() and "whole" not in request.form:
        answer = queries.search_residents(current_actor(), q, BOX_LIMIT) if q else None
        return render("residents/results.html", block="results", q=q, answer=answer)
    return _page(q, queries.search_residents(current_actor(), q, PAGE_LIMIT) if q else None)


def _page(q: str, answer: SearchAnswer | None, *, number_in_address: bool = False) -> str:
    return render(
        "residents/search.html", block="listing", q=q, answer=answer, number_in_address=number_in_address
    )
