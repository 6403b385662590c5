"""Two definitions of one item side by side: what was added, taken away or changed, in the words of the designer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.services.designer.labels import LABELS, PART_NAMES, SECTIONS, VALUES, YES_NO

_LISTS = ("businesses", "conditions", "fields", "materials", "steps")


@dataclass(frozen=True)
class Change:
    """One difference: the section's marked label, what it is about, and both values; an empty one was not there."""

    section: str
    what: str
    label: str
    before: str
    after: str


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Every difference between two definitions as plain values, in the order of the sections."""
    found = _plain("basics", before, after, [k for k in after if k not in (*_LISTS, "guide", "code")])
    found += _plain("guide", before["guide"], after["guide"], list(after["guide"]))
    for part in _LISTS:
        found += _list(part, before[part], after[part])
    return found


def _plain(section: str, before: dict[str, Any], after: dict[str, Any], names: list[str]) -> list[Change]:
    return [
        Change(SECTIONS[_home(section, name)], "", LABELS.get(name, name), was, now)
        for name in names
        if (was := say(name, before.get(name))) != (now := say(name, after.get(name)))
    ]


def _home(section: str, name: str) -> str:
    return "result" if name.startswith("result_") else section


def _list(part: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Change]:
    key = "text" if part == "conditions" else "code"
    name = PART_NAMES[part]
    old, new = {one[key]: one for one in before}, {one[key]: one for one in after}
    found = []
    for code in [*old, *(code for code in new if code not in old)]:
        was, now = old.get(code), new.get(code)
        if was is None or now is None:
            one = was or now or {}
            title = str(one.get(name) or code)
            found.append(
                Change(
                    SECTIONS[part],
                    title,
                    "",
                    title if was is not None else "",
                    title if now is not None else "",
                )
            )
            continue
        title = str(now.get(name) or code)
        found += [
            Change(SECTIONS[part], title, LABELS.get(k, k), say(k, was.get(k)), say(k, now.get(k)))
            for k in now
            if say(k, was.get(k)) != say(k, now.get(k))
        ]
    kept_before = [code for code in old if code in new]
    kept_after = [code for code in new if code in old]
    if kept_before != kept_after:
        found.append(
            Change(SECTIONS[part], "", "order", _names(kept_before, old, name), _names(kept_after, new, name))
        )
    return found


def _names(codes: list[str], parts: dict[str, dict[str, Any]], name: str) -> str:
    return "、".join(str(parts[code].get(name) or code) for code in codes)


def say(name: str, value: Any) -> str:
    """A value in words; lists joined, columns by their labels."""
    if isinstance(value, bool):
        return YES_NO[value]
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, (list, tuple)):
        return "、".join(_item(name, one) for one in value)
    return VALUES.get(name, {}).get(value, str(value))


def _item(name: str, one: Any) -> str:
    if isinstance(one, dict):
        return f"{one.get('label', '')}（{VALUES['kind'].get(one.get('kind', ''), '')}）"
    if isinstance(one, (list, tuple)):
        return str(one[-1])
    return VALUES.get(name, {}).get(one, str(one))
