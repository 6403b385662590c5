"""Reading bundles: those on offer, one case within reach, the cases that run, and how far each item is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services import checklist
from portal.services.bundles.merging import (
    SharedMaterial,
    SharedQuestion,
    merge_materials,
    merge_questions,
)
from portal.services.bundles.models import Bundle, BundleCase, BundleLine
from portal.services.definitions import ItemDefinition
from portal.services.models import Application
from portal.services.queries.catalogue import find_item, item_version_on
from portal.services.states import BEFORE_ACCEPTANCE, OPEN
from portal.units.queries import within_scope

MOST_CASES = 100


@dataclass(frozen=True)
class Shared:
    """What a case asks for once, and of whom."""

    questions: list[SharedQuestion]
    materials: list[SharedMaterial]


def list_bundles(*, offered: bool = True) -> list[Bundle]:
    """The bundles on offer (all of them with `offered=False`), by code."""
    statement = select(Bundle).order_by(Bundle.code)
    return list(session.scalars(statement.where(Bundle.is_offered) if offered else statement))


def find_bundle(code: str) -> Bundle | None:
    """The bundle with this code, or None."""
    return session.scalars(select(Bundle).where(Bundle.code == code)).first()


def get_bundle(code: str) -> Bundle:
    """The bundle with this code; raises NotFound."""
    found = find_bundle(code)
    if found is None:
        raise NotFound
    return found


def get_case(actor: Actor, case_id: int) -> BundleCase:
    """A case within the actor's reach; raises Forbidden or NotFound."""
    actor.must("services.read_bundle")
    statement = (
        select(BundleCase)
        .options(selectinload(BundleCase.lines).selectinload(BundleLine.application))
        .where(BundleCase.id == case_id, within_scope(actor, BundleCase.unit_id))
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def list_cases(actor: Actor) -> list[BundleCase]:
    """The newest cases within reach, newest first, with their applications."""
    statement = (
        select(BundleCase)
        .options(
            joinedload(BundleCase.bundle),
            selectinload(BundleCase.lines).selectinload(BundleLine.application),
        )
        .where(within_scope(actor, BundleCase.unit_id))
    )
    return list(session.scalars(statement.order_by(BundleCase.id.desc()).limit(MOST_CASES)))


def definition_today(code: str) -> ItemDefinition | None:
    """What an item asks today; None for one that is not on offer."""
    item, version = find_item(code), item_version_on(code)
    return version.definition if item is not None and item.is_offered and version is not None else None


def drafts_of(case: BundleCase) -> list[Application]:
    """The applications of a case that are not accepted yet."""
    return [one for one in case.applications if one.state in BEFORE_ACCEPTANCE]


def is_finished(case: BundleCase) -> bool:
    """Whether every application of the case has come to its end."""
    return bool(case.applications) and all(one.state not in OPEN for one in case.applications)


def shared_of(case: BundleCase) -> Shared:
    """The questions and materials of the applications that are not accepted yet, each once."""
    day = clock.today()
    drafts = drafts_of(case)
    definitions = {one.item.code: checklist.definition_on(one, day) for one in drafts}
    return Shared(
        merge_questions(
            case.definition,
            [(one.item.code, definitions[one.item.code].fields_for(one.business)) for one in drafts],
        ),
        merge_materials(
            case.definition,
            [(one.item.code, [line.definition for line in checklist.checklist(one, day)]) for one in drafts],
        ),
    )
