"""Entering a standard of support from a month on, and taking back one that nothing rests on yet. None is ever overwritten."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.models import SupportStandard
from portal.services.assistance.months import month_of, month_text, months_from
from portal.services.assistance.queries.standards import (
    covers_everybody,
    find_in_month,
    has_decisions,
    neighbours,
)
from portal.services.assistance.rules.sheet import percent_text, yuan
from portal.services.assistance.schemes import AREAS, DESTITUTE
from portal.services.assistance.standards import BASE, BOTH, EXTRA, FIGURES
from portal.units.queries import get_unit, visible_unit_ids

# Beyond these a sum or a month is more likely a slip of the hand than a decision; whoever enters it confirms.
FEWEST_FEN, MOST_FEN = 10_000, 500_000
MOST_RISE, MOST_PERCENT, FAR_MONTHS = 50, 10_000, 12
MOST_SHARE = 100_000
NOT_EVERYBODYS = N_("全区统一的标准由管辖全部街道的岗位登记；您可以登记本街道的标准。")
SHARES_ALLOWED = (EXTRA, "care_")


def enter_standard(
    actor: Actor,
    *,
    scheme: str,
    area: str,
    code: str,
    valid_from: dt.date,
    source: str,
    fen: int | None = None,
    percent: int | None = None,
    unit_id: int | None = None,
    confirmed: bool = False,
) -> SupportStandard:
    """A standard from the month of `valid_from` on: a sum in fen, or a share in hundredths of a per cent.

    Raises RuleBroken at the field that cannot be so, at `month` where the month has one already, and at `confirmed` where
    something wants a second look (see `doubts`).
    """
    actor.must("assistance.enter_standard")
    month = month_of(valid_from)
    _check_shape(scheme, area, code, fen, percent)
    if not source.strip():
        raise RuleBroken("source", N_("请写明文件文号。"))
    _check_street(actor, unit_id)
    _check_month(scheme, area, code, unit_id, month)
    made = SupportStandard(
        scheme=scheme,
        area=area,
        code=code,
        unit_id=unit_id,
        fen=fen,
        percent=percent,
        valid_from=month,
        source=source.strip(),
        entered_by=actor.account_id,
    )
    if not confirmed and doubts(
        scheme=scheme, area=area, code=code, valid_from=month, fen=fen, percent=percent, unit_id=unit_id
    ):
        raise RuleBroken("confirmed", N_("请核对上面的提示，确认无误后勾选。"))
    session.add(made)
    session.flush()
    audit.record(actor, "assistance.enter_standard", made, **_facts(made))
    return made


def withdraw_standard(actor: Actor, standard: SupportStandard, *, reason: str) -> None:
    """Take back a standard that was entered by mistake, as long as no decision was written since that may rest on it.

    The trail keeps what it said. Raises RuleBroken at `reason`.
    """
    actor.must("assistance.withdraw_standard")
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明撤回的原因。"))
    _check_street(actor, standard.unit_id)
    if has_decisions(standard):
        raise RuleBroken(
            None, N_("登记以后已经作出过适用月份的决定，不能撤回。请从下一个月起登记正确的标准。")
        )
    audit.record(actor, "assistance.withdraw_standard", standard, reason=reason.strip(), **_facts(standard))
    session.delete(standard)
    session.flush()


def doubts(
    *,
    scheme: str,
    area: str,
    code: str,
    valid_from: dt.date,
    fen: int | None = None,
    percent: int | None = None,
    unit_id: int | None = None,
) -> list[tuple[str, dict[str, Any]]]:
    """What wants a second look before a standard is entered: marked sentences with their parameters; empty when nothing does."""
    found: list[tuple[str, dict[str, Any]]] = []
    month = month_of(valid_from)
    if abs(months_from(month_of(clock.today()), month)) > FAR_MONTHS:
        found.append((N_("%(month)s 离本月超过一年。"), {"month": month_text(month)}))
    before, after = neighbours(scheme, area, code, unit_id, month)
    if before is None and unit_id is not None:  # until now everybody's held for this street
        before, _later = neighbours(scheme, area, code, None, month)
    if after is not None:
        found.append(
            (
                N_("%(month)s 起已有后来的标准，这次登记只补充其间的月份。"),
                {"month": month_text(after.valid_from)},
            )
        )
    if code == BASE and fen is not None and not FEWEST_FEN <= fen <= MOST_FEN:
        found.append((N_("%(sum)s 元不像每月的标准。"), {"sum": yuan(fen)}))
    if percent is not None and code != BASE and percent > MOST_PERCENT:
        found.append((N_("%(share)s 超过保障标准的一倍。"), {"share": percent_text(percent)}))
    return found + _doubts_of_change(before, fen, percent)


def _doubts_of_change(
    before: SupportStandard | None, fen: int | None, percent: int | None
) -> list[tuple[str, dict[str, Any]]]:
    """Lower than before, or much higher; a sum and a share cannot be compared."""
    if before is None or (before.fen is None) != (fen is None):
        return []
    old, new = before.fen or before.percent or 0, fen or percent or 0
    former = {"former": sum_text(before)}
    if new < old:
        return [(N_("比原来的 %(former)s 低。"), former)]
    if old and new * 100 > old * (100 + MOST_RISE):
        return [(N_("比原来的 %(former)s 高出 %(rise)s%% 以上。"), {**former, "rise": MOST_RISE})]
    return []


def sum_text(standard: SupportStandard) -> str:
    """What a standard says: 640.00, or 20%."""
    return percent_text(standard.percent) if standard.percent is not None else yuan(standard.fen or 0)


def _check_shape(scheme: str, area: str, code: str, fen: int | None, percent: int | None) -> None:
    if scheme not in FIGURES:
        raise RuleBroken("scheme", N_("这一类救助没有自己的标准。"))
    if code not in FIGURES[scheme]:
        raise RuleBroken("code", N_("请从所列的项目中选择。"))
    if area not in {BOTH, *AREAS}:
        raise RuleBroken("area", N_("请选择城市、农村或城乡统一。"))
    if (fen is None) == (percent is None):
        raise RuleBroken("amount", N_("请填写金额或者百分比，二者之一。"))
    may_share = code.startswith(SHARES_ALLOWED) or (scheme == DESTITUTE and code == BASE)
    if percent is not None and not may_share:
        raise RuleBroken("way", N_("这一项只能填写金额。"))
    least = 1 if code == BASE else 0
    if fen is not None and fen < least:
        raise RuleBroken("amount", N_("标准须大于零。"))
    if percent is not None and not least <= percent <= MOST_SHARE:
        raise RuleBroken("amount", N_("百分比须在 0 到 1000 之间。"))


def _check_street(actor: Actor, unit_id: int | None) -> None:
    """A standard of its own is for a street that the actor's post may see; everybody's is for who may see every street."""
    if unit_id is None:
        if not covers_everybody(actor):
            raise RuleBroken("unit_id", NOT_EVERYBODYS)
        return
    visible = visible_unit_ids(actor)
    if (visible is not None and unit_id not in visible) or get_unit(unit_id).kind != "street":
        raise RuleBroken("unit_id", N_("只能为您的岗位管辖的一个街道单独登记标准。"))


def _check_month(scheme: str, area: str, code: str, unit_id: int | None, month: dt.date) -> None:
    """No second standard for a month: neither of the same area, nor of one that holds for it as well."""
    areas = [BOTH, *AREAS] if area == BOTH else [area, BOTH]
    there = find_in_month(scheme, areas, code, unit_id, month)
    if there is not None:
        raise RuleBroken(
            "month",
            N_("%(month)s 起的标准已经登记为 %(sum)s（%(source)s）。登记错了的，请先撤回。"),
            month=month_text(month),
            sum=sum_text(there),
            source=there.source,
        )


def _facts(standard: SupportStandard) -> dict[str, Any]:
    return {
        "scheme": standard.scheme,
        "area": standard.area,
        "code": standard.code,
        "month": month_text(standard.valid_from),
        "standard": sum_text(standard),
        "source": standard.source,
        "unit_id": standard.unit_id,
    }
