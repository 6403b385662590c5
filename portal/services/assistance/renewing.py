"""A reckoning that was frozen earlier beside the standard of the month that it is to pay from: the same family, the same
judgements, the figures that are in force. Nothing is stored here; who decides on it asks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from portal.errors import RuleBroken
from portal.services.assistance.rules.reckoning import Reckoning, reckon_again
from portal.services.assistance.rules.terms import Terms
from portal.services.assistance.standards import terms_on

# What the standards themselves say in a reckoning's terms; the rest is how the office reckons, and stays as it was judged.
_FIGURES = ("standard_fen", "tiers", "extras", "care")


def terms_in_force(scheme: str, area: str, month: dt.date, *, street_id: int | None) -> Terms | None:
    """The terms of a month, or None where no standard is entered for it, so that there is nothing to hold anything against."""
    try:
        return terms_on(scheme, area, month, street_id=street_id)
    except RuleBroken:
        return None


def renewed(sheet: Reckoning, *, area: str, month: dt.date, street_id: int | None) -> Reckoning:
    """The sheet itself while the standards of `month` are those that it stands on, else the same family by those in force.

    Raises RuleBroken where the new standards have no figure for the family (a tier, a level of care).
    """
    now = terms_in_force(sheet.terms.scheme, area, month, street_id=street_id)
    if now is None or has_same_figures(sheet.terms, now):
        return sheet
    figures: dict[str, Any] = {name: getattr(now, name) for name in _FIGURES}
    return reckon_again(sheet, replace(sheet.terms, month=now.month, source=now.source, **figures))


def has_same_figures(one: Terms, other: Terms) -> bool:
    """Whether two terms say the same standards, whatever month and paper they are from."""
    return all(_plain(one, name) == _plain(other, name) for name in _FIGURES)


def _plain(terms: Terms, name: str) -> Any:
    found = getattr(terms, name)
    return dict(found) if isinstance(found, dict) else found
