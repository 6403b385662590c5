"""What a coded item adds to the page of its applications: a part beside the record, such as the card that was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.actor import Actor
from portal.services.models import Application

Load = Callable[[Actor, Application], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """A template, included with its context under the name `part`."""

    template: str
    context: dict[str, Any]


_parts: dict[str, tuple[str, Load]] = {}


def add_part(item: str, *, template: str, load: Load) -> None:
    """Show a part beside the applications of an item; `load` gives its context, or None for nothing to show."""
    _parts[item] = (template, load)


def parts_of(actor: Actor, application: Application) -> list[Part]:
    """The parts for this reader beside this application."""
    if application.item.code not in _parts:
        return []
    template, load = _parts[application.item.code]
    context = load(actor, application)
    return [] if context is None else [Part(template, context)]
