"""Reviews (定期核查): what is due where the reader works, and entering one."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.services.assistance import actions, queries
from portal.services.assistance.forms import files as forms
from portal.services.assistance.queries.staff import list_staff_who_may
from portal.services.assistance.routes.base import Answer, blueprint
from portal.services.assistance.routes.files import communities, words
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.htmx import go_to, render


@blueprint.get("/assistance/reviews")
@requires("assistance.read_file")
def list_reviews() -> str:
    """Files whose review is overdue, due today or due within a month, the most overdue first."""
    actor = current_actor()
    unit = asked_number("unit")
    return render(
        "services/assistance/reviews/list_reviews.html",
        block="listing",
        files=queries.list_due_reviews(actor, unit_id=unit),
        counts=queries.count_due_reviews(actor),
        unit=unit,
        communities=communities(actor),
        **words(),
    )


@blueprint.route("/assistance/files/<int:file_id>/reviews/new", methods=["GET", "POST"])
@requires("assistance.record_review")
def record_review(file_id: int) -> Answer:
    """Enter what two people found; a finding of change or stop leads on to a proposal."""
    actor = current_actor()
    file = queries.get_file(actor, file_id)
    form = forms.RecordReviewForm(done_on=clock.today(), version=str(file.version))
    form.with_id.choices = forms.with_nobody(list_staff_who_may(actor, "assistance.record_review"))
    if not actor.can("assistance.propose_change"):
        del form.category
    if form.accepts():
        with form.refusals():
            review = actions.record_review(
                actor,
                file,
                version=form.seen_version,
                done_on=form.done_on.data,
                with_id=form.with_id.data,
                finding=form.finding.data or "",
                note=form.note.data or "",
                category=(form.category.data or "") if form.category is not None else "",
            )
            return go_to(_after(file_id, review.finding))
    page = render(
        "services/assistance/reviews/record_review.html",
        file=file,
        form=form,
        back=request.path,
        **words(),
    )
    return page, form.status


def _after(file_id: int, finding: str) -> str:
    """Where a finding leads: to the change that it asks for, or back to the file."""
    actor = current_actor()
    if finding == "unchanged" or not actor.can("assistance.propose_change"):
        flash(_("核查已登记，下次核查日期已更新。"), "success")
        return url_for(".read_file", file_id=file_id)
    flash(_("核查已登记。请接着提出变更。"), "success")
    if finding == "stop":
        return url_for(".propose_change", file_id=file_id, kind="stop", why="review")
    return url_for(".choose_change", file_id=file_id)
