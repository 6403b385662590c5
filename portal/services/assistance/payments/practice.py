"""How this office pays: the payday, how much may be taken back at once, and which anomalies keep a list from approval."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from portal import settings
from portal.errors import N_

_GROUP = N_("社会救助")
BLOCK, WARN, OFF = "block", "warn", "off"


@dataclass(frozen=True)
class Check:
    """One kind of anomaly: what it is called, what to do about it, and how heavy it is unless the office says otherwise.

    One that `must_be_mended` cannot be kept with a reason.
    """

    code: str
    label: str
    advice: str
    weight: str = BLOCK
    must_be_mended: bool = False


_MEND = N_("请在档案中处理后，重新生成名单。")
CHECKS: dict[str, Check] = {
    check.code: check
    for check in (
        Check("deceased", N_("成员已死亡"), N_("请先在档案中办理死亡调整，再重新生成名单。")),
        Check("moved_out", N_("成员已迁出本街道"), N_("请先核实居住情况，办理变更或转出。")),
        Check("duplicate_person", N_("同一人在两户享受"), N_("一人只能在一户享受，请先办理人员转出。")),
        Check("account_missing", N_("没有银行账号"), N_("请补登账号，或写明现金发放的原因后照发。")),
        Check("account_stopped", N_("账户曾退票并停用"), N_("请核实收款人情况，更换账号后重新生成名单。")),
        Check(
            "account_returned",
            N_("账户刚退票，还没有处理"),
            N_(
                "请先在“退票处理”中核实账户，登记新账号或者重新发放，再重新生成名单；本月来不及的，选暂缓，查清后补发。"
            ),
        ),
        Check("over_standard", N_("金额超过标准"), N_("基本金额大于标准乘以人数，请核对计算表。")),
        Check("not_in_payment", N_("已停保或暂停，仍在名单"), N_("请核对停保、暂停决定。")),
        Check("no_decision", N_("没有决定文号"), _MEND, must_be_mended=True),
        Check("same_account", N_("两户使用同一账号"), N_("请核对账号和代领协议。"), WARN),
        Check(
            "account_anothers",
            N_("户名不是户主，没有代领依据"),
            N_("户主变更或死亡以后，请变更发放账户，或登记代领依据和协议（57号第二十六条）。"),
            WARN,
        ),
        Check("nothing_left", N_("扣回后无余额"), N_("未扣完的部分自动结转下月。"), WARN),
        Check("open_proposal", N_("有未处理的变更"), N_("拟变更尚未决定，请尽快办理。"), WARN),
        Check("review_overdue", N_("定期核查逾期"), N_("请尽快安排核查。"), WARN),
    )
}
CHOICES = ((BLOCK, N_("必须处理")), (WARN, N_("提醒")), (OFF, N_("不检查")))

for _check in CHECKS.values():
    if not _check.must_be_mended:
        settings.define(
            f"payments.check.{_check.code}",
            "choice",
            _check.weight,
            _check.label,
            _GROUP,
            hint=N_("发放名单核对时发现这种情况怎么办。"),
            choices=CHOICES,
        )
settings.define(
    "payments.payday",
    "integer",
    15,
    N_("每月发放日"),
    _GROUP,
    hint=N_("救助金每月几日到账。"),
    minimum=1,
    maximum=28,
)
settings.define(
    "payments.prepare_day",
    "integer",
    5,
    N_("每月制表日"),
    _GROUP,
    hint=N_("每月几日起提示编制当月发放名单。"),
    minimum=1,
    maximum=28,
)
settings.define(
    "payments.recovery_percent",
    "integer",
    100,
    N_("每月最多扣回当月金额的百分之几"),
    _GROUP,
    hint=N_("未扣完的部分结转下月；发放金额不会是负数。"),
    minimum=1,
    maximum=100,
)


def weight_of(code: str, on: dt.date | None = None) -> str:
    """How heavy an anomaly is: block, warn or off."""
    if CHECKS[code].must_be_mended:
        return BLOCK
    return str(settings.value(f"payments.check.{code}", on=on))


def payday_of(month: dt.date, unit_id: int | None = None) -> dt.date:
    """The day on which a month is paid."""
    day = int(settings.value("payments.payday", on=month))
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def recovery_percent(on: dt.date | None = None) -> int:
    """How much of a month's sum may be taken back at most, in per cent."""
    return int(settings.value("payments.recovery_percent", on=on))
