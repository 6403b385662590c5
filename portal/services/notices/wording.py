"""Reading what goes on a notice: lines and texts, each without anything that must not hang on a board. Pure values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.errors import N_, RuleBroken
from portal.residents.numbers import holds_number

LONGEST_NAME = 50
LONGEST = 500
MOST_LINES = 500
MOST_MEMBERS = 99
ALLOWED = frozenset({"name", "members", "amount_fen"})


@dataclass(frozen=True)
class Line:
    """One family on a board: name, number of members, amount in fen a month or None."""

    name: str
    members: int
    amount_fen: int | None = None

    def as_kept(self) -> dict[str, Any]:
        """The line as a record keeps it."""
        return {"name": self.name, "members": self.members, "amount_fen": self.amount_fen}


def read_lines(given: Sequence[Mapping[str, Any] | Line]) -> list[Line]:
    """The lines of a sheet; raises RuleBroken at `lines`, and for a line that tells more than name, members and amount."""
    if not given or len(given) > MOST_LINES:
        raise RuleBroken("lines", N_("公示名单应有 1 到 %(most)s 行。"), most=MOST_LINES)
    return [one if isinstance(one, Line) else _line(one) for one in given]


def _line(given: Mapping[str, Any]) -> Line:
    if set(given) - ALLOWED:
        raise RuleBroken(
            "lines", N_("公示名单只能写姓名、人数和金额（民政部《最低生活保障审核确认办法》第二十四条）。")
        )
    name = str(given.get("name", "")).strip()
    if not name or len(name) > LONGEST_NAME:
        raise RuleBroken("lines", N_("姓名应为 1 到 %(longest)s 个字。"), longest=LONGEST_NAME)
    if holds_number(name):
        raise RuleBroken("lines", N_("公示名单中不能有证件号码或电话。"))
    members, amount = int(given.get("members", 1)), given.get("amount_fen")
    if not 1 <= members <= MOST_MEMBERS:
        raise RuleBroken("lines", N_("人数应在 1 到 %(most)s 之间。"), most=MOST_MEMBERS)
    if amount is not None and amount < 0:
        raise RuleBroken("lines", N_("金额不能是负数。"))
    return Line(name, members, None if amount is None else int(amount))


def read_public(text: str, field: str, longest: int = LONGEST, wanted: str = "") -> str:
    """A text that hangs on a board: no identity or mobile number in it. Raises RuleBroken at `field`."""
    found = read_text(text, field, longest, wanted)
    if holds_number(found):
        raise RuleBroken(field, N_("这段话会张贴出去，不能有证件号码或手机号。"))
    return found


def read_text(text: str, field: str, longest: int = LONGEST, wanted: str = "") -> str:
    """A text as it is kept; raises RuleBroken at `field` when it is too long, or missing where `wanted` says so."""
    found = text.strip()
    if not found and wanted:
        raise RuleBroken(field, wanted)
    if len(found) > longest:
        raise RuleBroken(field, N_("最多 %(longest)s 个字。"), longest=longest)
    return found
