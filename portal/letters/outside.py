"""The bodies outside the portal's own tree that letters go to or come from: those that the office lists, and those written to
before. Their names are offered where one may also be typed."""

from __future__ import annotations

from sqlalchemy import select

from portal import settings
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.letters.models import Letter

MOST = 100
LONGEST = 100


def _check_names(rows: list[list[str]]) -> None:
    for row in rows:
        if len(row) != 1 or not row[0].strip() or len(row[0]) > LONGEST:
            raise RuleBroken("value", N_("每行写一个单位的全称。"))


OUTSIDE = settings.define(
    "letters.outside_bodies",
    "table",
    [],
    N_("常用的外单位"),
    N_("函件"),
    hint=N_(
        "法院、派出所、区级部门等不在本系统组织机构里的单位，每行一个全称；移送、联合调解和函件里可以选用。"
    ),
    check=_check_names,
)


def list_outside(unit_id: int) -> list[str]:
    """The names to offer to a unit, those that the office lists first, then those it wrote to before, each once."""
    listed = [row[0].strip() for row in settings.value(OUTSIDE.key)]
    statement = (
        select(Letter.addressee)
        .where(Letter.unit_id == unit_id, Letter.addressee_id.is_(None))
        .group_by(Letter.addressee)
        .order_by(Letter.addressee)
        .limit(MOST)
    )
    return list(dict.fromkeys([*listed, *session.scalars(statement)]))
