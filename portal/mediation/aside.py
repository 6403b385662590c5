"""A mediator who stands aside (回避) reads no paper and no letter of the case any more, whatever of the case it is about."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select

from portal.actor import Actor
from portal.db import Model, session
from portal.disputes.models import DisputeTask
from portal.documents.models import Document
from portal.letters.models import Letter
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
    about = {MediationCase.__name__: select(MediationCase.id).where(MediationCase.id.in_(cases))}
    for model in _models_of_a_case():
        about[model.__name__] = select(model.id).where(model.case_id.in_(cases))
    disputes = select(MediationCase.dispute_id).where(MediationCase.id.in_(cases))
    about[DisputeTask.__name__] = select(DisputeTask.id).where(DisputeTask.dispute_id.in_(disputes))
    written = [and_(Letter.subject_type == kind, Letter.subject_id.in_(keys)) for kind, keys in about.items()]
    about[Letter.__name__] = select(Letter.id).where(or_(*written))
    papers = [
        and_(Document.subject_kind == kind, Document.subject_id.in_(keys)) for kind, keys in about.items()
    ]
    return not_(or_(*papers))


@lru_cache(maxsize=1)
def _models_of_a_case() -> tuple[Any, ...]:
    """Every record of this room that belongs to a case: its key stands in `case_id`."""
    models = (mapper.class_ for mapper in Model.registry.mappers)
    found = [m for m in models if m.__module__.startswith("portal.mediation.") and hasattr(m, "case_id")]
    return tuple(sorted(found, key=lambda model: model.__name__))
