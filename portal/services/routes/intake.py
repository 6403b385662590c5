"""From the catalogue to a draft: what is on offer, its guide, whom it is for, and who acts for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.errors import NotFound
from portal.files.actions import store_file
from portal.residents.models import Resident
from portal.residents.queries import (
    SearchAnswer,
    find_present_household,
    get_resident,
    lines_of,
    search_residents,
)
from portal.services import actions, queries
from portal.services.definitions import FORMS, KINDS, NECESSITY, SUBJECTS, ItemDefinition
from portal.services.documents import guide_phones
from portal.services.forms.intake import (
    CheckAgentForm,
    ChooseBusinessForm,
    DraftApplicationForm,
    FindApplicantForm,
    SetAgentForm,
)
from portal.services.guides.actions import office_of
from portal.services.items import Asked, Eligibility, hooks_of
from portal.services.models import ItemVersion
from portal.services.routes.hall import Answer, asked_day, blueprint
from portal.web.access import current_actor, reads, requires
from portal.web.addresses import asked_number, number_of
from portal.web.htmx import go_to, render

MOST_FOUND = 20


@dataclass(frozen=True)
class Offer:
    """One item of the catalogue as a page shows it."""

    definition: ItemDefinition
    is_offered: bool


def offers() -> list[Offer]:
    """What the counter does today."""
    found = []
    for item in queries.list_items():
        version = queries.item_version_on(item.code)
        if version is not None:
            found.append(Offer(version.definition, item.is_offered))
    return found


@blueprint.get("/services")
@requires("services.read_catalogue")
def read_catalogue() -> Answer:
    """Everything on offer; with a resident in the address, for that resident."""
    resident = _resident(current_actor())
    return render(
        "services/read_catalogue.html", offers=offers(), resident=resident, kinds=KINDS, subjects=SUBJECTS
    )


@blueprint.get("/services/<item>/guide")
@requires("services.read_catalogue")
def read_guide(item: str) -> Answer:
    """The guide (办事指南) as it stood on a day, and every version of it."""
    found = queries.get_item(item)
    version = queries.item_version_on(item, asked_day("on"))
    if version is None:
        raise NotFound
    return render(
        "services/read_guide.html",
        item=found,
        version=version,
        definition=version.definition,
        on=asked_day("on") or clock.today(),
        is_in_force=_is_in_force(version),
        phones=guide_phones(office_of(current_actor()), clock.today(), version.definition),
        kinds=KINDS,
        subjects=SUBJECTS,
        forms=FORMS,
        necessity=NECESSITY,
    )


def _is_in_force(version: ItemVersion) -> bool:
    today = queries.item_version_on(version.item.code)
    return today is not None and today.id == version.id


@blueprint.route("/services/<item>/find-applicant", methods=["GET", "POST"])
@requires("services.draft_application")
@reads
def find_applicant(item: str) -> Answer:
    """Find whom the application is for; sent by POST, for an identity number must not stand in an address."""
    definition = _on_offer(item)
    return applicant_page(
        definition.name,
        partial(url_for, "services.draft_application", item=item),
        back=(_("申办事项"), url_for(".read_catalogue")),
        guide=url_for(".read_guide", item=item),
    )


def applicant_page(
    name: str, onward: Callable[..., str], *, back: tuple[str, str], guide: str = ""
) -> Answer:
    """The page that finds whom something is for, an item or a bundle called `name`; `onward(resident=…)` goes on with them.

    Whoever is not registered yet is registered on the way, and the way leads on.
    """
    form = FindApplicantForm()
    found: SearchAnswer | None = None
    if form.accepts():
        found = search_residents(current_actor(), form.q.data or "", limit=MOST_FOUND)
        if len(found.lines) == 1 and not found.has_more:
            return redirect(onward(resident=found.lines[0].id), 303)
    page = render(
        "services/find_applicant.html",
        name=name,
        onward=onward,
        back=back,
        guide=guide,
        form=form,
        found=found,
    )
    return page, form.status


@blueprint.route("/services/<item>/apply", methods=["GET", "POST"])
@requires("services.draft_application")
def draft_application(item: str) -> Answer:
    """Begin a visit: one draft for each item applied for."""
    actor = current_actor()
    definition = _on_offer(item)
    form = _apply_form(definition)
    resident = _resident(actor, form.resident.data)
    if resident is None:
        return redirect(url_for(".find_applicant", item=item), 303)
    form.items.choices = _others(actor, definition, resident)
    _propose(actor, definition, resident, form)
    if form.accepts():
        with form.refusals():
            visit = actions.start_visit(
                actor,
                unit_id=actor.unit_id or 0,
                items=[item, *(code for code in form.items.data or [] if code != item)],
                resident_id=resident.id,
                household_id=form.household_id.data,
                organisation_id=form.organisation_id.data,
                agent_id=form.agent_id.data,
                agent_relation=form.agent_relation.data or "",
                business=form.business.data or "",
                channel=form.channel.data or "counter",
            )
            return go_to(url_for(".read_application", application_id=visit.applications[0].id))
    page = render(
        "services/draft_application.html",
        definition=definition,
        resident=resident,
        line=lines_of(actor, [resident.id])[0],
        form=form,
        eligibility=_eligibility(actor, definition, resident, form.business.data or ""),
        open_one=queries.find_open_application(resident.id, item),
        household=find_present_household(resident) if definition.subject == "household" else None,
    )
    return page, form.status


def _apply_form(definition: ItemDefinition) -> DraftApplicationForm:
    form = DraftApplicationForm()
    form.business.choices = [(one.code, one.name) for one in definition.businesses]
    form.business.validate_choice = bool(definition.businesses)
    return form


def _others(actor: Actor, definition: ItemDefinition, resident: Resident) -> list[tuple[str, str]]:
    """What else this person may apply for on this visit: items of the same subject that the register does not rule out."""
    found = [one.definition for one in offers() if one.definition.code != definition.code]
    return [
        (one.code, one.name)
        for one in found
        if one.subject == definition.subject and _is_in_reach(actor, one, resident)
    ]


def _is_in_reach(actor: Actor, definition: ItemDefinition, resident: Resident) -> bool:
    business = hooks_of(definition).propose_business(_asked(actor, resident)) or _first(definition)
    found = _eligibility(actor, definition, resident, business)
    return found is None or found.ok


def _asked(actor: Actor, resident: Resident, business: str = "") -> Asked:
    return Asked(resident, business, clock.today(), actor.unit_id or 0)


def _first(definition: ItemDefinition) -> str:
    return definition.businesses[0].code if definition.businesses else ""


def _propose(
    actor: Actor, definition: ItemDefinition, resident: Resident, form: DraftApplicationForm
) -> None:
    """Fill a fresh form with what fits this person best."""
    form.resident.data = str(resident.id)
    if request.method != "GET" or form.is_restored:
        return
    if definition.subject == "resident" and definition.businesses:
        proposed = hooks_of(definition).propose_business(_asked(actor, resident))
        form.business.data = proposed or _first(definition)
    if definition.subject == "household":
        household = find_present_household(resident)
        form.household_id.process_data(household.id if household else None)


def _eligibility(
    actor: Actor, definition: ItemDefinition, resident: Resident, business: str
) -> Eligibility | None:
    """What the item says of this person today: told before anything is typed, decided at acceptance."""
    if definition.subject != "resident":
        return None
    return hooks_of(definition).eligible(_asked(actor, resident, business))


def _on_offer(item: str) -> ItemDefinition:
    found, version = queries.get_item(item), queries.item_version_on(item)
    if not found.is_offered or version is None:
        raise NotFound
    return version.definition


def _resident(actor: Actor, sent: str | None = None) -> Resident | None:
    """The resident named in the address or the form; whoever took over the record of a merged one."""
    key = asked_number("resident") or number_of(sent)
    if key is None:
        return None
    found = get_resident(actor, key)
    return found.merged_into or found


@blueprint.route("/services/applications/<int:application_id>/agent", methods=["GET", "POST"])
@requires("services.draft_application")
def set_agent(application_id: int) -> Answer:
    """Name who applies for the applicant, or nobody."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    form = SetAgentForm(obj=found)
    if form.accepts():
        with form.refusals():
            actions.set_agent(
                actor,
                found,
                version=form.seen_version,
                agent_id=form.agent_id.data,
                agent_relation=form.agent_relation.data or "",
            )
            flash(_("代办人已保存，材料清单随之更新。"), "success")
            return go_to(url_for(".read_application", application_id=application_id))
    return render("services/set_agent.html", application=found, form=form), form.status


