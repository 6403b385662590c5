"""The visits: at home, to the neighbours, the district's own."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import N_
from portal.services.items.minimum_living import actions
from portal.services.items.minimum_living.forms.steps import RecordInvestigationForm
from portal.services.items.minimum_living.routes.base import blueprint, declared_case, form_page, upload
from portal.services.items.minimum_living.vocabulary import VISIT_KINDS
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, requires

FOUND = ("housing", "living", "differences", "opinion")
ADVICE = {
    "home": N_("须有两名调查人，在场的家庭成员签字。保存后打印入户调查表，三人签字。"),
    "neighbour": N_("须有两名调查人，被访人签字。"),
    "district": N_("近亲属备案的家庭，由区级入户核查后才能确认。"),
}


@blueprint.route("/services/applications/<int:application_id>/investigation", methods=["GET", "POST"])
@requires("services.record_investigation")
def record_investigation(application_id: int) -> Answer:
    """The visit at home."""
    return _visit_page(application_id, "home", "minimum_living.record_investigation")


@blueprint.route("/services/applications/<int:application_id>/neighbour-visit", methods=["GET", "POST"])
@requires("services.record_investigation")
def record_neighbour_visit(application_id: int) -> Answer:
    """A visit to the neighbours."""
    return _visit_page(application_id, "neighbour", "minimum_living.record_neighbour_visit")


@blueprint.route("/services/applications/<int:application_id>/district-visit", methods=["GET", "POST"])
@requires("services.report_household")
def record_district_visit(application_id: int) -> Answer:
    """The district's own visit."""
    return _visit_page(application_id, "district", "minimum_living.record_district_visit")


def _visit_page(application_id: int, kind: str, endpoint: str) -> Answer:
    application, declaration = declared_case(application_id)
    actor = current_actor()
    first = actor.name if kind != "district" else ""
    form = RecordInvestigationForm(
        visited_on=clock.today(), first_name=first, version=str(declaration.version)
    )
    return form_page(
        application,
        form,
        title=_(VISIT_KINDS[kind]),
        action=url_for(endpoint, application_id=application_id),
        button=_("保存"),
        done=_("“%(kind)s”已登记。", kind=_(VISIT_KINDS[kind])),
        advice=_(ADVICE[kind]),
        act=lambda: actions.record_investigation(
            actor,
            declaration,
            version=form.seen_version,
            visit=actions.Visit(
                kind,
                form.visited_on.data or clock.today(),
                form.first_name.data or "",
                form.second_name.data or "",
                form.signed_by.data or "",
                {name: form[name].data or "" for name in FOUND},
                upload(actor, form.file),
            ),
        ),
    )
