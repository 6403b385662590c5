"""How the rooms above say what they have of a dispute: the page that shows it to a reader, where a mediation of it is opened, who
mediates it. They register at start; none of them knows the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from portal.actor import Actor
from portal.disputes.models import DangerReport, Dispute


@dataclass(frozen=True)
class Place:
    """Where a reader finds a dispute: in which words, on which page, and whether he carries it on there or only looks."""

    label: str
    href: str
    may_carry: bool = False


@dataclass(frozen=True)
class Handling:
    """Who works on a dispute: the body, its people, how far it is (a marked text), its own number, and what came of it."""

    body: str
    people: str
    state: str
    is_open: bool
    number: str = ""
    agreement: str = ""
    visited_on: dt.date | None = None


Find = Callable[[Actor, Dispute], Place | None]

Places = dict[int, Place]

FindMany = Callable[[Actor, Collection[Dispute]], Places]

FindPrint = Callable[[Actor, DangerReport], str]

Handlings = dict[int, list[Handling]]

_finders: dict[str, FindMany] = {}
_printers: dict[str, FindPrint] = {}
_openings: dict[str, Find] = {}
_handlers: dict[str, Callable[[Collection[int]], Handlings]] = {}


def offer_page(name: str, find: FindMany) -> None:
    """Let a room show disputes: `find` gives, by key, the pages of those that a reader may see there; it raises nothing, and
    asks no more of the database for many than for one."""
    _finders[name] = find


def find_page(actor: Actor, dispute: Dispute) -> Place | None:
    """The first page that shows the dispute to this reader, None where no room does."""
    return find_pages_of(actor, [dispute]).get(dispute.id)


def find_pages(actor: Actor, dispute: Dispute) -> dict[str, Place]:
    """Every page that shows the dispute to this reader, by the name of the room that does."""
    found = {name: find(actor, [dispute]) for name, find in sorted(_finders.items())}
    return {name: places[dispute.id] for name, places in found.items() if dispute.id in places}


def find_pages_of(actor: Actor, disputes: Collection[Dispute]) -> Places:
    """The first page that shows each of these disputes to this reader, by key; those that no room shows stand not in it."""
    found: Places = {}
    if disputes:
        for name in sorted(_finders):
            found = _finders[name](actor, disputes) | found
    return found


def offer_opening(name: str, find: Find) -> None:
    """Let a room open a mediation for a dispute: `find` gives the page for a reader who may now, else None; it raises nothing."""
    _openings[name] = find


def find_opening(actor: Actor, dispute: Dispute) -> Place | None:
    """Where this reader opens a mediation for the dispute; None where no room lets him, or one is running."""
    return next((place for name in sorted(_openings) if (place := _openings[name](actor, dispute))), None)


def offer_handling(name: str, find: Callable[[Collection[int]], Handlings]) -> None:
    """Let a room say who works on disputes: `find` gives for keys of disputes what it has of each, the newest last."""
    _handlers[name] = find


def handlings_of(dispute_ids: Collection[int]) -> Handlings:
    """Who works on these disputes, by key; what the rooms say stands one after the other."""
    found: Handlings = {}
    for name in sorted(_handlers):
        for key, rows in _handlers[name](dispute_ids).items():
            found.setdefault(key, []).extend(rows)
    return found


def offer_print(name: str, find: FindPrint) -> None:
    """Let a room print what was told to the police: `find` gives the address of the button for a reader who may, else empty."""
    _printers[name] = find


def find_print(actor: Actor, report: DangerReport) -> str:
    """Where this reader prints the report, empty where no room does."""
    return next((href for name in sorted(_printers) if (href := _printers[name](actor, report))), "")