@blueprint.route("/services/applications/<int:application_id>/agent/check", methods=["GET", "POST"])
@requires("services.check_agent")
def check_agent(application_id: int) -> Answer:
    """The agent's papers were seen, and their number is the registered one."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    home = url_for(".read_application", application_id=application_id)
    if found.agent is None:
        flash(_("这一申请没有登记代办人。"), "warning")
        return redirect(home, 303)
    form = CheckAgentForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            upload = form.copy.data
            copy = (
                store_file(
                    actor,
                    stream=upload.stream,
                    name=upload.filename or "",
                    purpose="services.application",
                    field="copy",
                )
                if upload
                else None
            )
            actions.check_agent(
                actor,
                found,
                version=form.seen_version,
                number=form.number.data or "",
                has_seen=bool(form.has_seen.data),
                copy=copy,
            )
            flash(_("代办人身份已核对。"), "success")
            return go_to(home)
    return render("services/check_agent.html", application=found, form=form), form.status


@blueprint.route("/services/applications/<int:application_id>/business", methods=["GET", "POST"])
@requires("services.draft_application")
def choose_business(application_id: int) -> Answer:
    """Another kind of business; questions and materials follow, answers that still fit stay."""
    actor = current_actor()
    found = queries.get_application(actor, application_id)
    form = ChooseBusinessForm(obj=found)
    form.business.choices = [(one.code, one.name) for one in found.definition.businesses]
    if form.accepts():
        with form.refusals():
            actions.save_answers(
                actor,
                found,
                version=form.seen_version,
                answers=found.answers or {},
                business=form.business.data,
            )
            flash(_("业务类型已更改，请按新的清单核对材料。"), "success")
            return go_to(url_for(".read_application", application_id=application_id))
    return render("services/choose_business.html", application=found, form=form), form.status
