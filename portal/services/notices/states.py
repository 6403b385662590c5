"""The words of public notices: states, how an objection comes in and ends, what a return slip reports."""

from __future__ import annotations

from portal.errors import N_

STATES: dict[str, str] = {
    "to_post": N_("待张贴"),
    "posted": N_("公示中"),
    "removed": N_("待交反馈单"),
    "reported": N_("公示结束"),
    "replaced": N_("已重新公示"),
    "cancelled": N_("已取消"),
}
TONES: dict[str, str] = {
    "to_post": "waiting",
    "posted": "info",
    "removed": "warn",
    "reported": "good",
    "replaced": "neutral",
    "cancelled": "paused",
}
OBJECTION_CHANNELS: dict[str, str] = {
    "phone": N_("来电"),
    "visit": N_("来访"),
    "letter": N_("来信"),
    "online": N_("网上"),
    "other": N_("其他"),
}
# What is found: the objection does not hold; it holds and the family is posted again; it holds and the support is refused.
OUTCOMES: dict[str, str] = {
    "unfounded": N_("异议不成立"),
    "again": N_("异议成立，更正后重新公示"),
    "refuse": N_("异议成立，不再公示，按不予确认办理"),
}
SLIP_RESULTS: dict[str, str] = {"none": N_("公示期间无异议"), "objections": N_("公示期间有异议")}
