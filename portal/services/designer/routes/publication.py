"""Handing a draft in, publishing it, giving it back."""

from __future__ import annotations

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.services.actions import needs_four_eyes
from portal.services.designer import actions, queries
from portal.services.designer.forms import PublishDraftForm, ReturnDraftForm, SubmitDraftForm
from portal.services.designer.routes.base import Answer, blueprint, desk_of
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render


@blueprint.route("/services/items/drafts/<int:draft_id>/submit", methods=["GET", "POST"])
@requires("services.draft_item")
def submit_draft(draft_id: int) -> Answer:
    """Hand a draft in, with the day from which it shall count."""
    desk = desk_of(queries.get_draft(draft_id))
    form = SubmitDraftForm(
        valid_from=max(desk.draft.valid_from or clock.today(), clock.today()), version=str(desk.draft.version)
    )
    if form.accepts():
        with form.refusals():
            actions.submit_draft(
                current_actor(), desk.draft, version=form.seen_version, valid_from=form.valid_from.data
            )
            flash(_("已提交，等待另一人发布。"), "success")
            return go_to(url_for(".read_draft", draft_id=draft_id))
    page = render("services/designer/submit_draft.html", desk=desk, draft=desk.draft, form=form)
    return page, form.status


@blueprint.route("/services/items/drafts/<int:draft_id>/publish", methods=["GET", "POST"])
@requires("services.publish_item")
def publish_draft(draft_id: int) -> Answer:
    """Publish a draft as a version."""
    desk = desk_of(queries.get_draft(draft_id))
    form = PublishDraftForm(
        valid_from=max(desk.draft.valid_from or clock.today(), clock.today()), version=str(desk.draft.version)
    )
    if form.accepts():
        with form.refusals():
            made = actions.publish_draft(
                current_actor(), desk.draft, version=form.seen_version, valid_from=form.valid_from.data
            )
            flash(
                _("已发布第 %(number)s 版，%(day)s 起生效。", number=made.number, day=made.valid_from),
                "success",
            )
            return go_to(url_for(".read_draft", draft_id=draft_id))
    page = render(
        "services/designer/publish_draft.html",
        desk=desk,
        draft=desk.draft,
        form=form,
        is_own=needs_four_eyes() and current_actor().account_id in desk.draft.editors,
    )
    return page, form.status


@blueprint.route("/services/items/drafts/<int:draft_id>/return", methods=["GET", "POST"])
@requires("services.publish_item")
def return_draft(draft_id: int) -> Answer:
    """Give a draft back to its editors."""
    draft = queries.get_draft(draft_id)
    form = ReturnDraftForm(obj=draft)
    if form.accepts():
        with form.refusals():
            actions.return_draft(
                current_actor(), draft, version=form.seen_version, reason=form.reason.data or ""
            )
            flash(_("已退回编制人。"), "success")
            return go_to(url_for(".read_draft", draft_id=draft_id))
    return render("services/designer/return_draft.html", draft=draft, form=form), form.status
