"""The settings that rooms declare: each with a type, a default and the sentence an administrator reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from portal.errors import N_, RuleBroken

Kind = Literal["text", "integer", "flag", "choice", "table"]


@dataclass(frozen=True)
class Definition:
    """One setting: its key (`room.name`), what it holds, and its default.

    `longest` bounds a text in characters; `per_unit` lets an administrator give a unit a value of its own, for rooms
    that read it with `unit_id`; `check` may refuse a parsed value with RuleBroken at `value`.
    """

    key: str
    kind: Kind
    default: Any
    label: str
    group: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    longest: int = 2000
    per_unit: bool = False
    check: Callable[[Any], None] | None = None

    def parse(self, text: str) -> Any:
        """The typed value of what an administrator wrote; raises RuleBroken at field `value`."""
        if len(text) > self.longest:
            raise RuleBroken("value", N_("不能超过 %(most)s 个字。"), most=self.longest)
        parsed = _PARSERS[self.kind](self, text.strip())
        if self.check:
            self.check(parsed)
        return parsed

    def text(self, value: Any) -> str:
        """A value as an administrator writes it: what `parse` reads back."""
        if self.kind == "flag":
            return "yes" if value else "no"
        if self.kind == "table":
            return "\n".join(" | ".join(str(cell) for cell in row) for row in value)
        return str(value)


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
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise RuleBroken("value", N_("请填写整数。"))
    number, low, high = int(text), setting.minimum, setting.maximum
    if low is not None and number < low:
        raise RuleBroken("value", N_("不能小于 %(low)s。"), low=low)
    if high is not None and number > high:
        raise RuleBroken("value", N_("不能大于 %(high)s。"), high=high)
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
