"""What the pieces of this room add to the page of a case: parts, the pages of the verbs of its life, and work that changes no
state. Each is loaded for a reader and a case; None shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from flask import url_for

from portal.actor import Actor
from portal.mediation.models import MediationCase

Load = Callable[[Actor, MediationCase], tuple[str, dict[str, Any]] | None]
Place = Literal["main", "aside"]


@dataclass(frozen=True)
class Part:
    """A template, included with its context under the name `part`; the page's own `case` is there too."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Work:
    """A button of the page: a marked label, where it leads, and the sentence that locks it now (or empty)."""

    label: str
    href: str
    blocked: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Next:
    """The one obvious next step: what to do and why, with its buttons, the first of them the most likely."""

    sentence: str
    params: dict[str, Any]
    work: tuple[Work, ...] = ()
    is_late: bool = False


Offer = Callable[[Actor, MediationCase], Work | None]
_parts: dict[str, tuple[int, Place, Load]] = {}
_pages: dict[str, str] = {}
_work: dict[str, tuple[int, Offer]] = {}
_next: dict[str, tuple[int, Callable[[Actor, MediationCase], Next | None]]] = {}


def add_part(code: str, position: int, load: Load, *, place: Place = "main") -> None:
    """Show a part on every case's page, ordered by position; registering it again replaces it."""
    _parts[code] = (position, place, load)


def parts_of(actor: Actor, case: MediationCase, place: Place) -> list[Part]:
    """The parts of one column for this reader, in order."""
    chosen = sorted((p, code, load) for code, (p, where, load) in _parts.items() if where == place)
    found = [load(actor, case) for _position, _code, load in chosen]
    return [Part(*one) for one in found if one is not None]


def take_verb(verb: str, endpoint: str) -> None:
    """Name the page of a verb of the life; its address takes `case_id`."""
    _pages[verb] = endpoint


def address_of(verb: str, case: MediationCase) -> str:
    """The page of a verb of the life, empty where no piece has one."""
    endpoint = _pages.get(verb)
    return url_for(endpoint, case_id=case.id) if endpoint else ""


def add_work(code: str, position: int, offer: Offer) -> None:
    """Offer a button for work that changes no state (a session's record, an investigation, a visit)."""
    _work[code] = (position, offer)


def work_of(actor: Actor, case: MediationCase) -> list[Work]:
    """The buttons for this reader, in order."""
    chosen = sorted((position, code, offer) for code, (position, offer) in _work.items())
    found = [offer(actor, case) for _position, _code, offer in chosen]
    return [one for one in found if one is not None]


def find_work(code: str, actor: Actor, case: MediationCase) -> tuple[Work, ...]:
    """One piece's button, if the piece is there and offers it now."""
    _position, offer = _work.get(code, (0, lambda _actor, _case: None))
    found = offer(actor, case)
    return () if found is None else (found,)


def add_next(code: str, position: int, know: Callable[[Actor, MediationCase], Next | None]) -> None:
    """Let a piece say what a case waits for next (an agreement's due instalment); None leaves it to the others."""
    _next[code] = (position, know)


def known_next(actor: Actor, case: MediationCase) -> Next | None:
    """What the pieces say, the lowest position first; None where the shared life says it."""
    for _position, _code, know in sorted((p, code, know) for code, (p, know) in _next.items()):
        found = know(actor, case)
        if found is not None:
            return found
    return None
