"""Where an original is, and the moves that lead from one place to another."""

from __future__ import annotations

from portal.errors import N_

STATES: dict[str, str] = {
    "held": N_("在本单位"),
    "out": N_("已交出"),
    "returned": N_("已退还"),
    "lost": N_("遗失"),
}
TONES: dict[str, str] = {"held": "info", "out": "warn", "returned": "good", "lost": "bad"}
IN_CUSTODY = frozenset({"held", "out"})
MOVES: dict[str, str] = {
    "take": N_("收取"),
    "hand_out": N_("交出"),
    "bring_back": N_("取回"),
    "give_back": N_("退还"),
    "lose": N_("遗失"),
}
