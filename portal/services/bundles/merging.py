"""What several items ask, asked once: questions and materials of one meaning, with the parts of each item behind them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.services.bundles.definitions import BundleDefinition, Sharing
from portal.services.definitions import FieldDefinition, MaterialDefinition


@dataclass(frozen=True)
class SharedQuestion:
    """One question of the bundle: `asked` is how it is put, under its own key; `parts` the questions of the items."""

    asked: FieldDefinition
    parts: tuple[tuple[str, FieldDefinition], ...]

    @property
    def key(self) -> str:
        """Its code in the bundle's form."""
        return self.asked.code

    def answer_from(self, answers: Mapping[str, Mapping[str, Any]]) -> Any:
        """What is kept, from the first item that has an answer; `answers` by item."""
        for item, one in self.parts:
            kept = answers.get(item, {}).get(one.code)
            if kept not in (None, "", []):
                return _translated(kept, one, self.asked)
        return None


@dataclass(frozen=True)
class SharedMaterial:
    """One material of the bundle, handed in once; `parts` are the items with their own material behind it."""

    asked: MaterialDefinition
    parts: tuple[tuple[str, MaterialDefinition], ...]

    @property
    def key(self) -> str:
        """Its code in the bundle's form."""
        return self.asked.code


def merge_questions(
    bundle: BundleDefinition, asked: Sequence[tuple[str, Sequence[FieldDefinition]]]
) -> list[SharedQuestion]:
    """The questions of these items (by code), in their order: said to be one, or of equal code, kind and choices."""
    groups: dict[str, list[tuple[str, FieldDefinition]]] = {}
    for item, fields in asked:
        for one in fields:
            groups.setdefault(_question_key(bundle, groups, item, one), []).append((item, one))
    return [SharedQuestion(_question(bundle, key, parts), tuple(parts)) for key, parts in groups.items()]


def merge_materials(
    bundle: BundleDefinition, asked: Sequence[tuple[str, Sequence[MaterialDefinition]]]
) -> list[SharedMaterial]:
    """The materials of these items: said to be one, or of one name, as long as some form suits them all."""
    groups: dict[str, list[tuple[str, MaterialDefinition]]] = {}
    for item, materials in asked:
        for one in materials:
            groups.setdefault(_material_key(bundle, groups, item, one), []).append((item, one))
    return [SharedMaterial(_material(bundle, key, parts), tuple(parts)) for key, parts in groups.items()]


def answers_for(item: str, questions: Sequence[SharedQuestion], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of one item, from those of the bundle by key."""
    found = {}
    for shared in questions:
        for owner, one in shared.parts:
            if owner == item and given.get(shared.key) not in (None, "", []):
                found[one.code] = _translated(given[shared.key], shared.asked, one)
    return found


def _sharing_of(shared: Sequence[Sharing], part: str) -> int | None:
    return next((place for place, one in enumerate(shared) if part in one.parts), None)


def _question_key(
    bundle: BundleDefinition,
    groups: Mapping[str, list[tuple[str, FieldDefinition]]],
    item: str,
    one: FieldDefinition,
) -> str:
    place = _sharing_of(bundle.questions, f"{item}.{one.code}")
    if place is not None:
        key = f"shared{place}"
        return key if _same_shape(groups.get(key), one) else f"{item}__{one.code}"
    alike = groups.get(one.code)
    same = alike is None or (_same_shape(alike, one) and all(owner != item for owner, _one in alike))
    return one.code if same else f"{item}__{one.code}"


def _same_shape(group: list[tuple[str, FieldDefinition]] | None, one: FieldDefinition) -> bool:
    if not group:
        return True
    first = group[0][1]
    labels = [label for _code, label in first.options] == [label for _code, label in one.options]
    return first.kind == one.kind and labels and first.columns == one.columns


def _question(
    bundle: BundleDefinition, key: str, parts: list[tuple[str, FieldDefinition]]
) -> FieldDefinition:
    place = _sharing_of(bundle.questions, f"{parts[0][0]}.{parts[0][1].code}")
    first = parts[0][1]
    label = bundle.questions[place].label if place is not None and key.startswith("shared") else first.label
    return replace(
        first,
        code=key,
        label=label or first.label,
        required=any(one.required for _item, one in parts),
        max_length=min(one.max_length for _item, one in parts),
        only_for=(),
    )


def _material_key(
    bundle: BundleDefinition,
    groups: Mapping[str, list[tuple[str, MaterialDefinition]]],
    item: str,
    one: MaterialDefinition,
) -> str:
    place = _sharing_of(bundle.materials, f"{item}.{one.code}")
    wanted = f"shared{place}" if place is not None else None
    for key, group in groups.items():
        named_alike = wanted is None and group[0][1].name.strip() == one.name.strip()
        forms = set(one.forms).intersection(*(set(other.forms) for _item, other in group))
        if (key == wanted or named_alike) and forms and all(owner != item for owner, _one in group):
            return key
    return wanted if wanted and wanted not in groups else f"{item}__{one.code}"


def _material(
    bundle: BundleDefinition, key: str, parts: list[tuple[str, MaterialDefinition]]
) -> MaterialDefinition:
    first, every = parts[0][1], [one for _item, one in parts]
    common = set(first.forms).intersection(*(set(one.forms) for one in every))
    place = _sharing_of(bundle.materials, f"{parts[0][0]}.{first.code}")
    name = bundle.materials[place].label if place is not None and key.startswith("shared") else first.name
    necessity = "required" if any(one.necessity == "required" for one in every) else first.necessity
    return replace(
        first,
        code=key,
        name=name or first.name,
        necessity=necessity,
        forms=tuple(form for form in first.forms if form in common),
        copies=max(one.copies for one in every),
        can_be_promised=all(one.can_be_promised for one in every),
        promise_days=min(one.promise_days for one in every),
        only_for=(),
    )


def _translated(value: Any, source: FieldDefinition, target: FieldDefinition) -> Any:
    """The same answer in the other question's words: choices by their labels."""
    if source.kind != "choice" or source.options == target.options:
        return value
    label = dict(source.options).get(value)
    return next((code for code, words in target.options if words == label), None)
