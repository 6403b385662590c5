"""Who wants to know when the tree of units changes: rooms whose records rest on it. What they do is theirs."""

from __future__ import annotations

from collections.abc import Callable

from portal.actor import Actor
from portal.units.models import Unit

Callback = Callable[[Actor, Unit], None]

_callbacks: dict[str, Callback] = {}


def on_change(name: str, callback: Callback) -> None:
    """Call `callback(actor, unit)` inside the transaction that founded, moved, closed or reopened a unit."""
    _callbacks[name] = callback


def announce(actor: Actor, unit: Unit) -> None:
    """Tell every room that asked, in the order of their names."""
    for name in sorted(_callbacks):
        _callbacks[name](actor, unit)
