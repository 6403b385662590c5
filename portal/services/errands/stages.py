"""The stages of an errand, from the commission to the resident's signature."""

from __future__ import annotations

from portal.errors import N_

STATES: dict[str, str] = {
    "open": N_("待送件"),
    "sent": N_("已送件"),
    "fetched": N_("结果已取回"),
    "delivered": N_("已交付"),
    "ended": N_("未办成"),
}
TONES: dict[str, str] = {
    "open": "waiting",
    "sent": "info",
    "fetched": "warn",
    "delivered": "good",
    "ended": "neutral",
}
RUNNING = frozenset({"open", "sent", "fetched"})
