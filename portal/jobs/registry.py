"""The kinds of long work that rooms declare: what runs, who may ask for it, how often it is tried and for how long."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.jobs.running import Task

_CODE = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,29}")


@dataclass(frozen=True)
class JobKind:
    """One kind: `code` is `room.verb`, `label` a marked text, `minutes` the longest that one attempt may take."""

    code: str
    label: str
    run: Callable[[Task], None] = field(compare=False, repr=False)
    permission: str
    attempts: int = 3
    minutes: float = 30.0


_kinds: dict[str, JobKind] = {}


def define_job(
    code: str,
    label: str,
    run: Callable[[Task], None],
    *,
    permission: str,
    attempts: int = 3,
    minutes: float = 30.0,
) -> JobKind:
    """Declare a kind at import; declaring a code again replaces it. Raises ValueError for a code that is no `room.verb`."""
    if not _CODE.fullmatch(code):
        raise ValueError(f"a job's code is room.verb in small letters, not {code!r}")
    made = _kinds[code] = JobKind(code, label, run, permission, attempts, minutes)
    return made


def find_kind(code: str) -> JobKind | None:
    """The kind of this code, or None where this program has none (any more)."""
    return _kinds.get(code)


def kind_of(code: str) -> JobKind:
    """The kind of this code; raises KeyError for one that no room declared."""
    return _kinds[code]


def label_of(code: str) -> str:
    """The marked text of a kind, or its code where this program has none."""
    found = _kinds.get(code)
    return found.label if found else code
