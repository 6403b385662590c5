"""The service items that are written in code, one folder each; none knows another. Items made in the browser need none."""

from portal.services.items.registry import (
    ELIGIBLE,
    Asked,
    CodedItem,
    Eligibility,
    ItemHooks,
    Need,
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
    "Need",
    "coded_items",
    "hooks_of",
    "register_item",
]
