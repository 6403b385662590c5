"""A mediator who stands aside (回避) reads no paper of the case any more, whatever of the case the paper is about."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select

from portal.actor import Actor
from portal.db import Model, session
from portal.documents.models import Document
from portal.mediation.models import MediationCase, Mediator, Recusal


def papers_kept(actor: Actor) -> ColumnElement[bool] | None:
    """What a paper must meet for this reader; None for the many who stand aside nowhere."""
    if not actor.can("mediation.read_case"):
        return None
    cases = session.scalars(
        select(Recusal.case_id)
        .join(Mediator)
        .where(Recusal.is_granted.is_(True), Mediator.account_id == actor.account_id)
    ).all()
    if not cases:
        return None
    about = [_about(MediationCase.__name__, list(cases))]
    for model in _models_of_a_case():
        keys = select(model.id).where(model.case_id.in_(cases))
        about.append(and_(Document.subject_kind == model.__name__, Document.subject_id.in_(keys)))
    return not_(or_(*about))


def _about(kind: str, keys: list[int]) -> ColumnElement[bool]:
    return and_(Document.subject_kind == kind, Document.subject_id.in_(keys))


@lru_cache(maxsize=1)
def _models_of_a_case() -> tuple[Any, ...]:
    """Every record of this room that belongs to a case: its key stands in `case_id`."""
    models = (mapper.class_ for mapper in Model.registry.mappers)
    found = [m for m in models if m.__module__.startswith("portal.mediation.") and hasattr(m, "case_id")]
    return tuple(sorted(found, key=lambda model: model.__name__))
