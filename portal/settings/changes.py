"""What other rooms are told when a setting was changed: a small named registry, so that nothing here imports them."""

from __future__ import annotations

from collections.abc import Callable

from portal.actor import Actor

Callback = Callable[[Actor, str], None]

_callbacks: dict[str, Callback] = {}


def on_change(name: str, callback: Callback) -> None:
    """Call `callback(actor, key)` inside the transaction that changed a setting; its new value is already in the database."""
    _callbacks[name] = callback


def announce(actor: Actor, key: str) -> None:
    """Tell every room that asked, in the order of their names."""
    for name in sorted(_callbacks):
        _callbacks[name](actor, key)
