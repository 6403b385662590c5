"""进居 as pages: the counter of a year, one mediation of a judge or prosecutor, its record and its photograph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import RuleBroken
from portal.mediation.links import forms, people
from portal.mediation.links.actions import court_days as actions
from portal.mediation.links.kinds import ORGANS, PUBLISHINGS
from portal.mediation.links.models import CommunityMediation
from portal.mediation.links.routes.base import (
    LISTS,
    Answer,
    about_case,
    blueprint,
    case_href,
    show_file,
    upload_of,
    verb_page,
)
from portal.mediation.queries import get_case
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.htmx import render

FIRST_YEAR = 2000
TONES = {"none": "neutral", "ready": "info", "published": "good", "taken_down": "paused"}


@blueprint.get("/mediation/links/court-days")
@requires("mediation.read_link")
def list_court_days() -> str:
    """How everybody stands in a year, and the mediations of the year."""
    actor, this = current_actor(), clock.today().year
    year = min(max(asked_number("year") or this, FIRST_YEAR), this)
    return render(
        "mediation/links/list_court_days.html",
        year=year,
        this_year=this,
        tallies=people.tallies(actor, year),
        rows=people.list_court_days(actor, year),
        organs=ORGANS,
        publishings=PUBLISHINGS,
        tones=TONES,
        lists=LISTS,
    )


@blueprint.get("/mediation/court-days/<int:court_day_id>")
@requires("mediation.read_link")
def read_court_day(court_day_id: int) -> str:
    """One mediation: whether it counts, and whether its photograph may be seen."""
    found = people.get_court_day(current_actor(), court_day_id)
    return render(
        "mediation/links/read_court_day.html",
        row=found,
        case=found.case,
        organs=ORGANS,
        publishings=PUBLISHINGS,
        tones=TONES,
    )


@blueprint.route("/mediation/cases/<int:case_id>/court-days/new", methods=["GET", "POST"])
@requires("mediation.record_court_day")
def record_court_day(case_id: int) -> Answer:
    """A judge or prosecutor mediated this case in a community."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = forms.RecordCourtDayForm(version=str(case.version), held_on=clock.today())
    known = {one.id: one for one in people.list_people(actor)}
    form.person_id.choices = [(one.id, f"{one.body} {one.name}") for one in known.values()]
    return verb_page(
        form,
        lambda: actions.record_court_day(
            actor,
            case,
            version=form.seen_version,
            person=known[form.person_id.data],
            held_on=form.held_on.data or clock.today(),
            place=form.place.data or "",
            record=upload_of(form.record),
            photo=upload_of(form.photo),
            shown=form.names(),
        ),
        title=_("登记进居调解"),
        label=_("登记"),
        cancel=case_href(case),
        about=about_case(case),
        advice=_("笔录和照片可以以后补充。照片先保存不显示，照片上的人都书面同意后才显示。"),
        to=_page,
        done=_("进居调解已登记。案件达成协议，笔录、照片齐全后计入本年件数。"),
    )


@blueprint.route("/mediation/court-days/<int:court_day_id>/pictures", methods=["GET", "POST"])
@requires("mediation.record_court_day")
def add_pictures(court_day_id: int) -> Answer:
    """The record or the photograph that came later."""
    actor = current_actor()
    found = people.get_court_day(actor, court_day_id)
    form = forms.PicturesForm(version=str(found.version))
    return _verb(
        form,
        found,
        lambda: actions.add_pictures(
            actor,
            found,
            version=form.seen_version,
            record=upload_of(form.record),
            photo=upload_of(form.photo),
            shown=form.names(),
        ),
        _("已保存。"),
        _("补充笔录和照片"),
        _("保存"),
    )


@blueprint.route("/mediation/court-days/<int:court_day_id>/consents", methods=["GET", "POST"])
@requires("mediation.record_court_day")
def record_photo_consent(court_day_id: int) -> Answer:
    """Who of those shown has consented in writing."""
    actor = current_actor()
    found = people.get_court_day(actor, court_day_id)
    form = forms.PhotoConsentForm(version=str(found.version), on=clock.today(), names=[])
    form.offer(one["name"] for one in found.shown or [] if not one["on"])
    return _verb(
        form,
        found,
        lambda: actions.record_photo_consent(
            actor,
            found,
            version=form.seen_version,
            names=form.names.data or [],
            on=form.on.data or clock.today(),
        ),
        _("已登记同意。"),
        _("登记照片同意"),
        _("登记"),
        _("须是本人的书面同意（未成年人由监护人同意）。本人可以随时撤回。"),
    )


