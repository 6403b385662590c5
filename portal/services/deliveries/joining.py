"""Where deliveries join in: their pages, the part beside every application, the words of the trail."""

from __future__ import annotations

from typing import Any

from flask import Flask

from portal.actor import Actor
from portal.audit import words
from portal.errors import N_
from portal.services.deliveries import papers
from portal.services.deliveries.queries import deliveries_of
from portal.services.deliveries.routes import blueprint
from portal.services.deliveries.ways import METHODS, STATES, TONES
from portal.services.items.registry import hooks_of
from portal.services.models import Application
from portal.services.queries import papers_of
from portal.services.routes import parts

# What stays in the office, or what the applicant signed: nobody brings it anywhere.
_STAY = frozenset(
    {
        "material_handover",
        "material_promise",
        "application_form",
        "support_application",
        "check_authorisation",
        "investigation_form",
        "approval_form",
        "destitute_form",
        "relief_approval",
        "birth_promise",
        "hall_power",
        "senior_card",
        "proxy_receipt",
        "rating_slip",
        "calculation_sheet",
        "support_hearing",
        "support_exit",
        "support_review",
        papers.RECEIPT,
    }
)


def open_doors(app: Flask) -> None:
    """Add the blueprint, the part and the words."""
    app.register_blueprint(blueprint)
    parts.share_part(
        "deliveries", template="services/deliveries/deliveries_part.html", load=deliveries_part, order=310
    )
    words.name_verbs(
        {
            "services.prepare_delivery": N_("开出送达回证"),
            "services.record_delivery": N_("登记送达"),
        }
    )
    words.name_subjects({"Delivery": N_("送达")})


def deliveries_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """Each valid paper of the application with its deliveries; None where there is nothing to deliver."""
    own = papers_of(application)
    results = hooks_of(application.definition).result_papers(application) if application.issued_on else ()
    kept = {one.id for one in own}
    both = [*own, *(one for one in results if one.id not in kept)]
    found = [one for one in both if one.status == "valid" and one.kind not in _STAY]
    made = deliveries_of(found)
    lines = [(paper, made.get(paper.id, [])) for paper in reversed(found)]
    if not lines or not actor.can("services.record_delivery"):
        lines = [line for line in lines if line[1]]
    if not lines:
        return None
    return {
        "lines": lines,
        "may_record": actor.can("services.record_delivery"),
        "states": STATES,
        "tones": TONES,
        "methods": METHODS,
    }
