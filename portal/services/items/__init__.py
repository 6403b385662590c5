"""The service items that are written in code, one folder each; none knows another. Items made in the browser need none."""

from portal.services.items.registry import (
    ELIGIBLE,
    Asked,
    CodedItem,
    Eligibility,
    ItemHooks,
    coded_items,
    hooks_of,
    register_item,
)

__all__ = [
    "ELIGIBLE",
    "Asked",
    "CodedItem",
    "Eligibility",
    "ItemHooks",
    "coded_items",
    "hooks_of",
    "register_item",
]
