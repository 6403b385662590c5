"""Whom the street reports to about a single person's support or relief: the district body that the office named."""

from __future__ import annotations

from portal import clock, settings
from portal.errors import N_, RuleBroken
from portal.units.queries import get_unit, street_above

DISTRICT_BODY = settings.define(
    "assistance.district_body",
    "text",
    "",
    N_("特困供养、临时救助报送区级的收件单位"),
    N_("社会救助"),
    hint=N_("报送单的收件单位；留空时发给本街道的上级单位。"),
    longest=100,
    per_unit=True,
)


def district_body(unit_id: int) -> tuple[int | None, str]:
    """The addressee of a report: the body that the setting names, else the unit above the street. Raises RuleBroken."""
    named = str(settings.value(DISTRICT_BODY.key, unit_id=unit_id))
    if named:
        return None, named
    today = clock.today()
    street = street_above(unit_id, today) or get_unit(unit_id)
    parent = street.parent_id_on(today)
    if parent is None:
        raise RuleBroken(None, N_("还没有设定收件单位，请系统管理员在“设置—社会救助”中填写。"))
    return parent, ""
