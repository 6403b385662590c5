"""What a bundle is, as plain data: its items with their conditions, and which questions and materials of theirs are one.

Questions of different items are one when they have the same code and kind, or when the bundle says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cattrs

from portal.errors import N_, RuleBroken


@dataclass(frozen=True)
class BundleItem:
    """One item of a bundle. `condition` says for whom it is meant; one that is not `proposed` starts without its tick."""

    item: str
    condition: str = ""
    business: str = ""
    proposed: bool = True


@dataclass(frozen=True)
class Sharing:
    """Parts of several items that are one: `parts` are `item.code` of questions, or of materials. `label` is what is asked."""

    label: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class BundleDefinition:
    """One bundle: its guide in two texts, its items, and what they share beyond equal codes."""

    code: str
    name: str
    audience: str = ""
    notes: str = ""
    items: tuple[BundleItem, ...] = ()
    questions: tuple[Sharing, ...] = ()
    materials: tuple[Sharing, ...] = ()

    def item(self, code: str) -> BundleItem | None:
        """The item with this code, or None."""
        return next((one for one in self.items if one.item == code), None)

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        plain: dict[str, Any] = cattrs.unstructure(self)
        return plain


_converter = cattrs.Converter(forbid_extra_keys=True)


def from_dict(plain: dict[str, Any]) -> BundleDefinition:
    """A definition read back; raises RuleBroken (field None) when it is not one."""
    try:
        return _converter.structure(plain, BundleDefinition)
    except (cattrs.BaseValidationError, KeyError, TypeError, ValueError) as error:
        raise RuleBroken(None, N_("一件事的定义读不出来：%(reason)s"), reason=type(error).__name__) from error


def check(definition: BundleDefinition) -> None:
    """Raise RuleBroken with the first thing that is missing: the name, two items, parts that belong to its items."""
    if not definition.code or not definition.name.strip():
        raise RuleBroken("name", N_("请填写一件事的名称。"))
    codes = [one.item for one in definition.items]
    if len(codes) < 2 or len(set(codes)) != len(codes):
        raise RuleBroken("items", N_("一件事至少包含两个不同的事项。"))
    for shared in (*definition.questions, *definition.materials):
        owners = [part.partition(".")[0] for part in shared.parts]
        if len(owners) < 2 or len(set(owners)) != len(owners) or not set(owners) <= set(codes):
            raise RuleBroken(
                "sharing", N_("“%(label)s”须对应至少两个事项，每个事项一处。"), label=shared.label
            )
