"""The choices of the office for the way from application to grant: whom letters go to, what an authorisation covers.

Who decides and within how many days is chosen once for all of `assistance`.
"""

from __future__ import annotations

import datetime as dt

from portal import clock, settings
from portal.errors import N_
from portal.services.assistance.terms_settings import is_decided_by_street, limit_days
from portal.units.queries import street_above

_GROUP = N_("最低生活保障")

CHECK_BODY = settings.define(
    "minimum_living.check_body",
    "text",
    "",
    N_("经济状况核对机构"),
    _GROUP,
    hint=N_("核对函的收件单位；留空时发给本街道的上级单位。"),
    longest=100,
    per_unit=True,
)
DISTRICT_BODY = settings.define(
    "minimum_living.district_body",
    "text",
    "",
    N_("报送确认的单位"),
    _GROUP,
    hint=N_("报送单的收件单位；留空时发给本街道的上级单位。"),
    longest=100,
    per_unit=True,
)
NEEDS_SCAN = settings.define(
    "minimum_living.authorisation_needs_scan",
    "flag",
    False,
    N_("登记核对授权时必须上传扫描件"),
    _GROUP,
    hint=N_("不勾选时，纸质原件归档即可，扫描件可以后补。"),
)
AUTHORISED_MONTHS = settings.define(
    "minimum_living.authorised_months",
    "integer",
    12,
    N_("核对授权书的有效月数"),
    _GROUP,
    minimum=1,
    maximum=60,
)
PAPER_SCOPE = "户籍、婚姻、社会保险、住房公积金、税务、不动产、车辆、市场主体登记、银行存款、证券、保险、互联网金融资产等信息"
SCOPE = settings.define(
    "minimum_living.authorised_scope",
    "text",
    PAPER_SCOPE,
    N_("核对授权的范围"),
    _GROUP,
    hint=N_("印在核对授权书上。"),
)
PAPER_PURPOSE = "审核确认最低生活保障、最低生活保障边缘家庭等社会救助申请，以及获得救助期间的定期核查"


def is_street(unit_id: int) -> bool:
    """Whether the street of this unit confirms by itself."""
    today = clock.today()
    street = street_above(unit_id, today)
    return is_decided_by_street(street.id if street else unit_id, today)


def limit_of(unit_id: int, on: dt.date, *, is_long: bool) -> int:
    """The working days from acceptance to the decision: 30, 20 where the street decides, 45 where something lengthens it."""
    street = street_above(unit_id, on)
    return limit_days(street.id if street else unit_id, on, is_long=is_long)


__all__ = [
    "AUTHORISED_MONTHS",
    "CHECK_BODY",
    "DISTRICT_BODY",
    "NEEDS_SCAN",
    "PAPER_PURPOSE",
    "PAPER_SCOPE",
    "SCOPE",
    "is_street",
    "limit_of",
]
