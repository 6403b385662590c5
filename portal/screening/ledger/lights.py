"""The traffic light of a dispute (绿办结、黄临期、红超期、灰中止): worked out from state and limit, never stored. No database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.disputes.kinds import STATES
from portal.disputes.models import Dispute
from portal.errors import N_
from portal.screening.kinds import LIGHTS
from portal.screening.ledger_models import DisputeCare

TONES = {"green": "good", "plain": "info", "yellow": "warn", "red": "bad", "grey": "paused"}
LATE = N_("超期办结")


@dataclass(frozen=True)
class Light:
    """A light: its code, the word that says the same (a marked text), and how the house colours it."""

    code: str
    label: str
    tone: str


def light_of(dispute: Dispute, care: DisputeCare | None, *, today: dt.date, soon: int) -> Light:
    """The light on a day; `soon` is how many days before the limit yellow begins. A dispute without a limit is in hand (在办)."""
    if dispute.state == "resolved":
        return Light("green", LATE, "good") if was_late(dispute, care) else _light("green")
    if dispute.state != "open":
        return Light("", STATES[dispute.state], "neutral")
    if care is not None and care.suspended_on is not None:
        return _light("grey")
    if care is None or care.limit_on is None:
        return _light("plain")
    if care.limit_on < today:
        return _light("red")
    return _light("yellow" if (care.limit_on - today).days <= soon else "plain")


def was_late(dispute: Dispute, care: DisputeCare | None) -> bool:
    """Whether a settled dispute was settled after its limit."""
    if care is None or care.limit_on is None or dispute.resolved_on is None:
        return False
    return dispute.resolved_on > care.limit_on


def _light(code: str) -> Light:
    return Light(code, LIGHTS[code], TONES[code])
