"""Where rooms above keep papers from readers whose post would see them: a mediator who stands aside in a case (回避)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement

from portal.actor import Actor

Bar = Callable[[Actor], ColumnElement[bool] | None]

_bars: dict[str, Bar] = {}


def bar(name: str, condition: Bar) -> None:
    """Register a condition on `Document` that a paper must meet for a reader; None where nothing is kept from them."""
    _bars[name] = condition


def conditions(actor: Actor) -> list[ColumnElement[bool]]:
    """What every paper must meet besides unit and kind."""
    found = [condition(actor) for _name, condition in sorted(_bars.items())]
    return [one for one in found if one is not None]
