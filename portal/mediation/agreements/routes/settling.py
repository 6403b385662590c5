"""The page of the two-minute case: everything on one page, found people offered in their row, nothing typed ever lost."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.actor import Actor
from portal.disputes.queries import list_categories
from portal.errors import N_, RuleBroken
from portal.mediation.agreements.actions.settling import settle_case as settle
from portal.mediation.agreements.forms.settling import PartyRow, SettleCaseForm
from portal.mediation.agreements.queries import list_serving
from portal.mediation.agreements.routes.desk import Answer, blueprint
from portal.mediation.models import Committee, Mediator
from portal.mediation.queries import find_own_committee, find_own_mediator
from portal.residents.queries import SearchAnswer, get_resident, lines_of, search_residents
from portal.web.access import current_actor, reads, requires
from portal.web.addresses import number_of
from portal.web.carrying_out import carry_out
from portal.web.htmx import render

MOST_FOUND = 6
PAPER_ROOM = "{name}调解室"


@blueprint.route("/mediation/settle", methods=["GET", "POST"])
@requires("mediation.conclude")
def settle_case() -> Answer:
    """Take a quarrel that is settled: one page, one button, one case with its agreement ready to be printed."""
    actor = current_actor()
    committee, mediators = _committee(actor)
    form = _form(actor, mediators)
    if request.method == "GET" and not form.is_restored:
        form.begin()
        form.place.data = room_of(committee)
    return carry_out(
        form,
        lambda: settle(
            actor,
            committee=committee,
            mediator=_chosen(form, mediators),
            settled=form.settled(request.user_agent.string),
        ),
        show=lambda: _page(form, actor, committee),
        to=lambda agreement: url_for(".read_agreement", agreement_id=agreement.id),
        done=lambda agreement: _(
            "案件已登记，案号 %(number)s。请打印登记表。", number=agreement.case.number or ""
        ),
    )


@blueprint.post("/mediation/settle/fill")
@requires("mediation.conclude")
@reads
def fill_settlement() -> Answer:
    """Help to fill the page: one more party, a search in the register, a person who was found. Nothing is stored."""
    actor = current_actor()
    committee, mediators = _committee(actor)
    form = _form(actor, mediators)
    find: int | None = None
    place, _colon, key = request.form.get("take", "").partition(":")
    row = number_of(place)
    if request.form.get("add_row"):
        form.add_row()
    elif row is not None and row < len(form.parties.entries):
        _take(form.parties[row].form, actor, number_of(key))
    else:
        find = number_of(request.form.get("find"))
    return _page(form, actor, committee, find=find), form.status


def room_of(committee: Committee) -> str:
    """Where a committee mediates unless another place is typed: its room, else its address."""
    return PAPER_ROOM.format(name=committee.unit.name) if committee.has_room else committee.unit.address


def _take(row: PartyRow, actor: Actor, key: int | None) -> None:
    """Let the row be this person of the register, under the register's name; or nobody's there."""
    lines = lines_of(actor, [key]) if key else []
    row.resident_id.data = str(lines[0].id) if lines else ""
    if lines:
        row.name.data = lines[0].name
        audit.record_afterwards(actor, "residents.read_resident", get_resident(actor, lines[0].id))


def _committee(actor: Actor) -> tuple[Committee, dict[int, Mediator]]:
    committee = find_own_committee(actor)
    if committee is None:
        raise RuleBroken(None, N_("您的岗位不在调委会，不能登记调解案件。"))
    return committee, {one.id: one for one in list_serving(committee, clock.today())}


def _form(actor: Actor, mediators: dict[int, Mediator]) -> SettleCaseForm:
    own = find_own_mediator(actor)
    form = SettleCaseForm(on=clock.today(), mediator_id=own.id if own else None)
    form.offer([(one.id, one.name) for one in list_categories(clock.today())], mediators.values())
    return form


def _chosen(form: SettleCaseForm, mediators: dict[int, Mediator]) -> Mediator:
    found = mediators.get(form.mediator_id.data or 0)
    if found is None:
        raise RuleBroken("mediator_id", N_("请从所列选项中选择。"))
    return found


def _page(form: SettleCaseForm, actor: Actor, committee: Committee, find: int | None = None) -> str:
    found: SearchAnswer | None = None
    if find is not None and find < len(form.parties.entries):
        found = search_residents(actor, form.parties[find].form.name.data or "", limit=MOST_FOUND)
    return render(
        "mediation/agreements/settle_case.html",
        form=form,
        committee=committee,
        find=find,
        found=found,
        taken=_taken(form, actor),
    )


def _taken(form: SettleCaseForm, actor: Actor) -> dict[int, object]:
    """The people of the register who were chosen, by the place of their row: those that stand in it by name."""
    rows = [row.form for row in form.parties.entries]
    keys = [number_of(row.resident_id.data) for row in rows]
    lines = {line.id: line for line in lines_of(actor, [key for key in keys if key])}
    found = [lines.get(key or 0) for key in keys]
    return {place: line for place, line in enumerate(found) if line and line.name == rows[place].name.data}
