"""Households and organisations: found, registered, shown; who belongs to a household."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import audit
from portal.errors import N_, NotFound, RuleBroken
from portal.residents import actions, queries
from portal.residents.group_forms import (
    AddHouseholdMemberForm,
    CorrectHouseholdForm,
    CorrectHouseholdMemberForm,
    CorrectOrganisationForm,
    EndHouseholdMemberForm,
    RegisterHouseholdForm,
    RegisterOrganisationForm,
)
from portal.residents.groups import ORGANISATION_KINDS, HouseholdMember
from portal.residents.models import Resident
from portal.residents.numbers import holds_number
from portal.residents.routes import Answer, blueprint, load
from portal.residents.routes.onward import asked_then
from portal.standards.codes import RELATIONS
from portal.standards.phones import mask_phone
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.htmx import go_to, render

GROUP = N_("便民服务")
navigation.add("residents.list_households", label=N_("户"), group=GROUP, order=280)
navigation.add("residents.list_organisations", label=N_("单位（法人）"), group=GROUP, order=290)


def _named(field: str, text: str) -> Resident:
    """The one person whom a text in a form names; raises RuleBroken at that field when there is none, or several."""
    answer = queries.search_residents(current_actor(), text, 2)
    if not answer.lines:
        raise RuleBroken(field, N_("没有找到这个人，请先登记，或改填证件号码。"))
    if len(answer.lines) > 1 or answer.has_more:
        raise RuleBroken(
            field, N_("符合的不止一人，请填证件号码，或“姓名 出生日期”（如：王样本 19660102）。")
        )
    return load(answer.lines[0].id)


@blueprint.get("/households")
@requires("residents.search_residents")
def list_households() -> Answer:
    """Households by number, address or a member's name."""
    q = request.args.get("q", "").strip()[:100]
    if holds_number(q):
        return render("residents/list_households.html", q="", rows=[], number_in_address=True), 422
    rows = queries.search_households(current_actor(), q)
    return render("residents/list_households.html", q=q, rows=rows, number_in_address=False)


@blueprint.route("/households/new", methods=["GET", "POST"])
@requires("residents.register_household")
def register_household() -> Answer:
    """Register a household; for somebody whose application waits for it, that person is proposed as its head."""
    form, then = RegisterHouseholdForm(), asked_then()
    _propose_head(form)
    if form.accepts():
        with form.refusals():
            made = actions.register_household(
                current_actor(),
                number=form.number.data or "",
                address=form.address.data or "",
                unit_id=form.unit_id.data,
                head=_named("head", form.head.data) if form.head.data else None,
            )
            flash(_("已登记户号 %(number)s。", number=made.number), "success")
            return go_to(then or url_for(".show_household", household_id=made.id))
    return render("residents/register_household.html", form=form, then=then), form.status


def _propose_head(form: RegisterHouseholdForm) -> None:
    """Fill a fresh form with whom the address names, and where they live."""
    key = asked_number("resident")
    if key is None or request.method != "GET" or form.is_restored:
        return
    person = load(key)
    born = person.birth_date
    form.head.data = f"{person.name} {born:%Y%m%d}" if born else person.name
    form.address.data = person.household_address or person.address


@blueprint.get("/households/<int:household_id>")
@requires("residents.read_resident")
def show_household(household_id: int) -> str:
    """One household and its members. Reading is recorded: it tells who lives with whom."""
    actor = current_actor()
    found = queries.get_household(actor, household_id)
    audit.record_afterwards(actor, "residents.read_household", found)
    return render("residents/show_household.html", household=found, relations=RELATIONS)


@blueprint.route("/households/<int:household_id>/correct", methods=["GET", "POST"])
@requires("residents.correct_household")
def correct_household(household_id: int) -> Answer:
    """Correct what is registered of a household, with a reason."""
    found = queries.get_household(current_actor(), household_id)
    form = CorrectHouseholdForm(obj=found)
    if form.accepts():
        with form.refusals():
            actions.correct_household(
                current_actor(),
                found,
                number=form.number.data or "",
                address=form.address.data or "",
                unit_id=form.unit_id.data,
                reason=form.reason.data or "",
                version=form.seen_version,
            )
            flash(_("已更正。"), "success")
            return go_to(url_for(".show_household", household_id=found.id))
    return render("residents/correct_household.html", form=form, household=found), form.status


