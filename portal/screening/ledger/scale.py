"""The risk scale (风险等级): how many days a level gives to settle, how often to visit, who must be named, where to report to.

The law fixes none of it: the defaults are those of a careful office, and a street sets its own in one table.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal import settings
from portal.almanac.queries import due_after
from portal.disputes.kinds import RISKS
from portal.errors import N_, RuleBroken
from portal.screening.practice import GROUP
from portal.standards.working_days import ONE_DAY, Due
from portal.units.queries import street_above

PAPER_BRACKET = "（"
PAPER_LEADER = "包案"
PAPER_NONE = "不用"
PAPER_TARGETS = {"": PAPER_NONE, "street": "街道", "district": "区"}
PAPER_SCALE = [
    ["red", "红（重点）", "7", "1", PAPER_LEADER, "区"],
    ["orange", "橙（关注，可能激化）", "15", "3", PAPER_NONE, "街道"],
    ["yellow", "黄（一般）", "30", "7", PAPER_NONE, PAPER_NONE],
    ["blue", "蓝（隐患）", "30", "15", PAPER_NONE, PAPER_NONE],
]
# A danger makes a dispute red, and a new one begins in the middle: neither level can be left out.
_WANTED = frozenset({"red", "yellow"})
_TARGETS = {word: code for code, word in PAPER_TARGETS.items()}
_WORDS = 6
LONGEST_NAME, MOST_DAYS = 20, 365


@dataclass(frozen=True)
class Level:
    """One level: `days` to settle from the day of the find, a visit every `visit_every` days (0: none), whether a leader must be
    named (包案领导), and where a dispute that is not settled goes (`street`, `district`, or empty)."""

    code: str
    label: str
    days: int
    visit_every: int
    wants_leader: bool
    target: str

    @property
    def short(self) -> str:
        """The label without what stands in brackets behind it, for a narrow column: 红 of 红（重点）."""
        return self.label.split(PAPER_BRACKET)[0]


def _read(rows: list[list[str]]) -> dict[str, Level]:
    """The table as levels, the highest first; raises RuleBroken at `value`."""
    found: dict[str, Level] = {}
    for row in rows:
        if len(row) != _WORDS or row[0] not in RISKS or row[0] in found:
            raise RuleBroken("value", N_("每行六格，编码用 red、orange、yellow、blue，各一行。"))
        code, label, days, visits, leader, target = row
        if not 1 <= len(label) <= LONGEST_NAME:
            raise RuleBroken("value", N_("请填写每一级的名称，不超过20个字。"))
        if not (_is_days(days, 1) and _is_days(visits, 0)):
            raise RuleBroken("value", N_("期限填 1 至 365 天，走访间隔填 0 至 365 天。"))
        if leader not in (PAPER_LEADER, PAPER_NONE) or target not in _TARGETS:
            raise RuleBroken("value", N_("领导一格填“包案”或“不用”，上报一格填“街道”“区”或“不用”。"))
        found[code] = Level(code, label, int(days), int(visits), leader == PAPER_LEADER, _TARGETS[target])
    if not found.keys() >= _WANTED:
        raise RuleBroken("value", N_("red 和 yellow 两级不能去掉。"))
    return {code: found[code] for code in RISKS if code in found}


def _is_days(text: str, least: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 3 and least <= int(text) <= MOST_DAYS


def _check(rows: list[list[str]]) -> None:
    _read(rows)


SCALE = settings.define(
    "screening.risk_scale",
    "table",
    PAPER_SCALE,
    N_("风险等级和要求"),
    GROUP,
    hint=N_(
        "每行：编码|名称|化解期限（天）|走访间隔（天，0 为不要求）|领导包案（包案或不用）|逾期上报到（街道、区或不用）。"
        "用三级的，去掉 orange 或 blue 一行。"
    ),
    per_unit=True,
    check=_check,
)
SOON = settings.define(
    "screening.limit_soon_days",
    "integer",
    3,
    N_("化解期限前几天亮黄灯"),
    GROUP,
    hint=N_("自然日。办结为绿灯，临期为黄灯，超期为红灯，中止为灰灯。"),
    minimum=0,
    maximum=60,
    per_unit=True,
)
ANSWER_DAYS = settings.define(
    "screening.escalation_days",
    "integer",
    5,
    N_("上报以后几个工作日内应有答复"),
    GROUP,
    minimum=1,
    maximum=60,
    per_unit=True,
)
TWIN_DAYS = settings.define(
    "screening.twin_days",
    "integer",
    30,
    N_("登记纠纷时，前后多少天内的纠纷要查重"),
    GROUP,
    hint=N_("自然日，按排查日期前后各算。类别相同，当事人或地点也相同的，先提示再登记；填 0 只查当天的。"),
    minimum=0,
    maximum=365,
    per_unit=True,
)
FIRST_HOURS = settings.define(
    "screening.grave_first_hours",
    "integer",
    2,
    N_("重大矛盾发现后几小时内首报"),
    GROUP,
    minimum=1,
    maximum=72,
    per_unit=True,
)
NEXT_HOURS = settings.define(
    "screening.grave_next_hours",
    "integer",
    24,
    N_("首报、续报以后几小时内再续报"),
    GROUP,
    hint=N_("情况有变化随时续报；事情了结的填终报。"),
    minimum=1,
    maximum=240,
    per_unit=True,
)


def levels(unit_id: int, on: dt.date | None = None) -> dict[str, Level]:
    """The scale of the street that a unit belongs to, the highest level first, as it stands on a day (today when None)."""
    return _read(settings.value(SCALE.key, on=on, unit_id=street_id_of(unit_id)))


def level_of(risk: str, unit_id: int) -> Level:
    """The level by its code; one that the street uses no more asks for what it asked for by default."""
    found = levels(unit_id)
    return found[risk] if risk in found else _read(PAPER_SCALE)[risk]


def short_of(risk: str, scale: dict[str, Level]) -> str:
    """What a scale calls a level in a narrow column; the default's word for one that it uses no more."""
    return (scale.get(risk) or _read(PAPER_SCALE)[risk]).short


def street_id_of(unit_id: int) -> int:
    """The street whose settings hold for a unit; the unit itself where no street is above."""
    street = street_above(unit_id)
    return street.id if street is not None else unit_id


def limit_from(level: Level, start: dt.date) -> Due:
    """By when a dispute of the level is to be settled, counted from a day in calendar days."""
    return due_after(start, level.days, "calendar")


def visit_from(level: Level, start: dt.date) -> dt.date | None:
    """When the next visit is due after a day; None where the level asks for none."""
    return start + level.visit_every * ONE_DAY if level.visit_every else None
