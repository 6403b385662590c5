"""What every reading of payments starts with: one record within the reach of the actor's post, and a list page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.units.queries import within_scope

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number from 1, the size of a page, and how many rows there are in all."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int


def get_within_reach(actor: Actor, statement: Select[Any], key: int, column: Any) -> Any:
    """The record with this key, if its unit lies within reach; raises NotFound."""
    if not 0 < key <= LARGEST_KEY:
        raise NotFound
    found = session.scalars(statement.where(within_scope(actor, column))).first()
    if found is None:
        raise NotFound
    return found


def page_of(statement: Select[Any], page: int) -> Page:
    """One page of what a statement finds; a number beyond the last page means the last one."""
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    last = max(1, (total + PAGE_SIZE - 1) // PAGE_SIZE)
    number = min(max(1, page), last)
    rows = list(session.scalars(statement.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)))
    return Page(rows, number, PAGE_SIZE, total)
