"""Temporary relief (临时救助) and medical relief: a quick path from the emergency to the signed receipt, aid first if urgent."""

from portal.services.items.registry import register_item
from portal.services.items.temporary_relief import ledger  # noqa: F401  (it declares itself)
from portal.services.items.temporary_relief.definition import DEFINITION
from portal.services.items.temporary_relief.hooks import TemporaryReliefHooks, join

register_item(DEFINITION, TemporaryReliefHooks())

__all__ = ["DEFINITION", "join"]