@blueprint.route("/households/<int:household_id>/members/new", methods=["GET", "POST"])
@requires("residents.add_household_member")
def add_household_member(household_id: int) -> Answer:
    """Somebody joins."""
    found = queries.get_household(current_actor(), household_id)
    form = AddHouseholdMemberForm(version=found.version)
    if form.accepts():
        with form.refusals():
            actions.add_household_member(
                current_actor(),
                found,
                resident=_named("resident", form.resident.data or ""),
                relation=form.relation.data or "",
                since=form.since.data,
                version=form.seen_version,
            )
            return go_to(url_for(".show_household", household_id=found.id))
    return render("residents/add_household_member.html", form=form, household=found), form.status


@blueprint.route("/households/<int:household_id>/members/<int:member_id>/correct", methods=["GET", "POST"])
@requires("residents.correct_household")
def correct_household_member(household_id: int, member_id: int) -> Answer:
    """Correct how somebody is related to the head, or since when."""
    found = queries.get_household(current_actor(), household_id)
    member = _member(found.members, member_id)
    form = CorrectHouseholdMemberForm(
        data={"relation": member.relation, "since": member.since, "version": found.version}
    )
    if form.accepts():
        with form.refusals():
            actions.correct_household_member(
                current_actor(),
                member,
                relation=form.relation.data or "",
                since=form.since.data,
                reason=form.reason.data or "",
                version=form.seen_version,
            )
            flash(_("已更正。"), "success")
            return go_to(url_for(".show_household", household_id=found.id))
    return render(
        "residents/correct_household_member.html", form=form, household=found, member=member
    ), form.status


@blueprint.route("/households/<int:household_id>/members/<int:member_id>/end", methods=["GET", "POST"])
@requires("residents.end_household_member")
def end_household_member(household_id: int, member_id: int) -> Answer:
    """Somebody leaves."""
    found = queries.get_household(current_actor(), household_id)
    member = _member(found.members, member_id)
    form = EndHouseholdMemberForm(version=found.version)
    if form.accepts():
        with form.refusals():
            actions.end_household_member(
                current_actor(), member, until=form.until.data, version=form.seen_version
            )
            return go_to(url_for(".show_household", household_id=found.id))
    return render(
        "residents/end_household_member.html", form=form, household=found, member=member
    ), form.status


def _member(members: list[HouseholdMember], member_id: int) -> HouseholdMember:
    found = next((m for m in members if m.id == member_id), None)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/organisations")
@requires("residents.search_residents")
def list_organisations() -> Answer:
    """Organisations by name or code."""
    q = request.args.get("q", "").strip()[:100]
    rows = queries.search_organisations(current_actor(), q)
    return render("residents/list_organisations.html", q=q, rows=rows, kinds=ORGANISATION_KINDS)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires("residents.register_organisation")
def register_organisation() -> Answer:
    """Register an organisation."""
    form = RegisterOrganisationForm()
    if form.accepts():
        with form.refusals():
            made = actions.register_organisation(current_actor(), facts=form.to_facts())
            flash(_("已登记 %(name)s。", name=made.name), "success")
            return go_to(url_for(".show_organisation", organisation_id=made.id))
    return render("residents/register_organisation.html", form=form), form.status


@blueprint.get("/organisations/<int:organisation_id>")
@requires("residents.read_resident")
def show_organisation(organisation_id: int) -> str:
    """One organisation."""
    found = queries.get_organisation(current_actor(), organisation_id)
    return render(
        "residents/show_organisation.html",
        organisation=found,
        phone=mask_phone(found.phone) if found.phone else "",
        kinds=ORGANISATION_KINDS,
    )


@blueprint.route("/organisations/<int:organisation_id>/correct", methods=["GET", "POST"])
@requires("residents.correct_organisation")
def correct_organisation(organisation_id: int) -> Answer:
    """Correct what is registered of an organisation, with a reason."""
    found = queries.get_organisation(current_actor(), organisation_id)
    form = CorrectOrganisationForm(obj=found)
    if form.accepts():
        with form.refusals():
            actions.correct_organisation(
                current_actor(),
                found,
                facts=form.to_facts(),
                reason=form.reason.data or "",
                version=form.seen_version,
            )
            flash(_("已更正。"), "success")
            return go_to(url_for(".show_organisation", organisation_id=found.id))
    audit.record_afterwards(
        current_actor(), "residents.read_organisation", found
    )  # the form shows the whole phone
    return render("residents/correct_organisation.html", form=form, organisation=found), form.status
