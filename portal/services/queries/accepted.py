"""Reading the accepted applications for their ledger: one statement, streamed, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import defer, joinedload, raiseload

from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session
from portal.ledgers import Asked, Measure
from portal.ledgers.queries import within
from portal.residents.groups import Household, Organisation
from portal.residents.models import Resident
from portal.services.definitions import ItemDefinition
from portal.services.models import (
    Application,
    ApplicationEvent,
    ApplicationMaterial,
    ItemVersion,
    ServiceItem,
)
from portal.units.models import Post, UnitName
from portal.units.queries import within_scope

AT_ONCE = 500


def list_accepted(
    actor: Actor, asked: Asked, *, offset: int, limit: int | None
) -> Iterator[tuple[Any, ItemDefinition]]:
    """The applications accepted in the period, in the order of acceptance, voided ones among them, each with its definition.

    A row holds the application and beside it `unit_name`, `materials`, `promised`, `missing` (counts) and `void_reason`.
    """
    definitions: dict[int, ItemDefinition] = {}
    statement = _statement().where(*_conditions(actor, asked)).offset(offset).limit(limit)
    for found in session.execute(statement.execution_options(yield_per=AT_ONCE)):
        key = found[0].item_version_id
        if key not in definitions:
            definitions[key] = session.get_one(ItemVersion, key).definition
        yield found, definitions[key]


def count_accepted(actor: Actor, asked: Asked) -> Measure:
    """How many applications were accepted, and how many of these acceptances were voided."""
    voided = func.count().filter(Application.state == "voided")
    rows, struck = session.execute(select(func.count(), voided).where(*_conditions(actor, asked))).one()
    return Measure(rows, struck)


def list_clerks(actor: Actor) -> list[tuple[str, str]]:
    """Everybody who works or worked at a counter that this actor may see."""
    statement = (
        select(StaffAccount.id, StaffAccount.name)
        .where(
            StaffAccount.id.in_(
                select(Post.account_id).where(Post.role == "clerk", within_scope(actor, Post.unit_id))
            )
        )
        .order_by(StaffAccount.name, StaffAccount.id)
    )
    return [(str(key), name) for key, name in session.execute(statement)]


def _conditions(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    found = [
        Application.accepted_on.between(asked.first, asked.last),
        within(actor, asked, Application.unit_id),
    ]
    if asked.of("item"):
        found.append(
            Application.item_id.in_(select(ServiceItem.id).where(ServiceItem.code == asked.of("item")))
        )
    if asked.of("state"):
        found.append(Application.state == asked.of("state"))
    if asked.of("clerk"):
        clerk = int(asked.of("clerk"))
        found.append(or_(Application.handler_id == clerk, Application.accepted_by == clerk))
    return found


def _statement() -> Select[Any]:
    phone = (Resident.name, Resident.record_key, Resident.phone_sealed)
    return (
        select(
            Application,
            _unit_name().label("unit_name"),
            _materials().label("materials"),
            _materials("promised").label("promised"),
            _materials("missing").label("missing"),
            _void_reason().label("void_reason"),
        )
        .options(
            defer(Application.answers_sealed),
            joinedload(Application.handler).load_only(StaffAccount.name),
            joinedload(Application.agent).load_only(Resident.name),
            joinedload(Application.resident).load_only(*phone),
            joinedload(Application.household)
            .load_only(Household.head_id)
            .joinedload(Household.head)
            .load_only(*phone),
            joinedload(Application.organisation).load_only(
                Organisation.record_key, Organisation.phone_sealed
            ),
            raiseload("*"),
        )
        .order_by(Application.accepted_on, Application.accepted_at, Application.id)
    )


def _unit_name() -> ScalarSelect[str]:
    """The unit's name in force on the day of acceptance; where it had none yet, its first."""
    in_force = and_(UnitName.unit_id == Application.unit_id, UnitName.valid_from <= Application.accepted_on)
    newest = (
        select(UnitName.name)
        .where(in_force)
        .order_by(UnitName.valid_from.desc(), UnitName.id.desc())
        .limit(1)
    )
    first = (
        select(UnitName.name)
        .where(UnitName.unit_id == Application.unit_id)
        .order_by(UnitName.valid_from)
        .limit(1)
    )
    return select(
        func.coalesce(
            newest.correlate(Application).scalar_subquery(), first.correlate(Application).scalar_subquery()
        )
    ).scalar_subquery()


def _materials(state: str = "") -> ScalarSelect[int]:
    own = ApplicationMaterial.application_id == Application.id
    wanted = (
        ApplicationMaterial.state == state if state else ApplicationMaterial.state.in_(("received", "waived"))
    )
    return (
        select(func.count(ApplicationMaterial.id)).where(own, wanted).correlate(Application).scalar_subquery()
    )


def _void_reason() -> ScalarSelect[str]:
    own = and_(ApplicationEvent.application_id == Application.id, ApplicationEvent.verb == "void_acceptance")
    newest = select(ApplicationEvent.note).where(own).order_by(ApplicationEvent.id.desc()).limit(1)
    return newest.correlate(Application).scalar_subquery()
