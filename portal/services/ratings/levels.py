"""The words of ratings: five levels, what is rated besides, how it was given, and the states of a call back."""

from __future__ import annotations

from portal.errors import N_

# The five levels of the national 好差评 rules, best first.
LEVELS: dict[int, str] = {
    5: N_("非常满意"),
    4: N_("满意"),
    3: N_("基本满意"),
    2: N_("不满意"),
    1: N_("非常不满意"),
}
BAD = frozenset({1, 2})
# What may be rated besides the whole; each by the same levels, or not at all.
ASPECTS: dict[str, str] = {
    "speed": N_("服务效率"),
    "skill": N_("服务水平"),
    "manner": N_("服务态度"),
}
WAYS: dict[str, str] = {
    "screen": N_("窗口屏幕"),
    "slip": N_("纸质评价表"),
    "phone": N_("电话"),
}
CALL_STATES: dict[str, str] = {
    "open": N_("待回访"),
    "contacted": N_("整改中"),
    "settled": N_("已办结"),
}
CALL_TONES: dict[str, str] = {"open": "waiting", "contacted": "info", "settled": "good"}
FINDINGS: dict[str, str] = {
    "true": N_("反映属实"),
    "partly": N_("部分属实"),
    "untrue": N_("反映不实"),
    "unclear": N_("无法核实"),
}
