"""What an office may set of the links: days of a transfer, mediations of a judge a year, how many proxies a unit has."""

from __future__ import annotations

from portal import settings
from portal.errors import N_

GROUP = N_("调解衔接")
COURT_DAYS_A_YEAR = settings.define(
    "mediation.court_days_a_year",
    "integer",
    2,
    N_("进居：每名法官、检察官每年成功调解的最低件数"),
    GROUP,
    minimum=0,
    maximum=100,
)
TRANSFER_DAYS = settings.define(
    "mediation.transfer_days",
    "integer",
    30,
    N_("驻所：联合调解室调解的期限"),
    GROUP,
    hint=N_("自然日，从移送次日算起。"),
    minimum=1,
    maximum=180,
)
REFERRAL_DAYS = settings.define(
    "mediation.referral_days",
    "integer",
    30,
    N_("移送案件来函没有写期限时的函复期限"),
    GROUP,
    hint=N_("自然日，从收到次日算起。法院委派、委托的案件按“人民调解”中的天数。"),
    minimum=1,
    maximum=180,
)
STREET_PROXIES = settings.define(
    "mediation.street_proxies",
    "integer",
    1,
    N_("街道信访代理员的最低人数"),
    GROUP,
    minimum=0,
    maximum=50,
)
COMMUNITY_PROXIES = settings.define(
    "mediation.community_proxies",
    "integer",
    2,
    N_("每个社区信访代理员的最低人数"),
    GROUP,
    minimum=0,
    maximum=50,
)
SOON = settings.define(
    "mediation.referral_soon_days",
    "integer",
    5,
    N_("移送案件到期前几天提醒函复"),
    GROUP,
    hint=N_("自然日。"),
    minimum=0,
    maximum=60,
)
