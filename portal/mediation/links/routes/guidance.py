"""联街 as pages: the judges and prosecutors of the street, and their visits for guidance."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.mediation.links import forms, people
from portal.mediation.links.actions import guidance as actions
from portal.mediation.links.kinds import ORGANS
from portal.mediation.links.routes.base import LISTS, Answer, about_case, blueprint, verb_page
from portal.web.access import current_actor, requires
from portal.web.htmx import render


@blueprint.get("/mediation/links/guidance")
@requires("mediation.read_link")
def list_guidance() -> str:
    """Visits for guidance, and whose place of contact the street is."""
    actor = current_actor()
    return render(
        "mediation/links/list_guidance.html",
        visits=people.list_guidance(actor),
        people=people.list_people(actor),
        organs=ORGANS,
        lists=LISTS,
        sees={case.id for case in people.list_open_cases(actor)}
        if actor.can("mediation.read_case")
        else set(),
    )


@blueprint.route("/mediation/links/people/new", methods=["GET", "POST"])
@requires("mediation.record_guidance")
def add_person() -> Answer:
    """A judge or prosecutor whose place of contact the street is."""
    form = forms.AddPersonForm(valid_from=clock.today())
    return verb_page(
        form,
        lambda: actions.add_person(
            current_actor(),
            organ=form.organ.data or "",
            body=form.body.data or "",
            name=form.name.data or "",
            post=form.post.data or "",
            valid_from=form.valid_from.data or clock.today(),
        ),
        title=_("登记联系的法官、检察官"),
        label=_("登记"),
        cancel=url_for(".list_guidance"),
        advice=_("以本街道为联系点的法官、检察官。登记后可以记录联街指导和进居调解。"),
        to=url_for(".list_guidance"),
        done=_("已登记。"),
    )


@blueprint.route("/mediation/links/people/<int:person_id>/end", methods=["GET", "POST"])
@requires("mediation.record_guidance")
def end_person(person_id: int) -> Answer:
    """The street is no longer the place of contact."""
    actor = current_actor()
    found = people.get_person(actor, person_id)
    form = forms.EndForm(version=str(found.version), on=clock.today())
    return verb_page(
        form,
        lambda: actions.end_person(actor, found, version=form.seen_version, on=form.on.data or clock.today()),
        title=_("不再联系本街道"),
        label=_("登记"),
        cancel=url_for(".list_guidance"),
        about=found.name,
        to=url_for(".list_guidance"),
        done=_("已登记。"),
    )


@blueprint.route("/mediation/links/guidance/new", methods=["GET", "POST"])
@requires("mediation.record_guidance")
def record_guidance() -> Answer:
    """A visit with the cases that were guided."""
    actor = current_actor()
    form = forms.RecordGuidanceForm(visited_on=clock.today(), case_ids=[])
    known = {one.id: one for one in people.list_people(actor)}
    cases = {one.id: one for one in people.list_open_cases(actor)} if actor.can("mediation.read_case") else {}
    form.person_id.choices = [(one.id, f"{one.body} {one.name}") for one in known.values()]
    form.case_ids.choices = [(one.id, about_case(one)) for one in cases.values()]
    return verb_page(
        form,
        lambda: actions.record_guidance(
            actor,
            person=known[form.person_id.data],
            visited_on=form.visited_on.data or clock.today(),
            place=form.place.data or "",
            content=form.content.data or "",
            cases=[cases[key] for key in form.case_ids.data or []],
        ),
        title=_("登记联街指导"),
        label=_("登记"),
        cancel=url_for(".list_guidance"),
        advice=_("法官、检察官到街道指导调解、参加群体性案件调处。没有名单的，请先登记法官、检察官。"),
        to=url_for(".list_guidance"),
        done=_("联街指导已登记。"),
    )
