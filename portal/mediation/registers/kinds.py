"""The words of the register: states of a statistical report, of a register that comes in, and of its rows."""

from __future__ import annotations

from portal.errors import N_

REPORT_STATES = {
    "signing": N_("待签名"),
    "sent": N_("已报送"),
    "discarded": N_("已作废"),
}
REPORT_TONES = {"signing": "waiting", "sent": "good", "discarded": "neutral"}

IMPORT_STATES = {
    "mapping": N_("待对应栏目"),
    "checking": N_("正在检查"),
    "checked": N_("已检查"),
    "running": N_("正在转入"),
    "done": N_("已转入"),
    "cancelled": N_("已取消"),
}
IMPORT_TONES = {
    "mapping": "waiting",
    "checking": "waiting",
    "checked": "info",
    "running": "waiting",
    "done": "good",
    "cancelled": "neutral",
}
