"""The hall's doors: its pages in the navigation, on the resident's page, and which page takes which upload."""

from __future__ import annotations

from typing import Any

from flask import Flask

from portal.actor import Actor
from portal.errors import N_
from portal.letters.queries import letters_about
from portal.residents import hooks
from portal.residents.models import Resident
from portal.services import queries, rosters
from portal.services.application_forms import joining as application_forms
from portal.services.assistance import adjustments, carrying_in, payments
from portal.services.assistance import doors as support
from portal.services.assistance.routes import blueprint as assistance
from portal.services.bundles import joining as bundles
from portal.services.custody import joining as custody
from portal.services.deliveries import joining as deliveries
from portal.services.designer import joining as designer
from portal.services.errands import joining as errands
from portal.services.guides import joining as guides
from portal.services.items.birth_registration import doors as birth_registration
from portal.services.items.destitute_support import doors as destitute_support
from portal.services.items.minimum_living import definition as minimum
from portal.services.items.minimum_living import routes as minimum_living
from portal.services.items.registry import hooks_of
from portal.services.items.senior_card import carrying_in as _cards  # noqa: F401  (it declares itself)
from portal.services.items.senior_card import routes as senior_card
from portal.services.items.senior_card.actions import PHOTO_MATERIAL
from portal.services.items.senior_card.definition import CODE
from portal.services.items.senior_card.stock import ledger as _stock_ledger  # noqa: F401  (it declares itself)
from portal.services.items.senior_card.stock import routes as _stock  # noqa: F401  (it adds its views)
from portal.services.items.temporary_relief import doors as temporary_relief
from portal.services.models import Application
from portal.services.powers import joining as powers
from portal.services.ratings import joining as ratings
from portal.services.routes import blueprint, parts, uploads
from portal.services.shifts import joining as shifts
from portal.services.states import ACCEPTED_ONCE, STATES, TONES
from portal.services.supplements import joining as supplements
from portal.web import navigation

_HALL = N_("便民服务")
_KEPT = N_("系统管理")


def open_doors(app: Flask) -> None:
    """Add the blueprints, the navigation and the parts of the resident's page."""
    app.register_blueprint(senior_card.blueprint)
    app.register_blueprint(minimum_living.blueprint)
    app.register_blueprint(blueprint)
    app.register_blueprint(assistance)
    support.open_doors()
    adjustments.register(app)
    carrying_in.register(app)
    payments.register(app)
    designer.open_doors(app)
    bundles.open_doors(app)
    birth_registration.open_doors(app)
    rosters.register(app)
    temporary_relief.open_doors(app)
    destitute_support.open_doors(app)
    for room in (deliveries, custody, errands, guides, shifts, powers):
        room.open_doors(app)
    supplements.open_doors()
    application_forms.open_doors()
    ratings.open_doors(app)
    app.jinja_env.globals.update(upload_address=uploads.upload_address)
    uploads.take_over(CODE, PHOTO_MATERIAL, "senior_card.take_photo")
    parts.add_work(
        minimum.CODE, template="services/items/minimum_living/work.html", load=minimum_living.work_part
    )
    for step, endpoint in _STEP_PAGES.items():
        parts.take_step(minimum.CODE, step, f"minimum_living.{endpoint}")
    parts.share_part("letters", template="letters/letters_part.html", load=letters_part, order=300)
    parts.add_part(CODE, template="services/items/senior_card/made_part.html", load=senior_card.made_part)
    for order, (endpoint, label, key) in enumerate(_ENTRIES, start=200):
        navigation.add(endpoint, label=label, group=_HALL, order=order, key=key, daily=endpoint in _DAILY)
    navigation.add("services.list_items", label=N_("事项目录"), group=_KEPT, order=835, daily=True)
    hooks.add_task(
        "services.read_catalogue",
        label=N_("办理事项"),
        permission="services.draft_application",
        parameter="resident",
        order=100,
    )
    hooks.add_panel("services", template="services/resident_panel.html", load=applications_panel, order=100)
    hooks.add_panel(
        "services.senior_card",
        template="services/items/senior_card/resident_panel.html",
        load=senior_card.cards_panel,
        order=110,
    )


_STEP_PAGES = {
    minimum.VISIT: "record_investigation",
    minimum.CHECK: "request_data_check",
    minimum.OPINION: "write_opinion",
    minimum.NOTICE: "announce_opinion",
    minimum.DISTRICT_VISIT: "record_district_visit",
    minimum.REPORT: "report_household",
}
_DAILY = frozenset(
    {
        "services.read_catalogue",
        "services.list_applications",
        "services.list_enquiries",
        "senior_card.list_cards",
    }
)
_ENTRIES = (
    ("services.read_catalogue", N_("申办事项"), "s"),
    ("services.list_applications", N_("办件"), "a"),
    ("services.list_enquiries", N_("来访咨询"), "e"),
    ("senior_card.list_cards", N_("老年优待证"), ""),
    ("senior_card.read_stock", N_("空白证领用"), ""),
    ("services.list_samples", N_("事后抽查"), ""),
    ("services.record_paper_day", N_("停电补录"), ""),
)


def letters_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """The letters about an application and what its item keeps of it, once it is accepted; for whoever reads letters."""
    if application.state not in ACCEPTED_ONCE or not actor.can("letters.read_letter"):
        return None
    kind = type(application).__name__
    records = hooks_of(application.definition).records_of(application)
    return {
        "letters": letters_about(application, *records),
        "subject_type": kind,
        "subject_id": application.id,
    }


def applications_panel(actor: Actor, resident: Resident) -> dict[str, Any] | None:
    """This person's applications, for the resident's page."""
    if not actor.can("services.read_application"):
        return None
    rows = queries.applications_of_resident(actor, resident.id)
    return {"rows": rows, "left": queries.days_left(rows), "states": STATES, "tones": TONES}
