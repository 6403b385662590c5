"""The pattern page: every shared component in every state, for those who build pages. It exists only in the demo."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.web import pattern_samples
from portal.web.access import demo_only, public, reads
from portal.web.htmx import is_fragment_request, render

blueprint = Blueprint("patterns", __name__)

ROWS = 43
ROWS_A_PAGE = 10


@blueprint.route("/patterns", methods=["GET", "POST"])
@public
@demo_only
@reads
def show_patterns() -> BaseResponse | tuple[str, int]:
    """Show every component; the first form may be sent, and stores nothing."""
    form = pattern_samples.PatternForm()
    if form.accepts():
        flash(_("已收到，示范页不保存任何内容。"), "success")
        return redirect(url_for("patterns.show_patterns"), 303)
    page = render(
        "patterns/show_patterns.html",
        frame=pattern_samples.PatternFrame(),
        sections=pattern_samples.SECTIONS,
        form=form,
        wrong=pattern_samples.wrong_form(),
        stale=pattern_samples.stale_form(),
        portrait=pattern_samples.PortraitForm(formdata=None, prefix="portrait"),
        people=pattern_samples.people(),
        day_in=lambda days: clock.today() + dt.timedelta(days=days),
        page_number=max(
            1, min(request.args.get("page", 1, type=int), (ROWS + ROWS_A_PAGE - 1) // ROWS_A_PAGE)
        ),
        rows=ROWS,
        rows_a_page=ROWS_A_PAGE,
    )
    return page, form.status


@blueprint.post("/patterns/search")
@public
@demo_only
@reads
def search_patterns() -> str:
    """Find invented people by a part of their name, as one types or as a page."""
    words = request.form.get("q", "").strip()[:40]
    found = [person for person in pattern_samples.people() if words and words in person["name"]]
    template = "patterns/search_results.html" if is_fragment_request() else "patterns/search_patterns.html"
    return render(template, frame=pattern_samples.PatternFrame(), words=words, found=found)


@blueprint.post("/patterns/reveal")
@public
@demo_only
@reads
def reveal_patterns() -> BaseResponse | str:
    """Show an invented number in full."""
    if is_fragment_request():
        return render("patterns/revealed.html")
    flash(_("查看已记录：119901195003021231"), "info")
    return redirect(url_for("patterns.show_patterns", _anchor="masked"), 303)


@blueprint.get("/patterns/progress")
@public
@demo_only
def show_progress() -> str:
    """One step of work that never ends, as the part of the page that asks for it, or as a page."""
    step = request.args.get("step", 0, type=int) % 11
    template = "patterns/progress.html" if is_fragment_request() else "patterns/show_progress.html"
    return render(template, frame=pattern_samples.PatternFrame(), step=step)
