"""What the community does at its board, and taking a notice back."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.services.notices import actions, forms, queries
from portal.services.notices.limits import wants_photos
from portal.services.notices.routes.base import Answer, blueprint, shown
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render


@blueprint.route("/services/notices/<int:notice_id>/post", methods=["GET", "POST"])
@requires("services.post_notice")
def post_notice(notice_id: int) -> Answer:
    """The sheet hangs."""
    actor = current_actor()
    found = queries.get_notice(actor, notice_id)
    form = forms.PostNoticeForm(version=str(found.version), posted_on=min(found.post_on, clock.today()))
    form.want_photo(wants_photos(found.unit_id))
    if form.accepts():
        with form.refusals():
            actions.post_notice(
                actor,
                found,
                version=form.seen_version,
                posted_on=form.posted_on.data,
                place=form.place.data or "",
                photo=_upload(form.photo.data),
            )
            flash(_("已登记张贴。期满次日请来登记撤下。"), "success")
            return go_to(url_for(".read_notice", notice_id=notice_id))
    return render("services/notices/post_notice.html", form=form, **shown(actor, found)), form.status


@blueprint.route("/services/notices/<int:notice_id>/redate", methods=["GET", "POST"])
@requires("services.post_notice")
def redate_notice(notice_id: int) -> Answer:
    """Another posting day, and a sheet that says so."""
    actor = current_actor()
    found = queries.get_notice(actor, notice_id)
    form = forms.RedateNoticeForm(version=str(found.version), post_on=clock.today())
    if form.accepts() and form.post_on.data:
        with form.refusals():
            actions.redate_notice(actor, found, version=form.seen_version, post_on=form.post_on.data)
            flash(_("张贴日已改，请重新打印公示单。"), "success")
            return go_to(url_for(".read_notice", notice_id=notice_id))
    return render("services/notices/redate_notice.html", form=form, **shown(actor, found)), form.status


@blueprint.route("/services/notices/<int:notice_id>/remove", methods=["GET", "POST"])
@requires("services.remove_notice")
def remove_notice(notice_id: int) -> Answer:
    """The sheet was taken down."""
    actor = current_actor()
    found = queries.get_notice(actor, notice_id)
    form = forms.RemoveNoticeForm(version=str(found.version), removed_on=clock.today())
    form.want_photo(wants_photos(found.unit_id))
    if form.accepts():
        with form.refusals():
            actions.remove_notice(
                actor,
                found,
                version=form.seen_version,
                removed_on=form.removed_on.data,
                photo=_upload(form.photo.data),
            )
            flash(_("已登记撤下。请打印反馈单，签字盖章后上传。"), "success")
            return go_to(url_for(".read_notice", notice_id=notice_id))
    return render("services/notices/remove_notice.html", form=form, **shown(actor, found)), form.status


@blueprint.route("/services/notices/<int:notice_id>/return-slip", methods=["GET", "POST"])
@requires("services.enter_return_slip")
def enter_return_slip(notice_id: int) -> Answer:
    """The signed and sealed slip came back."""
    actor = current_actor()
    found = queries.get_notice(actor, notice_id)
    form = forms.EnterReturnSlipForm(version=str(found.version), on=clock.today())
    if form.accepts():
        with form.refusals():
            actions.enter_return_slip(
                actor,
                found,
                version=form.seen_version,
                result=form.result.data or "",
                on=form.on.data,
                note=form.note.data or "",
                scan=_upload(form.scan.data),
            )
            flash(_("反馈单已录入，公示结束。"), "success")
            return go_to(url_for(".read_notice", notice_id=notice_id))
    return render("services/notices/enter_return_slip.html", form=form, **shown(actor, found)), form.status


@blueprint.route("/services/notices/<int:notice_id>/cancel", methods=["GET", "POST"])
@requires("services.cancel_notice")
def cancel_notice(notice_id: int) -> Answer:
    """Take a notice back, with the reason."""
    actor = current_actor()
    found = queries.get_notice(actor, notice_id)
    form = forms.CancelNoticeForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.cancel_notice(actor, found, version=form.seen_version, reason=form.reason.data or "")
            flash(_("公示已取消。已张贴的请社区撤下。"), "success")
            return go_to(url_for(".read_notice", notice_id=notice_id))
    return render("services/notices/cancel_notice.html", form=form, **shown(actor, found)), form.status


def _upload(given: Any) -> tuple[Any, str] | None:
    return (given.stream, given.filename or "") if given else None
