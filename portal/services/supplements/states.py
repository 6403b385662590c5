"""The words of requests to complete. Nothing here decides."""

from __future__ import annotations

from portal.errors import N_

STATES: dict[str, str] = {
    "open": N_("等待补正"),
    "answered": N_("已补正"),
    "missed": N_("逾期未补正"),
}
TONES: dict[str, str] = {"open": "waiting", "answered": "good", "missed": "bad"}
