"""Who wants to know when the calendar changes: rooms whose due dates must be computed anew. What they do is theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from portal.actor import Actor

Callback = Callable[[Actor | None, dt.date, dt.date], None]

_callbacks: list[Callback] = []


def on_change(callback: Callback) -> Callback:
    """Call `callback(actor, first, last)` inside the transaction that changed the calendar between two days.

    The actor is None when the calendar is seeded. The new calendar is already what `queries.lookup` answers.
    """
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def announce(actor: Actor | None, first: dt.date, last: dt.date) -> None:
    """Tell every room that asked."""
    for callback in _callbacks:
        callback(actor, first, last)
