"""How the rooms above say who may see a dispute: the page that shows it to a reader, or nothing. They register at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.actor import Actor
from portal.disputes.models import DangerReport, Dispute


@dataclass(frozen=True)
class Place:
    """Where a reader finds a dispute: in which words, on which page."""

    label: str
    href: str


Find = Callable[[Actor, Dispute], Place | None]

FindPrint = Callable[[Actor, DangerReport], str]

_finders: dict[str, Find] = {}
_printers: dict[str, FindPrint] = {}


def offer_page(name: str, find: Find) -> None:
    """Let a room show disputes: `find` gives the page for a reader who may see it there, else None; it raises nothing."""
    _finders[name] = find


def find_page(actor: Actor, dispute: Dispute) -> Place | None:
    """The first page that shows the dispute to this reader, None where no room does."""
    for name in sorted(_finders):
        place = _finders[name](actor, dispute)
        if place is not None:
            return place
    return None


def offer_print(name: str, find: FindPrint) -> None:
    """Let a room print what was told to the police: `find` gives the address of the button for a reader who may, else empty."""
    _printers[name] = find


def find_print(actor: Actor, report: DangerReport) -> str:
    """Where this reader prints the report, empty where no room does."""
    return next((href for name in sorted(_printers) if (href := _printers[name](actor, report))), "")
