"""The intake in one page, with parties found in the registers or typed, row by row; and the corrections of a registration.

Buttons that only help to fill the form (find, use, one more row) are answered by a view that reads and stores nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.disputes import party_search
from portal.disputes.actions.registering import register_dispute
from portal.disputes.models import DisputeCategory, DisputeParty
from portal.disputes.parties import NewParty
from portal.disputes.party_forms import PartyRow
from portal.disputes.queries import get_category, list_categories
from portal.mediation import queries
from portal.mediation.actions import changing, opening
from portal.mediation.forms import intake as forms
from portal.mediation.forms.bodies import must_be_people
from portal.mediation.models import Committee, MediationCase
from portal.mediation.routes.blueprint import Answer, blueprint
from portal.mediation.routes.cases import words_of
from portal.web.access import current_actor, reads, requires
from portal.web.addresses import key_of, number_of
from portal.web.carrying_out import carry_out
from portal.web.htmx import go_to, render

# A case is titled in Chinese, for its title stands on paper.
PAPER_AND = "与"
PAPER_DISPUTE = "纠纷"
PAPER_QUARREL = "争议"
# How a case's source shows in the dispute's own list of sources.
_DISPUTE_SOURCES = {"application": "application", "initiative": "visit", "street": "ordered"}


@blueprint.route("/mediation/cases/new", methods=["GET", "POST"])
@requires("mediation.open_case")
def open_case() -> Answer:
    """Register a case: who with whom, about what, from where."""
    actor = current_actor()
    form = _form()
    if request.method == "GET" and not form.is_restored:
        form.begin()
    if form.accepts():
        with form.refusals():
            case = _open(form)
            if request.form.get("keep") != "draft":
                opening.submit_case(actor, case, version=case.version)
            flash(_("已登记。") if case.state == "draft" else _("已登记并提交审查。"), "success")
            return go_to(url_for(".read_case", case_id=case.id))
    return _page(form)


@blueprint.post("/mediation/cases/new/fill")
@requires("mediation.open_case")
@reads
def fill_intake() -> Answer:
    """Help to fill the form: search a party in the registers, take one that was found, add a row or take one out."""
    form = _form()
    asked = request.form.get("help", "")
    rows = [entry.form for entry in form.parties.entries]
    found = party_search.help_with(current_actor(), rows, asked)
    what, _colon, place = asked.partition(":")
    if what == "add":
        form.add_row()
    elif what == "drop" and (number := number_of(place)) is not None:
        form.drop_row(number)
    else:
        _change_kind(rows, asked)
    return _page(form, found=found)


def _change_kind(rows: Sequence[PartyRow], asked: str) -> None:
    """Let a row stand for an organisation (`kind:0:1`) or a person (`kind:0:0`), with what was typed."""
    what, *numbers = asked.split(":")
    place = number_of(numbers[0]) if numbers else None
    if what == "kind" and place is not None and place < len(rows):
        rows[place]["kind"].data = "organisation" if numbers[-1] == "1" else "person"
        party_search.forget(rows[place])


def _form() -> forms.OpenCaseForm:
    today = clock.today()
    form = forms.OpenCaseForm(applied_on=today)
    form.offer([(one.id, one.name) for one in list_categories(today)])
    committees = _committees()
    form.committee_id.choices = [(str(key), label) for key, label in committees]
    if len(committees) == 1:
        form.committee_id.data = str(committees[0][0])
    return form


def _committees() -> list[tuple[int, str]]:
    """Where this post may open a case: its own committee, or those of its unit."""
    actor = current_actor()
    own = queries.find_own_committee(actor)
    return [(c.id, c.unit.name) for c in ([own] if own is not None else queries.list_committees(actor))]


def _open(form: forms.OpenCaseForm) -> MediationCase:
    actor = current_actor()
    committee: Committee = queries.get_committee(actor, key_of(form.committee_id.data) or 0)
    day = form.applied_on.data or clock.today()
    must_be_people(form.filled)
    parties = [row.party() for row in form.filled]
    category_id = key_of(form.category_id.data) or 0
    source = form.source.data or ""
    dispute = register_dispute(
        actor,
        unit_id=committee.unit_id,
        source=_DISPUTE_SOURCES.get(source, "handed_over"),
        source_note=form.source_note.data or "",
        found_on=day,
        category_id=category_id,
        title=form.title.data or proposed_title(parties, get_category(category_id, day)),
        story=form.story.data or "",
        demand=form.demand.data or "",
        place=form.place.data or "",
        people=form.people.data,
        amount_fen=form.amount_fen,
        parties=parties,
    )
    return opening.open_case(
        actor,
        committee=committee,
        dispute=dispute,
        source=source,
        source_note=form.source_note.data or "",
        applied_on=day,
        is_oral_application=form.is_oral.data != "written",
        difficulty=form.difficulty.data or "",
        respondent_wish=form.respondent_wish.data or "",
        is_public=bool(form.is_public.data),
        place=form.mediation_place.data or "",
    )


def proposed_title(parties: list[NewParty], category: DisputeCategory) -> str:
    """甲与乙某某纠纷, from the first of each side."""
    sides = {
        side: next((p.name for p in parties if p.side == side), "") for side in ("applicant", "respondent")
    }
    names = PAPER_AND.join(name.strip() for name in sides.values() if name.strip())
    matter = "" if category.code == "other" else category.name
    return f"{names}{matter}" + ("" if matter.endswith(PAPER_QUARREL) else PAPER_DISPUTE)


def _page(form: forms.OpenCaseForm, found: party_search.Found | None = None) -> Answer:
    body = render(
        "mediation/cases/open_case.html",
        form=form,
        found=found,
        known=party_search.known(current_actor(), [entry.form for entry in form.parties.entries]),
        has_committee=bool(_committees()),
    )
    return body, form.status


@blueprint.route("/mediation/cases/<int:case_id>/intake", methods=["GET", "POST"])
@requires("mediation.open_case")
def change_intake(case_id: int) -> Answer:
    """Correct what was registered of the matter."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    dispute = case.dispute
    form = forms.ChangeIntakeForm(
        version=str(case.version),
        category_id=str(dispute.category_id),
        title=dispute.title,
        story=dispute.story,
        demand=dispute.demand,
        amount=dispute.amount_fen / 100 if dispute.amount_fen else None,
        people=dispute.people,
        place=dispute.place,
        mediation_place=case.place,
        source_note=case.source_note,
        difficulty=case.difficulty,
        is_public=case.is_public,
    )
    offered = {one.id: one.name for one in list_categories(dispute.found_on)}
    form.offer(list(({dispute.category_id: dispute.category.name} | offered).items()))
    return carry_out(
        form,
        lambda: changing.change_intake(
            actor,
            case,
            version=form.seen_version,
            category_id=key_of(form.category_id.data) or 0,
            title=form.title.data or "",
            story=form.story.data or "",
            demand=form.demand.data or "",
            place=form.place.data or "",
            amount_fen=form.amount_fen,
            people=form.people.data,
            difficulty=form.difficulty.data or "",
            is_public=bool(form.is_public.data),
            source_note=form.source_note.data or "",
            mediation_place=form.mediation_place.data or "",
        ),
        show=lambda: render("mediation/cases/change_intake.html", case=case, form=form, **words_of(case)),
        to=url_for(".read_case", case_id=case_id),
        done=_("已保存。已经制作的文书不变。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/parties/new", methods=["GET", "POST"])
@requires("mediation.open_case")
def add_party(case_id: int) -> Answer:
    """One more party."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    kind = request.args.get("kind", "")
    form = forms.PartyForm(
        version=str(case.version), party={"kind": "organisation" if kind == "organisation" else "person"}
    )
    return carry_out(
        form,
        lambda: changing.add_party(actor, case, version=form.seen_version, new=form.new()),
        show=lambda: _party_page(case, form, None),
        to=url_for(".read_case", case_id=case_id),
        done=_("已增加当事人。"),
    )


@blueprint.post("/mediation/cases/<int:case_id>/parties/new/fill")
@requires("mediation.open_case")
@reads
def fill_party(case_id: int) -> Answer:
    """The intake's help for one more party: found in the registers, taken, let go, or of the other kind."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    form = forms.PartyForm(version=str(case.version))
    asked = request.form.get("help", "")
    found = party_search.help_with(actor, [form.party.form], asked)
    _change_kind([form.party.form], asked)
    return _party_page(case, form, None, found)


@blueprint.route("/mediation/cases/<int:case_id>/parties/<int:party_id>", methods=["GET", "POST"])
@requires("mediation.open_case")
def change_party(case_id: int, party_id: int) -> Answer:
    """Correct one party."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    party = changing.get_party(case, party_id)
    form = forms.PartyForm(version=str(case.version), party=_party_data(party))
    return carry_out(
        form,
        lambda: changing.change_party(actor, case, party=party, version=form.seen_version, new=form.new()),
        show=lambda: _party_page(case, form, party),
        to=url_for(".read_case", case_id=case_id),
        done=_("已保存。已经制作的文书不变。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/parties/<int:party_id>/leave", methods=["GET", "POST"])
@requires("mediation.open_case")
def leave_party(case_id: int, party_id: int) -> Answer:
    """A party takes no part any more."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    party = changing.get_party(case, party_id)
    form = forms.LeavePartyForm(version=str(case.version))
    return carry_out(
        form,
        lambda: changing.leave_party(
            actor, case, party=party, version=form.seen_version, reason=form.reason.data or ""
        ),
        show=lambda: render(
            "mediation/cases/verb.html",
            case=case,
            form=form,
            label=_("%(name)s退出", name=party.name),
            advice=_("登记错了的，或者不再有请求、不再参加的，办理退出。记录保留。"),
            action=url_for(".leave_party", case_id=case_id, party_id=party_id),
            is_dangerous=True,
            **words_of(case),
        ),
        to=url_for(".read_case", case_id=case_id),
        done=_("已登记退出。"),
    )


def _party_data(party: DisputeParty) -> dict[str, Any]:
    return {
        **dict(party.details or {}),
        "side": party.side,
        "kind": party.kind,
        "name": party.name,
        "resident_id": party.resident_id or "",
        "organisation_id": party.organisation_id or "",
        "cannot_read": party.cannot_read,
    }


def _party_page(
    case: MediationCase,
    form: forms.PartyForm,
    party: DisputeParty | None,
    found: party_search.Found | None = None,
) -> str:
    row = form.party.form
    return render(
        "mediation/cases/party.html",
        case=case,
        form=form,
        party=party,
        found=found,
        known=party_search.known(current_actor(), [row]).get(key_of(row.resident_id.data) or 0),
        **words_of(case),
    )
