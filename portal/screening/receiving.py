"""To which body above a street sends its reports and takes what it cannot settle (报送对象、上报对象)."""

from __future__ import annotations

import datetime as dt

from portal import settings
from portal.errors import N_
from portal.screening.practice import GROUP
from portal.units.models import Unit
from portal.units.queries import get_unit

PAPER_CENTRE = "社会治安综合治理中心"
PAPER_ABOVE = "上级综治中心"
RECEIVER = settings.define(
    "screening.receiver",
    "text",
    "",
    N_("街道的报告报送到哪个单位"),
    GROUP,
    hint=N_(
        "印在半月报、月报、年报上，也是解决不了的纠纷上报的去处。留空为上级区（县）的社会治安综合治理中心。"
    ),
    longest=100,
    per_unit=True,
)


def receiver_of(street: Unit, on: dt.date) -> str:
    """The body above a street on a day: as the office has named it, else the centre of the district that it stands under."""
    named: str = settings.value(RECEIVER.key, on=on, unit_id=street.id)
    if named.strip():
        return named.strip()
    above = street.parent_id_on(on)
    return get_unit(above).name_on(on) + PAPER_CENTRE if above is not None else PAPER_ABOVE
