"""What stays published of those who are supported (长期公布; 民发〔2021〕57号 art. 24): name, members, amount, no more."""

from __future__ import annotations

import datetime as dt

from portal.db import session
from portal.services.assistance.months import month_of
from portal.services.assistance.queries import decisions_in_force
from portal.services.assistance.schemes import PAID, SCHEMES
from portal.services.notices.published import define_published
from portal.services.notices.wording import Line
from portal.standards.names import sort_key
from portal.units.queries import street_above, unit_and_below

PAPER_TITLE = "{scheme}对象公布名单"


def join() -> None:
    """Declare a list for each scheme that pays by the month."""
    for scheme in SCHEMES.values():
        if scheme.pays_monthly:
            define_published(scheme.code, PAPER_TITLE.format(scheme=scheme.name), _Rows(scheme.code))


class _Rows:
    """The rows of one scheme; equal for the same scheme, so that declaring it again is no other declaration."""

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and other._scheme == self._scheme

    def __hash__(self) -> int:
        return hash(self._scheme)

    def __call__(self, unit_id: int, day: dt.date) -> list[Line]:
        """The households of a community that are paid something in the month of a day, by name."""
        street = street_above(unit_id, day)
        if street is None:
            return []
        here = set(unit_and_below(unit_id))
        rows = session.execute(decisions_in_force(street.id, self._scheme, month_of(day))).all()
        paid = [row for row in rows if row.unit_id in here and row.state in PAID and row.total_fen > 0]
        paid.sort(key=lambda row: (sort_key(row.head_name), row.file_id))
        return [Line(row.head_name, row.persons, row.total_fen) for row in paid]
