"""Names that a text field offers while another may be typed: the page prints them behind the field as a list of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def offer_names(fields: Iterable[Any], names: Iterable[str]) -> None:
    """Let each of these text fields offer the names; a field without names stays as it is."""
    offered = list(names)
    if not offered:
        return
    for field in fields:
        field.offered_names = offered
        field.render_kw = {**(field.render_kw or {}), "list": f"{field.id}-names"}
