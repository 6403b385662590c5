"""The arithmetic of a standard adjustment: one household's sum at the old and at the new standard. Pure; no database.

Only what the rules explain is moved: where the old sum is not what they give, the household is an exception and a person looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.errors import N_, RuleBroken
from portal.services.assistance.rules.amounts import base_sum, is_below
from portal.services.assistance.rules.extras import extra_lines
from portal.services.assistance.rules.family import Family
from portal.services.assistance.rules.terms import Terms

# Why a file is listed and not changed by the batch, in the order in which the reasons are looked for.
EXCEPTIONS: dict[str, str] = {
    "suspended": N_("已暂停发放"),
    "fading": N_("渐退期，金额已冻结"),
    "tier": N_("分档定额，须按新分档表"),
    "death": N_("成员死亡，尚未办理变更"),
    "overlap": N_("成员同时在其他在保户内"),
    "change": N_("有未办结的变更"),
    "review": N_("定期核查到期未完成"),
    "later": N_("已有以后月份生效的决定"),
    "single": N_("单人户保障或部分成员停发"),
    "standard": N_("现行标准与原标准不同"),
    "reckoning": N_("现行金额与按规则计算的不一致"),
    "extra": N_("分类施保构成不明"),
    "stopped": N_("生效月份以后已停保"),
    "moved": N_("预览以后有变动"),
}
# What became of a line when a batch was reversed, where it was not simply put back.
# An exception may be proposed for the batch after all, or settled by itself.
ASKED, SETTLED = "asked", "settled"
OUTCOMES: dict[str, str] = {
    "later": N_("调整后另有决定，未撤销，请逐户办理"),
    ASKED: N_("已提出随批调整，待审批"),
    SETTLED: N_("逐户处理完毕"),
}


@dataclass(frozen=True)
class Start:
    """A household's decision in force as plain figures, in fen; `family` is who is on its sheet, where somebody gets a line of
    分类施保 and the sheet says who."""

    method: str
    persons: int
    standard_fen: int
    income_fen: int
    base_fen: int
    extra_fen: int
    family: Family | None = None

    @property
    def total_fen(self) -> int:
        """What is paid a month."""
        return self.base_fen + self.extra_fen


@dataclass(frozen=True)
class Moved:
    """The same household at another standard, in fen a month."""

    standard_fen: int
    base_fen: int
    extra_fen: int

    @property
    def total_fen(self) -> int:
        """What is paid a month."""
        return self.base_fen + self.extra_fen


def move(start: Start, before: Terms, after: Terms) -> Moved | str:
    """The household at the new standard, or the code of the exception that it is.

    `before` and `after` differ in the standard alone.
    """
    if start.method == "tier":
        return "tier"
    if start.standard_fen != before.standard_fen:
        return "standard"
    if start.method != before.method or _base(before, start) != start.base_fen:
        return "reckoning"
    extra = _moved_extra(start, before, after)
    if extra is None:
        return "extra"
    return Moved(after.standard_fen, _base(after, start), extra)


def at_standard(terms: Terms, fen: int) -> Terms:
    """The same terms with another standard."""
    return replace(terms, standard_fen=fen)


def family_of(sheet: dict[str, Any] | None) -> Family | None:
    """Who is on a calculation sheet; None where there is no sheet, or one that came in from paper."""
    plain = (sheet or {}).get("family")
    return Family.from_plain(plain) if plain else None


def canonical(values: Sequence[Any]) -> bytes:
    """A line as bytes for the digest of a preview: the same values give the same bytes on every machine."""
    return ("|".join("" if value is None else str(value) for value in values) + "\n").encode()


def _base(terms: Terms, start: Start) -> int:
    """The household's own sum under these terms: nothing for whom the standard does not exceed the income."""
    if not is_below(terms, start.persons, start.income_fen):
        return 0
    return base_sum(terms, start.persons, start.income_fen)


def _moved_extra(start: Start, before: Terms, after: Terms) -> int | None:
    """The lines of 分类施保 at the new standard; None where nobody can tell what they are made of.

    Where every line of the office is a fixed sum, a standard moves none of them.
    """
    if not start.extra_fen:
        return 0
    lines = [*before.extras.values(), *before.care.values()]
    if not any(extra.percent is not None for extra in lines):
        return start.extra_fen
    if start.family is None:
        return None
    try:
        found = sum(line.fen for line in extra_lines(start.family, before))
        return (
            sum(line.fen for line in extra_lines(start.family, after)) if found == start.extra_fen else None
        )
    except RuleBroken:
        return None
