"""How the trail reads in words: rooms name their verbs, kinds of record and facts here; what has no name stays a code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from portal.errors import N_

_DIGEST = re.compile(r"[0-9a-f]{64}")
_verbs: dict[str, str] = {}
_subjects: dict[str, str] = {}
_roles: dict[str, str] = {}
_facts: dict[str, str] = {
    "reason": N_("原因"),
    "day": N_("日期"),
    "year": N_("年份"),
    "source": N_("依据"),
    "valid_from": N_("生效日期"),
    "valid_to": N_("截止日期"),
    "last_day": N_("最后一天"),
    "name": N_("名称"),
    "code": N_("代码"),
    "kind": N_("类别"),
    "role": N_("岗位"),
    "unit_id": N_("单位"),
    "account_id": N_("账号编号"),
    "address": N_("地址"),
    "permission": N_("所需权限"),
    "path": N_("页面"),
    "key": N_("参数"),
    "value": N_("值"),
    "number": N_("编号"),
    "username": N_("用户名"),
    "count": N_("数量"),
    "links": N_("记录条数"),
    "broken_at": N_("断开处"),
    "parent_id": N_("上级单位编号"),
    "successor_id": N_("承接单位编号"),
    "short_name": N_("简称"),
    "phone": N_("电话"),
    "unit": N_("单位"),
    "fields": N_("改动的项目"),
    "field": N_("项目"),
}
_unit_names: list[Callable[[], Mapping[int, str]]] = []


def name_verbs(words: Mapping[str, str]) -> None:
    """Give verbs (`room.verb`) the words that an auditor reads; the words are marked texts."""
    _verbs.update(words)


def name_subjects(words: Mapping[str, str]) -> None:
    """Give kinds of record (the model's class name) their words."""
    _subjects.update(words)


def name_roles(words: Mapping[str, str]) -> None:
    """Give roles their words."""
    _roles.update(words)


def name_facts(words: Mapping[str, str]) -> None:
    """Give the keys of facts their words."""
    _facts.update(words)


def name_units(find: Callable[[], Mapping[int, str]]) -> None:
    """Hand over how to find the names of units, by their keys."""
    _unit_names[:] = [find]


def verb(code: str) -> str:
    """The marked text of a verb, or its code."""
    return _verbs.get(code, code)


def subject(code: str) -> str:
    """The marked text of a kind of record, or its code."""
    return _subjects.get(code, code)


def role(code: str) -> str:
    """The marked text of a role, or its code."""
    return _roles.get(code, code)


def fact(key: str) -> str:
    """The marked text of a fact's key, or the key."""
    return _facts.get(key, key)


def fact_value(key: str, value: Any, units: Mapping[int, str]) -> str:
    """A fact as an auditor reads it: roles and units by their names, yes and no in words, of a digest its beginning, the
    rest as it is.
    """
    if key == "role":
        return role(str(value))
    if key in {"unit_id", "unit"} and value in units:
        return units[value]
    if isinstance(value, bool):
        return N_("是") if value else N_("否")
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return f"{value[:12]}…"
    return str(value)


def unit_names() -> Mapping[int, str]:
    """The names of all units by their keys, or nothing where no room has handed them over."""
    return _unit_names[0]() if _unit_names else {}


def verbs() -> dict[str, str]:
    """Every verb that has words, by code, for the choice of a filter."""
    return dict(sorted(_verbs.items()))