@blueprint.route("/mediation/court-days/<int:court_day_id>/cover", methods=["GET", "POST"])
@requires("mediation.record_court_day")
def cover_photo(court_day_id: int) -> Answer:
    """A copy with covered faces."""
    actor = current_actor()
    found = people.get_court_day(actor, court_day_id)
    form = forms.CoverPhotoForm(version=str(found.version))
    return _verb(
        form,
        found,
        lambda: actions.cover_photo(
            actor,
            found,
            version=form.seen_version,
            upload=upload_of(form.file),
            is_covered=bool(form.is_covered.data),
        ),
        _("遮盖后的照片已保存；原照片留存，不再显示。"),
        _("上传遮盖人脸的照片"),
        _("保存"),
        _("请先用其他软件遮盖没有同意的人的面部。系统不会自动识别人脸，由上传的人负责核对。"),
    )


@blueprint.route("/mediation/court-days/<int:court_day_id>/publish", methods=["GET", "POST"])
@requires("mediation.record_court_day")
def publish_photo(court_day_id: int) -> Answer:
    """Where it was made public."""
    actor = current_actor()
    found = people.get_court_day(actor, court_day_id)
    if request.method == "GET":
        try:
            actions.must_be_seen(found)
        except RuleBroken as error:  # said before anything is typed, not after
            flash(_(error.message, **error.params), "warning")
            return redirect(url_for(".read_court_day", court_day_id=court_day_id), 303)
    form = forms.PublishPhotoForm(version=str(found.version), on=clock.today())
    return _verb(
        form,
        found,
        lambda: actions.publish_photo(
            actor,
            found,
            version=form.seen_version,
            where=form.where.data or "",
            on=form.on.data or clock.today(),
        ),
        _("已登记公开。"),
        _("登记公开"),
        _("登记"),
        _("本系统不对外发布，只登记在哪里公开了。"),
    )


@blueprint.route("/mediation/court-days/<int:court_day_id>/take-down", methods=["GET", "POST"])
@requires("mediation.record_court_day")
def take_down_photo(court_day_id: int) -> Answer:
    """It was taken down, or somebody withdrew the consent."""
    actor = current_actor()
    found = people.get_court_day(actor, court_day_id)
    form = forms.TakeDownPhotoForm(version=str(found.version), names=[])
    form.offer(one["name"] for one in found.shown or [] if one["on"])
    return _verb(
        form,
        found,
        lambda: actions.take_down_photo(actor, found, version=form.seen_version, names=form.names.data or []),
        _("已登记。"),
        _("登记撤下或撤回同意"),
        _("登记"),
    )


@blueprint.get("/mediation/court-days/<int:court_day_id>/photo")
@requires("mediation.read_link")
def see_photo(court_day_id: int) -> Response:
    """The photograph that may be seen; the one as taken is not there before everybody shown consented."""
    actor = current_actor()
    found = people.get_court_day(actor, court_day_id)
    return show_file(actor, "mediation.see_photo", found, found.seen_photo)


@blueprint.get("/mediation/court-days/<int:court_day_id>/record")
@requires("mediation.record_court_day")
def read_court_record(court_day_id: int) -> Response:
    """The record, for who may see its case."""
    actor = current_actor()
    found = people.get_court_day(actor, court_day_id)
    get_case(actor, found.case_id)
    return show_file(actor, "mediation.see_link_scan", found, found.record)


def _page(row: CommunityMediation) -> str:
    return url_for(".read_court_day", court_day_id=row.id)


def _verb(
    form: forms.PortalForm,
    row: CommunityMediation,
    act: Callable[[], Any],
    done: str,
    title: str,
    label: str,
    advice: str = "",
) -> Answer:
    about = f"{row.person.body} {row.person.name} {row.held_on.isoformat()}"
    return verb_page(
        form,
        act,
        title=title,
        label=label,
        cancel=_page(row),
        about=about,
        advice=advice,
        to=_page(row),
        done=done,
    )
