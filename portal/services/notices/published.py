"""The registry of what stays published (长期公布): each scheme declares where its rows come from. Nothing is stored here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.errors import NotFound
from portal.services.notices.wording import Line

Rows = Callable[[int, dt.date], Sequence[Line]]


@dataclass(frozen=True)
class Source:
    """A list that can be published: `rows` gives the approved households of a community (its key) on a day, in order.

    `title` is Chinese and stands on paper.
    """

    code: str
    title: str
    rows: Rows


_sources: dict[str, Source] = {}


def define_published(code: str, title: str, rows: Rows) -> Source:
    """Declare a list; raises ValueError for a second, other declaration of the code."""
    made = Source(code, title, rows)
    if _sources.setdefault(code, made) != made:
        raise ValueError(f"published list {code} is declared twice")
    return made


def source_of(code: str) -> Source:
    """The list with this code; raises NotFound for an unknown one."""
    if code not in _sources:
        raise NotFound
    return _sources[code]


def all_sources() -> list[Source]:
    """Every declared list, by code."""
    return [_sources[code] for code in sorted(_sources)]
