"""Reading requests to complete: those of one application, the one that waits, and all that wait or are late."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.models import Application
from portal.services.states import RUNNING
from portal.services.supplements.models import SupplementRequest
from portal.units.queries import within_scope

LONGEST = 200
_LIVE = tuple(sorted(RUNNING | {"suspended"}))


def requests_of(application: Application) -> list[SupplementRequest]:
    """Every request of an application, oldest first."""
    statement = select(SupplementRequest).where(SupplementRequest.application_id == application.id)
    return list(session.scalars(statement.order_by(SupplementRequest.round)))


def find_open_request(application: Application) -> SupplementRequest | None:
    """The request that waits for its answer, or None; one of an application that has ended waits for nothing."""
    if application.accepted_on is None or application.state not in _LIVE:
        return None
    statement = select(SupplementRequest).where(
        SupplementRequest.application_id == application.id, SupplementRequest.state == "open"
    )
    return session.scalars(statement.order_by(SupplementRequest.round.desc())).first()


def open_requests(keys: Collection[int]) -> dict[int, SupplementRequest]:
    """The requests that wait for an answer, by the key of the application; in one question for many."""
    if not keys:
        return {}
    statement = select(SupplementRequest).where(
        SupplementRequest.application_id.in_(sorted(keys)), SupplementRequest.state == "open"
    )
    return {one.application_id: one for one in session.scalars(statement)}


def get_request(actor: Actor, request_id: int) -> SupplementRequest:
    """One request, if the actor's post may see its unit; raises NotFound."""
    statement = (
        select(SupplementRequest)
        .join(SupplementRequest.application)
        .where(SupplementRequest.id == request_id, within_scope(actor, Application.unit_id))
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def list_waiting(actor: Actor) -> list[SupplementRequest]:
    """What waits for the applicants at the actor's units, the earliest last day first."""
    statement = (
        select(SupplementRequest)
        .join(SupplementRequest.application)
        .where(SupplementRequest.state == "open", Application.state.in_(_LIVE))
        .where(within_scope(actor, Application.unit_id))
        .options(joinedload(SupplementRequest.application).joinedload(Application.item))
        .order_by(SupplementRequest.due_on, SupplementRequest.id)
        .limit(LONGEST)
    )
    return list(session.scalars(statement))
