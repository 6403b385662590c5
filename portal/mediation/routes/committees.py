"""The register of committees and mediators: the list with what is to be mended, one committee, its seats, its mediators."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import N_, NotFound, RuleBroken
from portal.mediation import mediators, queries, standing
from portal.mediation.actions import committees as actions
from portal.mediation.forms import committees as forms
from portal.mediation.forms.choices import keyed
from portal.mediation.models import Committee, CommitteeMember, Mediator
from portal.mediation.routes.blueprint import Answer, blueprint
from portal.mediation.states import COMMITTEE_KINDS, LAYERS, MEDIATOR_KINDS, MEMBER_ROLES, SPECIALITIES
from portal.residents.queries import lines_of, search_residents
from portal.standards.codes import SEX
from portal.units.queries import list_posts_at
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

KEEP = "mediation.keep_committee"


@blueprint.get("/mediation/committees")
@requires("mediation.read_case")
def list_committees() -> str:
    """The committees in sight, each with its term, its members and what is to be mended."""
    actor = current_actor()
    limits = standing.limits_now()
    rows = [
        (one, actions.seated(one), standing.hints_of(one, limits)) for one in queries.list_committees(actor)
    ]
    may_found = actor.can(KEEP) and bool(actions.units_without(actor))
    return render("mediation/committees/list_committees.html", rows=rows, may_found=may_found, **_words())


@blueprint.route("/mediation/committees/new", methods=["GET", "POST"])
@requires(KEEP)
def found_committee() -> Answer:
    """Begin a committee's register."""
    actor = current_actor()
    form = forms.FoundCommitteeForm()
    form.unit_id.choices = keyed([(unit.id, unit.name) for unit in actions.units_without(actor)])
    if form.accepts():
        with form.refusals():
            made = actions.found_committee(
                actor, unit_id=key_of(form.unit_id.data) or 0, **_facts(form, with_report=False)
            )
            flash(_("已登记。下一步登记调解员和委员。"), "success")
            return go_to(url_for(".read_committee", committee_id=made.id))
    return _form_page(form, None, _("登记调解委员会"), url_for(".found_committee"))


@blueprint.get("/mediation/committees/<int:committee_id>")
@requires("mediation.read_case")
def read_committee(committee_id: int) -> str:
    """One committee: what it is, who sits in it, its mediators with their load."""
    actor = current_actor()
    found = queries.get_committee(actor, committee_id)
    former = [one for one in mediators.list_mediators(found, with_former=True) if one.valid_to is not None]
    return render(
        "mediation/committees/read_committee.html",
        committee=found,
        seated=actions.seated(found),
        hints=standing.hints_of(found),
        load=mediators.load_of(found),
        former=former,
        may_keep=actions.may_keep(actor, found),
        **_words(),
    )


