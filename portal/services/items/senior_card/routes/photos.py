"""The portrait of an application: taken or uploaded, cut by the page or by the server, adjusted without scripts."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.errors import N_, NotFound
from portal.files.actions import crop_photo, open_file, store_file
from portal.files.contents import IMAGE
from portal.files.models import StoredFile
from portal.files.pictures import PORTRAIT_MM, Box
from portal.files.queries import get_file
from portal.services.actions import attach_file
from portal.services.items.senior_card import actions, forms
from portal.services.items.senior_card.definition import CODE
from portal.services.items.senior_card.routes.base import blueprint
from portal.services.models import Application
from portal.services.queries import get_application
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

NUDGES = {
    "left": N_("左移"),
    "right": N_("右移"),
    "up": N_("上移"),
    "down": N_("下移"),
    "closer": N_("放大"),
    "wider": N_("缩小"),
}
STEP = 20  # a nudge moves the cut by one part in twenty of its width


@blueprint.route("/services/cards/photos/<int:application_id>", methods=["GET", "POST"])
@requires("services.attach_file")
def take_photo(application_id: int) -> Answer:
    """Take or upload the portrait; the server cuts it, and without a cut made on the page shows where it did."""
    actor = current_actor()
    found = _card_application(actor, application_id)
    form = forms.TakePhotoForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            upload = form.photo.data
            whole = store_file(
                actor,
                stream=upload.stream,
                name=upload.filename or "",
                purpose=_purpose(found),
                allow=(IMAGE,),
                field="photo",
            )
            _attach(actor, found, form, whole, form.box)
            if form.box is None:
                flash(_("照片已保存，取了正中部分。需要时请在下面调整。"), "success")
                return go_to(url_for(".adjust_photo", application_id=found.id, file_id=whole.id))
            flash(_("照片已保存。"), "success")
            return go_to(url_for("services.read_application", application_id=found.id))
    page = render(
        "services/items/senior_card/take_photo.html", application=found, form=form, photo=_photo_of(found)
    )
    return page, form.status


@blueprint.route("/services/cards/photos/<int:application_id>/<int:file_id>/adjust", methods=["GET", "POST"])
@requires("services.attach_file")
def adjust_photo(application_id: int, file_id: int) -> Answer:
    """Move the cut by figures or step by step; each save shows the portrait as it will be printed."""
    actor = current_actor()
    found = _card_application(actor, application_id)
    whole = _whole_of(found, file_id)
    x, y, width = _middle(whole) if request.method == "GET" else (0, 0, 0)
    shown = (asked_number("x"), asked_number("y"), asked_number("width"))
    if all(number is not None for number in shown):
        x, y, width = (number or 0 for number in shown)
    form = forms.AdjustPhotoForm(x=x, y=y, width=width, version=str(found.version))
    if form.accepts():
        with form.refusals():
            box = _nudged(form, whole, request.form.get("do", ""))
            _attach(actor, found, form, whole, box)
            return go_to(
                url_for(
                    ".adjust_photo",
                    application_id=found.id,
                    file_id=file_id,
                    x=box[0],
                    y=box[1],
                    width=box[2],
                )
            )
    page = render(
        "services/items/senior_card/adjust_photo.html",
        application=found,
        form=form,
        whole=whole,
        photo=_photo_of(found),
        nudges=NUDGES,
    )
    return page, form.status


@blueprint.get("/services/cards/photos/<int:application_id>/<int:file_id>")
@requires("services.attach_file")
def read_photo(application_id: int, file_id: int) -> Response:
    """A picture that was uploaded for this application, before it is cut."""
    whole = _whole_of(_card_application(current_actor(), application_id), file_id)
    return Response(open_file(whole), mimetype=whole.media_type)


def _card_application(actor: Actor, application_id: int) -> Application:
    found = get_application(actor, application_id)
    if found.item.code != CODE:
        raise NotFound
    return found


def _purpose(application: Application) -> str:
    return f"{CODE}.photo.{application.id}"


def _whole_of(application: Application, file_id: int) -> StoredFile:
    """A picture uploaded for this application and no other; raises NotFound."""
    stored = get_file(file_id)
    if stored.purpose != _purpose(application):
        raise NotFound
    return stored


def _photo_of(application: Application) -> StoredFile | None:
    return next((m.file for m in application.materials if m.code == actions.PHOTO_MATERIAL), None)


def _attach(
    actor: Actor, application: Application, form: PortalForm, whole: StoredFile, box: Box | None
) -> None:
    portrait = crop_photo(actor, whole, box=box)
    attach_file(actor, application, version=form.seen_version, code=actions.PHOTO_MATERIAL, file=portrait)


def _middle(whole: StoredFile) -> tuple[int, int, int]:
    """Left, top and width of the largest cut about the middle."""
    wide, high = whole.width or 1, whole.height or 1
    ratio = PORTRAIT_MM[0] / PORTRAIT_MM[1]
    width = min(wide, round(high * ratio))
    return (wide - width) // 2, max(0, (high - round(width / ratio)) // 2), width


def _nudged(form: forms.AdjustPhotoForm, whole: StoredFile, nudge: str) -> Box:
    """The cut after the button that was pressed, held inside the picture."""
    ratio = PORTRAIT_MM[0] / PORTRAIT_MM[1]
    wide, high = whole.width or 1, whole.height or 1
    x, y, width = form.x.data or 0, form.y.data or 0, form.width.data or 1
    step = max(1, width // STEP)
    if nudge in {"closer", "wider"}:
        change = 2 * step if nudge == "wider" else -2 * step
        x, y, width = x - change // 2, y - round(change / ratio) // 2, width + change
    width = max(1, min(width, wide, round(high * ratio)))
    x += {"left": -step, "right": step}.get(nudge, 0)
    y += {"up": -step, "down": step}.get(nudge, 0)
    height = max(1, round(width / ratio))
    return max(0, min(x, wide - width)), max(0, min(y, high - height)), width, min(height, high)
