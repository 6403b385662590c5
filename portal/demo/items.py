"""What the demo's office defines without code: service items and bundles, a draft that waits for its publisher, and one case."""

from __future__ import annotations

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session
from portal.demo.office import demo_actor, unit_of
from portal.residents.actions import register_household
from portal.residents.groups import HouseholdMember
from portal.residents.models import Resident
from portal.services.actions import MaterialCheck, publish_item_version
from portal.services.bundles import actions as bundles
from portal.services.bundles.examples import EXAMPLES
from portal.services.bundles.queries import shared_of
from portal.services.definitions import read
from portal.services.designer import actions as designer
from portal.services.designer.actions.exchange import list_examples

STREET = "119901001"
HOUSEHOLD = "119901000001"
LEFT_OUT = "没有残疾人证"
ANSWERS = {
    "festival": "spring",
    "hardship": "因病住院，家庭收入减少",
    "category": "aided",
    "year": 2027,
}


def publish_items(actor: Actor) -> None:
    """Publish the examples and offer the bundles, from today on."""
    for definition in list_examples():
        publish_item_version(actor, definition=definition)
    for bundle in EXAMPLES:
        bundles.save_bundle(actor, definition=bundle)


def begin_draft() -> None:
    """The administrator's next version of an item, tried out and handed in: the leader may publish it."""
    admin = demo_actor("admin")
    draft = designer.start_version(admin, item="holiday_relief")
    designer.save_section(admin, draft, version=None, values={"promised_days": 8})
    designer.try_item(admin, read(draft.content))
    designer.note_trial(admin, draft)
    designer.submit_draft(admin, draft, version=None)


def apply_for_bundle() -> None:
    """A family in need: two items accepted in one visit, a third left out with its reason."""
    clerk, unit = demo_actor("clerk"), unit_of(STREET)
    elsewhere = select(HouseholdMember.resident_id)
    people = select(Resident).where(Resident.id.not_in(elsewhere)).order_by(Resident.id.desc())
    head = session.scalars(people.limit(1)).one()
    register_household(clerk, number=HOUSEHOLD, address=head.address, unit_id=unit.id, head=head)
    case = bundles.start_bundle(
        clerk,
        bundle="hardship",
        unit_id=unit.id,
        resident_id=head.id,
        items=["holiday_relief", "resident_medical_insurance"],
        reasons={"disability_vehicle": LEFT_OUT},
    )
    shared = shared_of(case)
    checks = {one.key: MaterialCheck("received", one.asked.forms[0]) for one in shared.materials}
    bundles.save_case(clerk, case, version=None, answers=ANSWERS, checks=checks)
    bundles.accept_case(clerk, case, version=None)
