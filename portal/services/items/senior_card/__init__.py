"""The senior card (老年优待证): types by age, one valid card of a type, replacement, loss, upgrade at 70, cancellation."""

from portal.services.items.registry import register_item
from portal.services.items.senior_card import ledger  # noqa: F401  (it declares itself)
from portal.services.items.senior_card.definition import DEFINITION
from portal.services.items.senior_card.hooks import SeniorCardHooks, join

register_item(DEFINITION, SeniorCardHooks())

__all__ = ["DEFINITION", "join"]
