"""Who wants to know when a dispute's risk level changes: rooms whose duties hang on it. What they do is theirs."""

from __future__ import annotations

from collections.abc import Callable

from portal.actor import Actor
from portal.disputes.models import Dispute

Callback = Callable[[Actor, Dispute, str], None]

_callbacks: dict[str, Callback] = {}


def on_risk(name: str, callback: Callback) -> None:
    """Call `callback(actor, dispute, level before)` inside the transaction that set the dispute's risk level."""
    _callbacks[name] = callback


def announce(actor: Actor, dispute: Dispute, before: str) -> None:
    """Tell every room that asked, in the order of their names."""
    for name in sorted(_callbacks):
        _callbacks[name](actor, dispute, before)
