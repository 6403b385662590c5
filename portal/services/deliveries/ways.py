"""The words of deliveries: methods (送达方式, 民事诉讼法 arts. 87–95 as good practice), states, who received."""

from __future__ import annotations

from portal.errors import N_

METHODS: dict[str, str] = {
    "direct": N_("直接送达"),
    "left": N_("留置送达"),
    "post": N_("邮寄送达"),
    "commission": N_("委托送达"),
    "electronic": N_("电子送达"),
    "announcement": N_("公告送达"),
    "transfer": N_("转交送达"),
}
STATES: dict[str, str] = {
    "open": N_("待送达"),
    "delivered": N_("已送达"),
    "failed": N_("未送达"),
    "void": N_("作废"),
}
TONES: dict[str, str] = {"open": "waiting", "delivered": "good", "failed": "bad", "void": "neutral"}
RECEIVERS: dict[str, str] = {"self": N_("本人"), "other": N_("代收人"), "none": N_("无人签收")}
# Where nobody signs: the paper is left, announced, or sent to an address.
UNSIGNED = frozenset({"left", "announcement", "electronic"})
