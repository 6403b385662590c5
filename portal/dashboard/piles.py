"""What a pile of the workbench is that holds no applications: things that want the same, and where all of them stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

SHOWN = 6


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is, whose, until when, and where it is done."""

    label: str
    note: str
    href: str
    day: dt.date | None = None


@dataclass(frozen=True)
class OtherPile:
    """Things that want the same; `more` is where all of them stand, if anywhere, `late` whether their days have passed."""

    key: str
    title: str
    rows: tuple[Waiting, ...]
    count: int
    more: str
    day_label: str
    late: bool = False
