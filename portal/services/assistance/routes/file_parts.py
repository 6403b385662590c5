"""What other pieces add to the page of a file: a part such as its payments, beside what the file itself says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.actor import Actor
from portal.services.assistance.models import SupportFile

Load = Callable[[Actor, SupportFile], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """A template, included with its context under the name `part`."""

    template: str
    context: dict[str, Any]


_parts: dict[str, tuple[str, Load]] = {}


def add_part(name: str, *, template: str, load: Load) -> None:
    """Show a part on the page of a file; `load` gives its context, or None for nothing to show."""
    _parts[name] = (template, load)


def parts_of(actor: Actor, file: SupportFile) -> list[Part]:
    """The parts for this reader, in the order in which they were added."""
    found = [(template, load(actor, file)) for template, load in _parts.values()]
    return [Part(template, context) for template, context in found if context is not None]
