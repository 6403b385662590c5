"""What a coded item adds to the page of its applications: a part beside the record, such as the card that was made, one above
its materials that says what is to be done, and pages of its own for its steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.actor import Actor
from portal.services.models import Application

Load = Callable[[Actor, Application], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """A template, included with its context under the name `part`."""

    template: str
    context: dict[str, Any]


_parts: dict[str, tuple[str, Load]] = {}
_shared: dict[str, tuple[int, str, Load]] = {}
_work: dict[str, tuple[str, Load]] = {}
_steps: dict[tuple[str, str], str] = {}


def add_part(item: str, *, template: str, load: Load) -> None:
    """Show a part beside the applications of an item; `load` gives its context, or None for nothing to show."""
    _parts[item] = (template, load)


def share_part(name: str, *, template: str, load: Load, order: int = 500) -> None:
    """Show a part on the page of every application, whatever its item: letters, originals in custody, deliveries."""
    _shared[name] = (order, template, load)


def parts_of(actor: Actor, application: Application) -> list[Part]:
    """The parts for this reader beside this application: its item's own first, then what every item has."""
    found = _loaded(_parts, actor, application)
    for _order, template, load in sorted(_shared.values(), key=lambda one: one[:2]):
        context = load(actor, application)
        if context is not None:
            found.append(Part(template, context))
    return found


def add_work(item: str, *, template: str, load: Load) -> None:
    """The same in the middle of the page, under the next step: what this item wants done besides the shared life."""
    _work[item] = (template, load)


def work_of(actor: Actor, application: Application) -> list[Part]:
    """What the item shows in the middle of this application's page."""
    return _loaded(_work, actor, application)


def take_step(item: str, step: str, endpoint: str) -> None:
    """Let a page of the item's own complete one of its steps; its address takes `application_id`."""
    _steps[item, step] = endpoint


def step_address(application: Application, step: str) -> str:
    """The item's own page for a step, empty where it has none."""
    endpoint = _steps.get((application.item.code, step))
    return url_for(endpoint, application_id=application.id) if endpoint else ""


def _loaded(kept: dict[str, tuple[str, Load]], actor: Actor, application: Application) -> list[Part]:
    if application.item.code not in kept:
        return []
    template, load = kept[application.item.code]
    context = load(actor, application)
    return [] if context is None else [Part(template, context)]
