"""The pages of ratings: the screen that is turned to the resident, the figures, one rating, and the call backs."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.services import queries as hall
from portal.services.ratings import actions, forms, queries
from portal.services.ratings.levels import ASPECTS, CALL_STATES, CALL_TONES, FINDINGS, LEVELS, WAYS
from portal.services.routes.hall import Answer, asked_day
from portal.web.access import current_actor, repeatable, requires
from portal.web.htmx import go_to, render

blueprint = Blueprint("ratings", __name__)


@blueprint.get("/ratings")
@requires("services.read_rating")
def list_ratings() -> str:
    """The figures of each item in a period, and the call backs that are open."""
    today = clock.today()
    first, last = asked_day("from") or today.replace(month=1, day=1), asked_day("to") or today
    return render(
        "services/ratings/list_ratings.html",
        figures=queries.figures(current_actor(), first, last),
        callbacks=queries.list_open_callbacks(current_actor()),
        first=first,
        last=last,
        levels=LEVELS,
        states=CALL_STATES,
        tones=CALL_TONES,
    )


@blueprint.get("/ratings/<int:rating_id>")
@requires("services.read_rating")
def read_rating(rating_id: int) -> str:
    """What was said of a case, both times, and what came of the call back; each look is recorded."""
    actor = current_actor()
    found = queries.get_rating(actor, rating_id)
    audit.record_afterwards(actor, "services.read_rating", found)
    return render(
        "services/ratings/read_rating.html",
        rating=found,
        application=found.application,
        rounds=queries.ratings_of(found.application),
        levels=LEVELS,
        aspects=ASPECTS,
        ways=WAYS,
        findings=FINDINGS,
        states=CALL_STATES,
        tones=CALL_TONES,
    )


@blueprint.route("/services/applications/<int:application_id>/rate", methods=["GET", "POST"])
@requires("services.enter_rating")
def enter_rating(application_id: int) -> Answer:
    """The page that the resident sees: it names the matter and nobody of the staff; `?way=slip` enters a filled-in slip."""
    actor = current_actor()
    found = hall.get_application(actor, application_id)
    home = url_for("services.read_application", application_id=application_id)
    if request.method == "GET" and not queries.may_rate(found):
        flash(_("这一办件现在不能评价，或者已经评价并更改过一次。"), "warning")
        return redirect(home, 303)
    asked = request.args.get("way", "screen")
    way = asked if asked in WAYS else "screen"
    form = forms.EnterRatingForm(way=way)
    if form.accepts():
        with form.refusals():
            actions.enter_rating(
                actor,
                found,
                level=int(form.level.data or 0),
                way=form.way.data or "",
                aspects=form.aspects,
                remark=form.remark.data or "",
            )
            flash(_("评价已提交，谢谢。"), "success")
            return go_to(url_for(".thank", application_id=application_id) if way == "screen" else home)
    page = render(
        "services/ratings/enter_rating.html",
        application=found,
        form=form,
        way=way,
        again=bool(queries.ratings_of(found)),
    )
    return page, form.status


@blueprint.get("/services/applications/<int:application_id>/rate/thanks")
@requires("services.enter_rating")
def thank(application_id: int) -> str:
    """After a rating at the screen: thanks, and the screen is turned back. What was said does not stand there."""
    found = hall.get_application(current_actor(), application_id)
    return render("services/ratings/thank.html", application=found)


@blueprint.post("/services/applications/<int:application_id>/rating-slip")
@requires("services.enter_rating")
@repeatable
def print_slip(application_id: int) -> Answer:
    """The slip to rate on paper."""
    actor = current_actor()
    document = actions.print_slip(actor, hall.get_application(actor, application_id))
    flash(_("%(title)s已生成，请打印后交申请人。", title=document.title), "success")
    return redirect(
        url_for("services.read_application", application_id=application_id, _anchor="papers"), 303
    )


@blueprint.route("/ratings/callbacks/<int:callback_id>/call", methods=["GET", "POST"])
@requires("services.call_back")
def call_back(callback_id: int) -> Answer:
    """The resident was called."""
    actor = current_actor()
    found = queries.get_callback(actor, callback_id)
    form = forms.CallBackForm(version=str(found.version), on=clock.today())
    if form.accepts() and form.on.data:
        with form.refusals():
            actions.call_back(
                actor,
                found,
                version=form.seen_version,
                on=form.on.data,
                finding=form.finding.data or "",
                found=form.found.data or "",
            )
            flash(_("回访已登记。请在 %(day)s 前整改并答复。", day=found.mend_by.isoformat()), "success")
            return go_to(url_for(".read_rating", rating_id=found.rating_id))
    page = render(
        "services/ratings/callback.html", callback=found, form=form, title=_("差评回访"), button=_("登记回访")
    )
    return page, form.status


@blueprint.route("/ratings/callbacks/<int:callback_id>/settle", methods=["GET", "POST"])
@requires("services.call_back")
def settle_callback(callback_id: int) -> Answer:
    """What was mended."""
    actor = current_actor()
    found = queries.get_callback(actor, callback_id)
    form = forms.SettleCallbackForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.settle_callback(actor, found, version=form.seen_version, done=form.done.data or "")
            flash(_("整改结果已登记。"), "success")
            return go_to(url_for(".read_rating", rating_id=found.rating_id))
    page = render(
        "services/ratings/callback.html", callback=found, form=form, title=_("整改结果"), button=_("登记办结")
    )
    return page, form.status
