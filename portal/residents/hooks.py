"""Where rooms above join in: rows that follow a merge, what a death means to them, what else the search box finds, and
their parts of the resident's page. Nothing here knows those rooms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.actor import Actor
from portal.residents.models import Resident


class Mover(Protocol):
    """Moves a room's rows from the record that goes to the one that stays; gives what undoing needs, as JSON values."""

    def __call__(self, actor: Actor, *, gone: Resident, kept: Resident) -> Any:
        """Move; called inside the transaction of the merge."""
        ...


class MoveBack(Protocol):
    """Undoes what the mover of the same name did, from what it gave."""

    def __call__(self, actor: Actor, *, gone: Resident, kept: Resident, moved: Any) -> None:
        """Move back; called inside the transaction of the undoing."""
        ...


@dataclass(frozen=True)
class MergeHook:
    """One room's pair of mover and its undoing."""

    move: Mover
    move_back: MoveBack


@dataclass(frozen=True)
class SearchHit:
    """Something besides a resident that the search box found: an application by its number."""

    title: str
    note: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Panel:
    """A part of the resident's page: `load` gives the template's context, or None where there is nothing for this reader.

    The template is included with that context under the name `part`, and with `resident`.
    """

    name: str
    template: str
    load: Callable[[Actor, Resident], dict[str, Any] | None]
    order: int = 500


@dataclass(frozen=True)
class Task:
    """A button on the resident's page that begins something for this person: 办理事项."""

    endpoint: str
    label: str
    permission: str
    parameter: str = "resident_id"
    order: int = 500


_merges: dict[str, MergeHook] = {}
_deaths: dict[str, Callable[[Actor, Resident], None]] = {}
_deaths_cancelled: dict[str, Callable[[Actor, Resident], None]] = {}
_sources: dict[str, Callable[[Actor, str, int], list[SearchHit]]] = {}
_panels: dict[str, Panel] = {}
_tasks: dict[str, Task] = {}


def on_merge(name: str, move: Mover, move_back: MoveBack) -> None:
    """Let a room move its rows when two records become one, and back when that is undone. `name` is kept in the history."""
    _merges[name] = MergeHook(move, move_back)


def on_death(
    name: str,
    react: Callable[[Actor, Resident], None],
    cancelled: Callable[[Actor, Resident], None] | None = None,
) -> None:
    """Let a room react to a recorded death (propose that a card be cancelled), and to its being found wrong."""
    _deaths[name] = react
    if cancelled:
        _deaths_cancelled[name] = cancelled


def add_search_source(name: str, find: Callable[[Actor, str, int], list[SearchHit]]) -> None:
    """Let the search box find a room's records by number: `find(actor, text, limit)`, in one statement and ordered.

    It is asked for every text with a digit that is neither an identity number nor a phone, blanks at the ends removed.
    """
    _sources[name] = find


def add_panel(
    name: str, *, template: str, load: Callable[[Actor, Resident], dict[str, Any] | None], order: int = 500
) -> None:
    """Show a part on the resident's page."""
    _panels[name] = Panel(name, template, load, order)


def add_task(
    endpoint: str, *, label: str, permission: str, parameter: str = "resident_id", order: int = 500
) -> None:
    """Offer a button on the resident's page; the address is `url_for(endpoint, **{parameter: resident.id})`."""
    _tasks[endpoint] = Task(endpoint, label, permission, parameter, order)


def merge_hooks() -> dict[str, MergeHook]:
    """The movers, in the order in which they were named."""
    return dict(_merges)


def death_hooks(*, cancelled: bool = False) -> list[Callable[[Actor, Resident], None]]:
    """What to call when a death is recorded, or when one is cancelled."""
    return list((_deaths_cancelled if cancelled else _deaths).values())


def search_sources() -> list[Callable[[Actor, str, int], list[SearchHit]]]:
    """What else the search box asks."""
    return list(_sources.values())


def panels() -> list[Panel]:
    """The parts of the resident's page, in their order."""
    return sorted(_panels.values(), key=lambda panel: (panel.order, panel.name))


def tasks_for(actor: Actor) -> list[Task]:
    """The buttons that this reader may press, in their order."""
    return sorted(
        (t for t in _tasks.values() if actor.can(t.permission)), key=lambda task: (task.order, task.endpoint)
    )