@blueprint.route("/mediation/committees/<int:committee_id>/change", methods=["GET", "POST"])
@requires(KEEP)
def change_committee(committee_id: int) -> Answer:
    """Correct the register, begin a term, enter a report."""
    actor = current_actor()
    found = actions.get_kept(actor, committee_id)
    form = forms.ChangeCommitteeForm(obj=found, version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.change_committee(actor, found, version=form.seen_version, **_facts(form))
            flash(_("已保存。"), "success")
            return go_to(url_for(".read_committee", committee_id=committee_id))
    return _form_page(form, found, _("修改登记"), url_for(".change_committee", committee_id=committee_id))


@blueprint.route("/mediation/committees/<int:committee_id>/members/new", methods=["GET", "POST"])
@requires(KEEP)
def seat_member(committee_id: int) -> Answer:
    """A mediator takes a seat."""
    actor = current_actor()
    found = actions.get_kept(actor, committee_id)
    form = forms.SeatMemberForm(version=str(found.version), since=clock.today())
    form.mediator_id.choices = keyed([(one.id, one.name) for one in mediators.list_mediators(found)])
    chosen = mediators.find_of(found, key_of(form.mediator_id.data))
    if form.accepts() and chosen is not None:
        with form.refusals():
            actions.seat_member(
                actor,
                found,
                version=form.seen_version,
                mediator=chosen,
                role=form.role.data or "",
                since=form.since.data or clock.today(),
            )
            flash(_("已登记委员。变动须在期限内报告司法所。"), "success")
            return go_to(url_for(".read_committee", committee_id=committee_id))
    return _form_page(form, found, _("登记委员"), url_for(".seat_member", committee_id=committee_id))


@blueprint.route(
    "/mediation/committees/<int:committee_id>/members/<int:member_id>/leave", methods=["GET", "POST"]
)
@requires(KEEP)
def unseat_member(committee_id: int, member_id: int) -> Answer:
    """A member leaves the seat."""
    actor = current_actor()
    found = actions.get_kept(actor, committee_id)
    row: CommitteeMember | None = next((one for one in found.members if one.id == member_id), None)
    if row is None:
        raise NotFound
    form = forms.UnseatMemberForm(version=str(found.version), until=clock.today())
    if form.accepts() and form.until.data:
        with form.refusals():
            actions.unseat_member(actor, found, row, version=form.seen_version, until=form.until.data)
            flash(_("已登记离任。变动须在期限内报告司法所。"), "success")
            return go_to(url_for(".read_committee", committee_id=committee_id))
    here = url_for(".unseat_member", committee_id=committee_id, member_id=member_id)
    return _form_page(form, found, _("%(name)s离任", name=row.mediator.name), here)


@blueprint.route("/mediation/committees/<int:committee_id>/mediators/new", methods=["GET", "POST"])
@requires(KEEP)
def add_mediator(committee_id: int) -> Answer:
    """Engage a mediator."""
    actor = current_actor()
    found = actions.get_kept(actor, committee_id)
    form = forms.MediatorForm(valid_from=clock.today())
    form.take(_accounts(found))
    if form.accepts():
        with form.refusals():
            actions.add_mediator(actor, found, **_mediator_facts(form))
            flash(_("已登记调解员。"), "success")
            return go_to(url_for(".read_committee", committee_id=committee_id))
    return _form_page(form, found, _("登记调解员"), url_for(".add_mediator", committee_id=committee_id))


@blueprint.route("/mediation/mediators/<int:mediator_id>", methods=["GET", "POST"])
@requires(KEEP)
def change_mediator(mediator_id: int) -> Answer:
    """Correct what is known of a mediator."""
    actor = current_actor()
    found, committee = _mediator(mediator_id)
    person = lines_of(actor, [found.resident_id] if found.resident_id else [])
    form = forms.MediatorForm(
        obj=found,
        version=str(found.version),
        person=f"{person[0].name} {person[0].last_four}" if person else "",
    )
    form.take(_accounts(committee))
    if form.accepts():
        with form.refusals():
            actions.change_mediator(actor, found, version=form.seen_version, **_mediator_facts(form))
            flash(_("已保存。"), "success")
            return go_to(url_for(".read_committee", committee_id=committee.id))
    here = url_for(".change_mediator", mediator_id=mediator_id)
    return _form_page(form, committee, _("修改调解员%(name)s", name=found.name), here)


@blueprint.route("/mediation/mediators/<int:mediator_id>/end", methods=["GET", "POST"])
@requires(KEEP)
def end_mediator(mediator_id: int) -> Answer:
    """A mediator leaves."""
    actor = current_actor()
    found, committee = _mediator(mediator_id)
    form = forms.EndMediatorForm(version=str(found.version), until=clock.today())
    if form.accepts() and form.until.data:
        with form.refusals():
            actions.end_mediator(
                actor,
                found,
                version=form.seen_version,
                until=form.until.data,
                because=form.because.data or "",
            )
            flash(_("已登记离任。"), "success")
            return go_to(url_for(".read_committee", committee_id=committee.id))
    here = url_for(".end_mediator", mediator_id=mediator_id)
    return _form_page(form, committee, _("调解员%(name)s离任", name=found.name), here)


def _facts(form: forms.ChangeCommitteeForm, *, with_report: bool = True) -> dict[str, Any]:
    names = ["kind", "speciality", "founded_on", "term_start", "term_end", "has_room"]
    return {name: form[name].data for name in names + (["reported_on"] if with_report else [])}


def _mediator_facts(form: forms.MediatorForm) -> dict[str, Any]:
    names = (
        "name",
        "sex",
        "education",
        "kind",
        "layer",
        "speciality",
        "area",
        "employer",
        "phone",
        "valid_from",
    )
    facts = {name: form[name].data or "" for name in names}
    return facts | {
        "account_id": key_of(form.account_id.data),
        "resident_id": _person(form.person.data or ""),
    }


def _person(words: str) -> int | None:
    """The registered resident whom the words name; raises RuleBroken at `person` for none or several."""
    if not words:
        return None
    lines = search_residents(current_actor(), words, 2).lines
    if len(lines) != 1:
        message = (
            N_("有不止一人符合，请填证件号码，或“姓名 尾号四位”。")
            if lines
            else N_("没有找到这个人，请先登记。")
        )
        raise RuleBroken("person", message)
    return lines[0].id


def _accounts(committee: Committee) -> list[tuple[int, str]]:
    """The accounts with a post at the committee's unit."""
    from portal.accounts.queries import get_account

    keys = dict.fromkeys(post.account_id for post in list_posts_at([committee.unit_id]))
    return [(key, get_account(key).name) for key in keys]


def _mediator(mediator_id: int) -> tuple[Mediator, Committee]:
    found = mediators.find_mediator(mediator_id)
    if found is None:
        raise NotFound
    return found, actions.get_kept(current_actor(), found.committee_id)


def _form_page(form: PortalForm, committee: Committee | None, label: str, action: str) -> Answer:
    body = render(
        "mediation/committees/form.html", form=form, committee=committee, label=label, action=action
    )
    return body, form.status


def _words() -> dict[str, Any]:
    return {
        "kinds": COMMITTEE_KINDS,
        "specialities": SPECIALITIES,
        "member_roles": MEMBER_ROLES,
        "mediator_kinds": MEDIATOR_KINDS,
        "layers": LAYERS,
        "sexes": SEX,
    }
