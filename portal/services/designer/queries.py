"""Reading drafts of items: one, those that are worked on, and the versions of an item."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import session
from portal.errors import NotFound
from portal.services.designer.models import ItemDraft
from portal.services.models import ItemVersion
from portal.services.queries.catalogue import get_item

ONGOING = ("open", "submitted")
MOST_ENDED = 30


def get_draft(draft_id: int) -> ItemDraft:
    """The draft; raises NotFound. The catalogue is the whole office's, so no unit bounds who may see it."""
    found = session.get(ItemDraft, draft_id)
    if found is None:
        raise NotFound
    return found


def find_open_draft(code: str) -> ItemDraft | None:
    """The draft of an item that is worked on now; there is one at most."""
    statement = select(ItemDraft).where(ItemDraft.code == code, ItemDraft.state.in_(ONGOING))
    return session.scalars(statement.order_by(ItemDraft.id)).first()


def list_drafts(*, ongoing: bool = True) -> list[ItemDraft]:
    """The drafts that are worked on, or those that ended last, newest first."""
    statement = select(ItemDraft).options(
        joinedload(ItemDraft.starter),
        joinedload(ItemDraft.submitter),
        joinedload(ItemDraft.published_version),
    )
    where = ItemDraft.state.in_(ONGOING) if ongoing else ItemDraft.state.not_in(ONGOING)
    statement = statement.where(where).order_by(ItemDraft.id.desc())
    return list(session.scalars(statement if ongoing else statement.limit(MOST_ENDED)))


def get_version(code: str, number: int) -> ItemVersion:
    """A version of an item by its number; raises NotFound."""
    for version in get_item(code).versions:
        if version.number == number:
            return version
    raise NotFound
