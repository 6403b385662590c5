"""Open work that can be handed over to a colleague: rooms above register what they have; nothing is stored here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from portal.actor import Actor


@dataclass(frozen=True)
class OpenWork:
    """One matter that waits for a person. `title` names it for a colleague without private facts; `href` may be empty."""

    id: int
    title: str
    state: str = ""
    unit: str = ""
    due: dt.date | None = None
    href: str = ""


Lister = Callable[[int], Iterable[OpenWork]]
Mover = Callable[[Actor, int, int, Collection[int], str], object]


@dataclass(frozen=True)
class KindOfWork:
    """A kind of work: `lister(account_id)` gives its rows, `mover(actor, from_id, to_id, ids, reason)` hands them over.

    A mover raises RuleBroken or Forbidden for a colleague who may not do the work; then nothing is handed over.
    """

    code: str
    label: str
    lister: Lister = field(compare=False)
    mover: Mover = field(compare=False)


_kinds: dict[str, KindOfWork] = {}


def add(kind: str, label: str, lister: Lister, mover: Mover) -> None:
    """Register a kind of work; `label` is a marked text. Registering the same kind again replaces it."""
    _kinds[kind] = KindOfWork(kind, label, lister, mover)


def kinds() -> list[KindOfWork]:
    """Every registered kind, by code."""
    return [_kinds[code] for code in sorted(_kinds)]


def list_work(account_id: int) -> list[tuple[KindOfWork, list[OpenWork]]]:
    """What waits for a person, by kind; kinds without anything are left out."""
    found = [(kind, list(kind.lister(account_id))) for kind in kinds()]
    return [(kind, rows) for kind, rows in found if rows]


def count_work(account_id: int) -> int:
    """How many matters wait for a person: a warning for whoever closes an account, no figure about the person."""
    return sum(len(rows) for _kind, rows in list_work(account_id))
