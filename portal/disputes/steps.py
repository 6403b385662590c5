"""Who wants to know when disputes' steps change: rooms whose figures rest on them. What they do is theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from portal.actor import Actor
from portal.disputes.models import DisputeStep

Callback = Callable[[Actor | None, Sequence[DisputeStep]], None]

_callbacks: dict[str, Callback] = {}


def on_steps(name: str, callback: Callback) -> None:
    """Call `callback(actor, steps)` inside the transaction that made these steps, or struck them (`step.struck_at`).

    The actor is None where the calendar moved them: a unit was closed.
    """
    _callbacks[name] = callback


def announce(actor: Actor | None, steps: Sequence[DisputeStep]) -> None:
    """Tell every room that asked, in the order of their names."""
    for name in sorted(_callbacks):
        _callbacks[name](actor, steps)
