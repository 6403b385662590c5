"""Who among the colleagues may do a thing today: for the second person of a hearing or a review."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, select

from portal import clock
from portal.accounts.models import StaffAccount
from portal.accounts.roles import permissions_of
from portal.actor import Actor
from portal.db import session
from portal.units.models import Post
from portal.units.queries import visible_unit_ids


def list_staff_who_may(actor: Actor, permission: str) -> list[tuple[int, str]]:
    """The others who hold a post with this right today where the actor may look, by name."""
    visible = visible_unit_ids(actor)
    rows = session.execute(
        _posts().add_columns(StaffAccount.name).order_by(StaffAccount.name, StaffAccount.id)
    )
    found = {
        row.account_id: row.name
        for row in rows
        if permission in permissions_of(row.role)
        and row.account_id != actor.account_id
        and (visible is None or row.unit_id in visible)
    }
    return list(found.items())


def may_do(account_id: int, permission: str) -> bool:
    """Whether this person holds a post with this right today."""
    rows = session.execute(_posts().where(Post.account_id == account_id))
    return any(permission in permissions_of(row.role) for row in rows)


def _posts() -> Select[Any]:
    """The posts of active accounts that are held today."""
    today = clock.today()
    return (
        select(Post.account_id, Post.role, Post.unit_id)
        .join(StaffAccount, StaffAccount.id == Post.account_id)
        .where(
            StaffAccount.is_active,
            Post.valid_from <= today,
            or_(Post.valid_to.is_(None), Post.valid_to >= today),
        )
    )
