"""Who is in which file in which month, across all schemes: the rule that one person is supported once stands on these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.db import session
from portal.services.assistance.models import SupportFile, SupportMember
from portal.services.assistance.months import next_month


def find_standing_membership(
    resident_id: int, *, month: dt.date | None = None, but: int | None = None
) -> SupportMember | None:
    """The membership in which a person is counted in a month or later (next month when None: what is decided now pays then).

    It looks at every office, whoever asks: one person is supported once. `but` leaves a file out.
    """
    return next(iter(standing_memberships([resident_id], month=month, but=but)), None)


def standing_memberships(
    resident_ids: Iterable[int], *, month: dt.date | None = None, but: int | None = None
) -> list[SupportMember]:
    """The same for several people, oldest membership first."""
    first = month or next_month(clock.today())
    statement = (
        select(SupportMember)
        .where(
            SupportMember.resident_id.in_(sorted(resident_ids)),
            SupportMember.is_counted,
            or_(SupportMember.until_month.is_(None), SupportMember.until_month >= first),
        )
        .options(joinedload(SupportMember.file).joinedload(SupportFile.street))
        .order_by(SupportMember.id)
    )
    if but is not None:
        statement = statement.where(SupportMember.file_id != but)
    return list(session.scalars(statement))


def members_in(file: SupportFile, month: dt.date) -> list[SupportMember]:
    """Everybody in a file in a month, those who do not count as well, in the order in which they came."""
    return [
        m
        for m in file.members
        if m.since_month <= month and (m.until_month is None or m.until_month >= month)
    ]


def files_of_resident(resident_id: int) -> list[SupportFile]:
    """Every file that a person was ever in, the newest first."""
    statement = (
        select(SupportFile)
        .where(
            SupportFile.id.in_(
                select(SupportMember.file_id)
                .where(SupportMember.resident_id == resident_id)
                .scalar_subquery()
            )
        )
        .order_by(SupportFile.id.desc())
    )
    return list(session.scalars(statement))
