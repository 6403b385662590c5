"""What an office may set of payment by the case: sums by grade and form, and who is not paid by the case."""

from __future__ import annotations

import datetime as dt

from portal import settings
from portal.errors import N_
from portal.mediation.volumes.kinds import PAY_FORMS

_GROUP = N_("人民调解：以案定补和核查")
FULL_TIME = settings.define(
    "mediation.pay_excludes_full_time",
    "flag",
    True,
    N_("专职调解员不按件补贴"),
    _GROUP,
    hint=N_("专职调解员由单位发工资的，不再按件补贴。"),
    per_unit=True,
)
_HINT = N_("元/件，按当地的以案定补标准设置；填 0 表示不补贴。")
SUMS = {
    (grade, form): settings.define(
        f"mediation.pay_{grade}_{form}", "integer", yuan, label, _GROUP, hint=_HINT, minimum=0, maximum=100000
    )
    for grade, form, yuan, label in (
        ("simple", "oral", 30, N_("补贴：简单，口头协议")),
        ("simple", "written", 50, N_("补贴：简单，书面协议")),
        ("general", "oral", 50, N_("补贴：一般，口头协议")),
        ("general", "written", 100, N_("补贴：一般，书面协议")),
        ("complex", "oral", 150, N_("补贴：疑难复杂，口头协议")),
        ("complex", "written", 300, N_("补贴：疑难复杂，书面协议")),
        ("simple", "none", 0, N_("补贴：简单，未达成协议")),
        ("general", "none", 0, N_("补贴：一般，未达成协议")),
        ("complex", "none", 0, N_("补贴：疑难复杂，未达成协议")),
    )
}


def sum_of(grade: str, form: str, day: dt.date) -> int:
    """What a case of this grade and form brings, in fen."""
    known = form if form in PAY_FORMS else "none"
    return int(settings.value(SUMS[grade, known].key, on=day)) * 100
