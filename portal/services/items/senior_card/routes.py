"""The senior card's pages: the portrait of an application, the cards with their history, loss, cancellation, printing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.errors import N_, NotFound
from portal.files.actions import crop_photo, open_file, store_file
from portal.files.contents import IMAGE
from portal.files.models import StoredFile
from portal.files.pictures import PORTRAIT_MM, Box
from portal.files.queries import get_file
from portal.residents.models import Resident
from portal.residents.queries import lines_of
from portal.services.actions import attach_file
from portal.services.items.senior_card import actions, forms, queries
from portal.services.items.senior_card.definition import CODE
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.models import ENDINGS, PROPOSALS, STATUSES, SeniorCard
from portal.services.models import Application
from portal.services.queries import get_application
from portal.services.routes.hall import LARGEST_PAGE, Answer, asked_number
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("senior_card", __name__)
TONES = {"valid": "good", "cancelled": "neutral", "lost": "bad"}
NUDGES = {
    "left": N_("左移"),
    "right": N_("右移"),
    "up": N_("上移"),
    "down": N_("下移"),
    "closer": N_("放大"),
    "wider": N_("缩小"),
}
STEP = 20  # a nudge moves the cut by one part in twenty of its width


# The portrait ------------------------------------------------------------------------------------------------------
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


# The cards ---------------------------------------------------------------------------------------------------------
@blueprint.get("/services/cards")
@requires("services.read_application")
def list_cards() -> str:
    """Cards by status, type, and by the holder's name or the number; above them those proposed for cancellation."""
    actor = current_actor()
    status = request.args.get("status", "")
    asked = {
        "status": status if status in STATUSES else "",
        "card_type": request.args.get("type", "")[:20],
        "text": request.args.get("q", "")[:80],
    }
    page = queries.list_cards(
        actor,
        status=asked["status"],
        card_type=asked["card_type"],
        text=asked["text"],
        page=min(asked_number("page") or 1, LARGEST_PAGE),
    )
    return render(
        "services/items/senior_card/list_cards.html",
        block="listing",
        page=page,
        asked=asked,
        is_filtered=any(asked.values()),
        proposed=queries.list_proposed_cancellations(actor),
        types=rules_on().types,
        statuses=STATUSES,
        proposals=PROPOSALS,
        tones=TONES,
    )


@blueprint.get("/services/cards/<int:card_id>")
@requires("services.read_application")
def read_card(card_id: int) -> str:
    """One card: its holder, face, printings, and the cards before it."""
    actor = current_actor()
    card = queries.get_card(actor, card_id)
    return render(
        "services/items/senior_card/read_card.html",
        card=card,
        line=lines_of(actor, [card.resident_id])[0],
        chain=queries.chain_of(card),
        endings=ENDINGS,
        statuses=STATUSES,
        proposals=PROPOSALS,
        tones=TONES,
    )


@blueprint.post("/services/cards/<int:card_id>/print")
@requires("services.print_card")
def print_card(card_id: int) -> Answer:
    """Count a printing of the face, then show it."""
    actor = current_actor()
    card = queries.get_card(actor, card_id)
    actions.print_card(actor, card)
    return redirect(url_for("documents.read_document", document_id=card.document_id), 303)


@blueprint.route("/services/cards/<int:card_id>/loss", methods=["GET", "POST"])
@requires("services.record_loss")
def record_loss(card_id: int) -> Answer:
    """A loss is reported (挂失)."""
    return _verb_page(
        card_id,
        forms.RecordLossForm,
        lambda actor, card, form: actions.record_loss(
            actor, card, version=form.seen_version, reason=form.reason.data or ""
        ),
        {
            "title": _("挂失"),
            "advice": _("挂失后原证号作废，不再使用。补证请另办“遗失补证”。"),
            "done": _("已挂失，证号已列入作废名单。"),
        },
    )


@blueprint.route("/services/cards/<int:card_id>/cancel", methods=["GET", "POST"])
@requires("services.cancel_card")
def cancel_card(card_id: int) -> Answer:
    """A card ends without an application, as after a recorded death."""
    return _verb_page(
        card_id,
        forms.CancelCardForm,
        lambda actor, card, form: actions.cancel_card(
            actor,
            card,
            version=form.seen_version,
            ending=form.ending.data or "",
            reason=form.reason.data or "",
        ),
        {
            "title": _("注销"),
            "advice": _("注销后不能恢复，记录仍可查询。"),
            "done": _("已注销。"),
        },
    )


@blueprint.route("/services/cards/<int:card_id>/keep", methods=["GET", "POST"])
@requires("services.cancel_card")
def dismiss_proposal(card_id: int) -> Answer:
    """A card stays although the portal proposed to cancel it."""
    return _verb_page(
        card_id,
        forms.DismissProposalForm,
        lambda actor, card, form: actions.dismiss_proposal(
            actor, card, version=form.seen_version, reason=form.reason.data or ""
        ),
        {
            "title": _("保留这张证"),
            "advice": _("不注销，并从待处理名单中移去。"),
            "done": _("已保留。"),
        },
    )


def _verb_page(
    card_id: int,
    form_class: type[PortalForm],
    act: Callable[[Actor, SeniorCard, Any], SeniorCard],
    words: dict[str, str],
) -> Answer:
    actor = current_actor()
    card = queries.get_card(actor, card_id)
    form = form_class(version=str(card.version))
    if form.accepts():
        with form.refusals():
            act(actor, card, form)
            flash(words["done"], "success")
            return go_to(url_for(".read_card", card_id=card_id))
    return render("services/items/senior_card/verb.html", card=card, form=form, words=words), form.status


def cards_panel(actor: Actor, resident: Resident) -> dict[str, Any] | None:
    """This person's cards, for the resident's page; nothing where there is none."""
    cards = queries.cards_of_resident(resident.id)
    if not cards or not actor.can("services.read_application"):
        return None
    return {"cards": cards, "statuses": STATUSES, "tones": TONES}


def made_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """The card that an application made, for its page."""
    cards = queries.cards_of_application(application.id)
    return {"cards": cards, "statuses": STATUSES, "tones": TONES} if cards else None
