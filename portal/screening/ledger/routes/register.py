"""Registering a dispute that a screening found; correcting what was registered."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from portal import clock
from portal.disputes import party_search
from portal.disputes.models import Dispute
from portal.disputes.party_forms import PartyRow
from portal.disputes.queries import list_categories
from portal.screening.ledger.actions import doubting
from portal.screening.ledger.actions import registering as actions
from portal.screening.ledger.forms.register import AddPartyForm, ChangeForm, RegisterForm
from portal.screening.ledger.forms.verbs import ReasonForm
from portal.screening.ledger.routes.base import asked_day, blueprint, duty_words, found, page_of, verb_answer
from portal.screening.ledger.scale import Level, levels
from portal.web.access import current_actor, reads, requires
from portal.web.addresses import key_of
from portal.web.carrying_out import Answer, carry_out
from portal.web.htmx import render


@blueprint.route("/screening/disputes/new", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def register() -> Answer:
    """A dispute was found: where, when, who with whom, about what, how dangerous. `on` proposes the day."""
    actor = current_actor()
    form = _form()
    if request.method == "GET" and not form.is_restored:
        form.begin()
        offered = {key for key, _name in form.place_id.choices}
        form.place_id.data = str(actor.unit_id) if str(actor.unit_id) in offered else None
    return carry_out(
        form,
        lambda: actions.register_screened(
            actor,
            place_id=key_of(form.place_id.data) or 0,
            source=form.source.data or "",
            source_note=form.source_note.data or "",
            found_on=form.found_on.data or clock.today(),
            happened_on=form.happened_on.data,
            category_id=key_of(form.category_id.data) or 0,
            title=form.title.data or "",
            story=form.story.data or "",
            demand=form.demand.data or "",
            place=form.place.data or "",
            people=form.people.data,
            amount_fen=form.amount_fen,
            is_mass=bool(form.is_mass.data),
            risk=form.risk.data or "",
            tendencies=form.tendencies.data or (),
            parties=[row.party() for row in form.filled],
            is_another=bool(form.is_another.data),
        ),
        show=lambda: _page(form),
        to=page_of,
        done=lambda made: _("已登记，编号 %(number)s。请落实责任人和措施。", number=made.number),
    )


@blueprint.post("/screening/disputes/new/fill")
@requires("screening.keep_dispute")
@reads
def fill_register() -> str:
    """Help to fill the form: search a party in the registers, take one that was found, or let it go again."""
    form = _form()
    return _page(form, party_search.help_with(current_actor(), _rows(form), request.form.get("help", "")))


def _form() -> RegisterForm:
    places = actions.list_places(current_actor())
    form = RegisterForm(found_on=asked_day("on") or clock.today())
    form.offer(places, _scale())
    form.offer_categories(list_categories(clock.today()))
    return form


def _scale() -> dict[str, Level]:
    places = actions.list_places(current_actor())
    return levels(places[0].id) if places else {}


def _rows(form: RegisterForm) -> list[PartyRow]:
    return [entry.form for entry in form.parties.entries]


def _page(form: RegisterForm, found: party_search.Found | None = None) -> str:
    return render(
        "screening/ledger/register.html",
        form=form,
        found=found,
        known=party_search.known(current_actor(), _rows(form)),
        has_places=bool(form.place_id.choices),
        duties="".join(duty_words(one) for one in _scale().values()),
        twins=_twins(form) if form.is_another.errors else [],
    )


def _twins(form: RegisterForm) -> list[Dispute]:
    return doubting.list_twins(
        current_actor(),
        category_id=key_of(form.category_id.data) or 0,
        found_on=form.found_on.data or clock.today(),
        place=form.place.data or "",
        parties=[row.party() for row in form.filled],
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/change", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def change(dispute_id: int) -> Answer:
    """Correct what was registered of the matter."""
    actor, dispute = found(dispute_id)
    actions.must_be_ours(dispute)
    form = ChangeForm(
        version=str(dispute.version),
        category_id=str(dispute.category_id),
        title=dispute.title,
        story=dispute.story or "",
        demand=dispute.demand or "",
        place=dispute.place or "",
        people=dispute.people,
        amount=dispute.amount_fen / 100 if dispute.amount_fen else None,
        is_mass=dispute.is_mass,
    )
    kept = {one.id: one for one in [dispute.category, *list_categories(dispute.found_on)]}
    form.offer_categories(kept.values())
    return verb_answer(
        dispute,
        form,
        lambda: actions.change_screened(
            actor,
            dispute,
            version=form.seen_version,
            category_id=key_of(form.category_id.data) or 0,
            title=form.title.data or "",
            story=form.story.data or "",
            demand=form.demand.data or "",
            place=form.place.data or "",
            people=form.people.data,
            amount_fen=form.amount_fen,
            is_mass=bool(form.is_mass.data),
        ),
        label=_("修改登记内容"),
        advice=_(
            "排查日期不能改，周报按它计数。属于登记有误、重复或不归本单位的，在那一周的报告里提出异议。"
        ),
        done=_("已保存。"),
        narrow=("category_id", "people", "amount"),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/parties/new", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def add_party(dispute_id: int) -> Answer:
    """One more party."""
    actor, dispute = found(dispute_id)
    form = AddPartyForm(version=str(dispute.version))
    return carry_out(
        form,
        lambda: actions.add_party(actor, dispute, version=form.seen_version, new=form.party.form.party()),
        show=lambda: _party_page(form, dispute),
        to=page_of(dispute),
        done=_("已增加当事人。"),
    )


@blueprint.post("/screening/disputes/<int:dispute_id>/parties/new/fill")
@requires("screening.keep_dispute")
@reads
def fill_party(dispute_id: int) -> str:
    """The same help for one more party."""
    actor, dispute = found(dispute_id)
    form = AddPartyForm(version=str(dispute.version))
    return _party_page(
        form, dispute, party_search.help_with(actor, [form.party.form], request.form.get("help", ""))
    )


def _party_page(form: AddPartyForm, dispute: Dispute, finds: party_search.Found | None = None) -> str:
    return render(
        "screening/ledger/add_party.html",
        form=form,
        dispute=dispute,
        found=finds,
        known=party_search.known(current_actor(), [form.party.form]),
    )


@blueprint.route("/screening/disputes/<int:dispute_id>/parties/<int:party_id>/leave", methods=["GET", "POST"])
@requires("screening.keep_dispute")
def leave_party(dispute_id: int, party_id: int) -> Answer:
    """A party is none any more."""
    actor, dispute = found(dispute_id)
    name = next((one.name for one in dispute.parties if one.id == party_id), "")
    form = ReasonForm(version=str(dispute.version))
    return verb_answer(
        dispute,
        form,
        lambda: actions.leave_party(
            actor,
            dispute,
            version=form.seen_version,
            party_id=party_id,
            on=clock.today(),
            reason=form.reason.data or "",
        ),
        label=_("%(name)s退出", name=name),
        advice=_("登记错了的，先增加正确的，再把错的退出。记录保留。"),
        done=_("已登记退出。"),
        kind="danger",
    )
