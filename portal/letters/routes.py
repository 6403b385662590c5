"""The pages of letters: the list by what they wait for, one letter with its answers, and each verb."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal import audit, clock
from portal.actor import Actor
from portal.documents.queries import HANDLING
from portal.errors import N_, NotFound
from portal.files.actions import open_file
from portal.letters import actions, forms, hooks, queries, signing
from portal.letters.kinds import KINDS, OUTCOMES, STATES, TONES, WAYS
from portal.letters.models import Letter
from portal.letters.outside import list_outside
from portal.letters.wording import enclosures_of, numbers_masked
from portal.units.queries import get_unit
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number, asked_page
from portal.web.htmx import go_to, render
from portal.web.offered import offer_names

blueprint = Blueprint("letters", __name__)
Answer = BaseResponse | tuple[str, int] | str
TABS = {
    "waiting": N_("等答复"),
    "overdue": N_("逾期未答复"),
    "answered": N_("已答复"),
    "draft": N_("草稿"),
    "withdrawn": N_("已撤回"),
    "all": N_("全部"),
}

navigation.add("letters.list_letters", label=N_("公函往来"), group=N_("工作"), order=60, daily=True)


@blueprint.get("/letters")
@requires("letters.read_letter")
def list_letters() -> str:
    """Letters by what they wait for; those that wait longest stand first."""
    actor, today = current_actor(), clock.today()
    filters = queries.Filters(
        tab=request.args.get("tab", "waiting"),
        kind=request.args.get("kind", "") if request.args.get("kind", "") in KINDS else "",
        text=request.args.get("q", "").strip()[:80],
        first=_day("from"),
        last=_day("to"),
    )
    return render(
        "letters/list_letters.html",
        block="listing",
        page=queries.list_letters(actor, filters=filters, page=asked_page(), today=today),
        filters=filters,
        counts=queries.count_tabs(actor, today),
        tabs=TABS,
        kinds=KINDS,
        states=STATES,
        tones=TONES,
    )


@blueprint.route("/letters/new", methods=["GET", "POST"])
@requires("letters.draft_letter")
def draft_letter() -> Answer:
    """Write a letter, about the record that the address names or about nothing in the portal."""
    actor = current_actor()
    kind, key = request.args.get("subject_type", ""), asked_number("subject_id") or 0
    about = hooks.find_subject(actor, kind, key) if kind else None
    if kind and about is None:
        raise NotFound
    form = forms.DraftLetterForm(kind=request.args.get("kind", ""))
    _offer(form, actor.unit_id or 0)
    if form.accepts():
        with form.refusals():
            letter = actions.draft_letter(
                actor,
                kind=form.kind.data or "",
                unit_id=actor.unit_id or 0,
                subject=about.record if about else None,
                **_words(form),
            )
            flash(_("草稿已保存。核对无误后点“发出”。"), "success")
            return go_to(url_for(".read_letter", letter_id=letter.id))
    return render("letters/draft_letter.html", form=form, about=about, subject=(kind, key)), form.status


@blueprint.get("/letters/<int:letter_id>")
@requires("letters.read_letter")
def read_letter(letter_id: int) -> str:
    """One letter: its text, who signed it, its paper, what came back; a look by somebody who did not write it is recorded."""
    actor = current_actor()
    found = queries.get_letter(actor, letter_id)
    is_whole = queries.sees_whole_numbers(actor, found)
    if found.drafted_by != actor.account_id:
        why = (
            {"reason": HANDLING}
            if is_whole and found.subject_type in hooks.types_with_whole_numbers()
            else {}
        )
        audit.record_afterwards(actor, "letters.read_letter", found, number=found.number or "", **why)
    return render(
        "letters/read_letter.html",
        chain=signing.view_of(actor, found),
        body=found.body if is_whole else numbers_masked(found.body),
        is_masked=not is_whole,
        **_shown(actor, found),
    )


@blueprint.route("/letters/<int:letter_id>/change", methods=["GET", "POST"])
@requires("letters.draft_letter")
def change_letter(letter_id: int) -> Answer:
    """Change the words of a draft."""
    actor = current_actor()
    found = queries.get_letter(actor, letter_id)
    form = forms.ChangeLetterForm(obj=found, version=str(found.version))
    if request.method == "GET" and found.addressee_id is not None and not form.is_restored:
        form.addressee.data = ""
    _offer(form, found.unit_id)
    if form.accepts():
        with form.refusals():
            actions.change_letter(actor, found, version=form.seen_version, **_words(form))
            flash(_("修改已保存，需要重新签批。"), "success")
            return go_to(url_for(".read_letter", letter_id=letter_id))
    return render("letters/change_letter.html", form=form, letter=found, kinds=KINDS), form.status


@blueprint.route("/letters/<int:letter_id>/sign", methods=["GET", "POST"])
@requires("letters.read_letter")
def sign_letter(letter_id: int) -> Answer:
    """Sign the next step; who may is said by the step itself."""
    actor = current_actor()
    found = queries.get_letter(actor, letter_id)
    form = forms.SignLetterForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.sign_letter(actor, found, version=form.seen_version, note=form.note.data or "")
            flash(_("已签批。"), "success")
            return go_to(url_for(".read_letter", letter_id=letter_id))
    page = render(
        "letters/sign_letter.html", form=form, chain=signing.view_of(actor, found), **_shown(actor, found)
    )
    return page, form.status


@blueprint.route("/letters/<int:letter_id>/send", methods=["GET", "POST"])
@requires("letters.send_letter")
def send_letter(letter_id: int) -> Answer:
    """Number, paper, and how it went."""
    actor = current_actor()
    found = queries.get_letter(actor, letter_id)
    form = forms.SendLetterForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.send_letter(
                actor,
                found,
                version=form.seen_version,
                way=form.way.data or "",
                way_note=form.way_note.data or "",
            )
            flash(_("已编号 %(number)s，请打印盖章后送出。", number=found.number or ""), "success")
            return go_to(url_for(".read_letter", letter_id=letter_id))
    return render("letters/send_letter.html", form=form, **_shown(actor, found)), form.status


@blueprint.route("/letters/<int:letter_id>/answer", methods=["GET", "POST"])
@requires("letters.enter_answer")
def enter_answer(letter_id: int) -> Answer:
    """What came back, with its scan."""
    actor = current_actor()
    found = queries.get_letter(actor, letter_id)
    form = forms.EnterAnswerForm(version=str(found.version), received_on=clock.today())
    form.offer(KINDS[found.kind].outcomes)
    if form.accepts() and form.on.data:
        with form.refusals():
            upload = form.file.data
            actions.enter_answer(
                actor,
                found,
                version=form.seen_version,
                number=form.number.data or "",
                on=form.on.data,
                received_on=form.received_on.data,
                outcome=form.outcome.data or "",
                text=form.text.data or "",
                signer=form.signer.data or "",
                signer_post=form.signer_post.data or "",
                upload=(upload.stream, upload.filename or "") if upload else None,
            )
            flash(_("答复已登记。"), "success")
            return go_to(url_for(".read_letter", letter_id=letter_id))
    advice = hooks.advice_on(found)
    return render("letters/enter_answer.html", form=form, advice=advice, **_shown(actor, found)), form.status


@blueprint.route("/letters/<int:letter_id>/withdraw", methods=["GET", "POST"])
@requires("letters.withdraw_letter")
def withdraw_letter(letter_id: int) -> Answer:
    """Take a letter back, with the reason."""
    actor = current_actor()
    found = queries.get_letter(actor, letter_id)
    form = forms.WithdrawLetterForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.withdraw_letter(actor, found, version=form.seen_version, reason=form.reason.data or "")
            flash(_("已撤回。编号作废，保留在编号簿中。") if found.number else _("草稿已撤回。"), "success")
            return go_to(url_for(".read_letter", letter_id=letter_id))
    return render("letters/withdraw_letter.html", form=form, **_shown(actor, found)), form.status


@blueprint.get("/letters/<int:letter_id>/answers/<int:answer_id>/scan")
@requires("letters.read_letter")
def read_scan(letter_id: int, answer_id: int) -> Response:
    """The scan of an answer; that somebody looked at it is noted."""
    actor = current_actor()
    letter, answer = queries.get_answer(actor, letter_id, answer_id)
    if answer.file is None:
        raise NotFound
    audit.record_afterwards(actor, "letters.read_scan", letter, number=letter.number or "")
    return Response(open_file(answer.file), mimetype=answer.file.media_type)


def _offer(form: forms.ChangeLetterForm, unit_id: int) -> None:
    """The bodies to choose from, and behind the typed name those outside that the office keeps or wrote to before."""
    form.offer([(unit.id, unit.name) for unit in queries.list_addressees()])
    offer_names([form.addressee], list_outside(unit_id))


def _words(form: forms.ChangeLetterForm) -> dict[str, Any]:
    return {
        "addressee_id": form.addressee_id.data,
        "addressee": form.addressee.data or "",
        "title": form.title.data or "",
        "body": form.body.data or "",
        "enclosures": enclosures_of(form.enclosures.data or ""),
        "due_on": form.due_on.data,
    }


def _shown(actor: Actor, letter: Letter) -> dict[str, Any]:
    """What the pages of one letter say about it."""
    return {
        "letter": letter,
        "is_ours": queries.is_ours(actor, letter),
        "unit": get_unit(letter.unit_id),
        "kinds": KINDS,
        "outcomes": OUTCOMES,
        "states": STATES,
        "tones": TONES,
        "ways": WAYS,
    }


def _day(name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
