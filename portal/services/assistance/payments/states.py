"""The words and codes of payment months: kinds and states of batches, lines, differences, anomalies and returns."""

from __future__ import annotations

from portal.errors import N_

REGULAR, SUPPLEMENTARY, SUBSIDY = "regular", "supplementary", "subsidy"
KINDS: dict[str, str] = {
    REGULAR: N_("月度发放"),
    SUPPLEMENTARY: N_("补发批次"),
    SUBSIDY: N_("价格临时补贴"),
}

PREPARING, CHECKING, SUBMITTED, APPROVED = "preparing", "checking", "submitted", "approved"
SENT, PAID, ARCHIVED, DISCARDED = "sent", "paid", "archived", "discarded"
MONTH_STATES: dict[str, str] = {
    PREPARING: N_("正在制表"),
    CHECKING: N_("待核对"),
    SUBMITTED: N_("待审批"),
    APPROVED: N_("已审批，待送银行"),
    SENT: N_("已送银行，待回盘"),
    PAID: N_("已发放"),
    ARCHIVED: N_("已归档"),
    DISCARDED: N_("已撤回"),
}
MONTH_TONES: dict[str, str] = {
    PREPARING: "waiting",
    CHECKING: "warn",
    SUBMITTED: "waiting",
    APPROVED: "info",
    SENT: "waiting",
    PAID: "good",
    ARCHIVED: "neutral",
    DISCARDED: "neutral",
}
# Before approval a list may be drawn up anew; afterwards nothing in it changes.
OPEN = frozenset({PREPARING, CHECKING})
FINAL = frozenset({APPROVED, SENT, PAID, ARCHIVED})

LISTED, WITHHELD, LINE_PAID, RETURNED = "listed", "withheld", "paid", "returned"
LINE_STATES: dict[str, str] = {
    LISTED: N_("待发"),
    WITHHELD: N_("暂缓"),
    LINE_PAID: N_("已发"),
    RETURNED: N_("退票"),
}
LINE_TONES = {LISTED: "waiting", WITHHELD: "paused", LINE_PAID: "good", RETURNED: "bad"}

DIFFERENCES: dict[str, str] = {
    "new": N_("新增"),
    "stopped": N_("停发"),
    "changed": N_("变动"),
    "once": N_("补发扣回"),
}
SAME = N_("无变动")

RETURN_STATES: dict[str, str] = {
    "open": N_("待处理"),
    "corrected": N_("待补发"),
    "repaid": N_("已补发"),
    "stopped": N_("不再发放"),
}
RETURN_TONES = {"open": "bad", "corrected": "waiting", "repaid": "good", "stopped": "neutral"}
RETURN_REASONS: dict[str, str] = {
    "account_wrong": N_("账号与户名不符"),
    "account_closed": N_("账户已销户"),
    "account_frozen": N_("账户冻结或止付"),
    "account_dormant": N_("长期不动户"),
    "death": N_("收款人死亡"),
    "other": N_("其他"),
}

SETTLED: dict[str, str] = {"left_out": N_("本月暂缓"), "kept": N_("照发")}
WEIGHTS: dict[str, str] = {"block": N_("必须处理"), "warn": N_("提醒")}
