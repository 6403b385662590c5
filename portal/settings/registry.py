"""The settings that rooms declare: each with a type, a default and the sentence an administrator reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from portal.errors import N_, RuleBroken

Kind = Literal["text", "integer", "flag", "choice", "table"]


@dataclass(frozen=True)
class Definition:
    """One setting: its key (`room.name`), what it holds, and its default."""

    key: str
    kind: Kind
    default: Any
    label: str
    group: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    check: Callable[[Any], None] | None = None

    def parse(self, text: str) -> Any:
        """The typed value of what an administrator wrote; raises RuleBroken at field `value`."""
        parsed = _PARSERS[self.kind](self, text.strip())
        if self.check:
            self.check(parsed)
        return parsed


_definitions: dict[str, Definition] = {}


def define(key: str, kind: Kind, default: Any, label: str, group: str, **more: Any) -> Definition:
    """Declare a setting; raises ValueError when another room declared the key with other terms."""
    made = Definition(key, kind, default, label, group, **more)
    if _definitions.setdefault(key, made) != made:
        raise ValueError(f"setting {key} is declared twice")
    return made


def definition(key: str) -> Definition:
    """The declaration of a key; raises KeyError for an unknown one."""
    return _definitions[key]


def all_definitions() -> list[Definition]:
    """Every declared setting, by group and key."""
    return sorted(_definitions.values(), key=lambda d: (d.group, d.key))


def _integer(setting: Definition, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise RuleBroken("value", N_("请填写整数。")) from None
    low, high = setting.minimum, setting.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise RuleBroken("value", N_("须在 %(low)s 到 %(high)s 之间。"), low=low, high=high)
    return number


def _choice(setting: Definition, text: str) -> str:
    if text not in {code for code, _label in setting.choices}:
        raise RuleBroken("value", N_("请从所列选项中选择。"))
    return text


def _flag(_setting: Definition, text: str) -> bool:
    if text not in {"yes", "no"}:
        raise RuleBroken("value", N_("请从所列选项中选择。"))
    return text == "yes"


def _table(_setting: Definition, text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]


_PARSERS: dict[str, Callable[[Definition, str], Any]] = {
    "text": lambda _setting, text: text,
    "integer": _integer,
    "choice": _choice,
    "flag": _flag,
    "table": _table,
}
