"""The shares that a report states (调处率、成功率、化解率、超期办结率), worked out from its frozen figures and never stored.

排查数 is what was found in the period, 调处数 what was brought to an end in it, settled or not, and 成功数 what was settled.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal import settings
from portal.errors import N_
from portal.screening.models import ScreeningReport
from portal.screening.practice import GROUP
from portal.screening.rates import percent, tenths

EMPTY = settings.define(
    "screening.empty_share",
    "choice",
    "dash",
    N_("报告里分母为 0 的比率怎样写"),
    GROUP,
    hint=N_("周报、半月报、月报、年报的调处率、成功率、化解率和超期办结率；通报一律写“—”。"),
    choices=(("dash", N_("写“—”")), ("zero", N_("写“0.0%”"))),
    per_unit=True,
)


@dataclass(frozen=True)
class Shares:
    """The shares in words, and the number of disputes that were brought to an end (调处数)."""

    handled: int
    handled_share: str
    success_share: str
    settled_share: str
    overdue_share: str


def shares_of(report: ScreeningReport) -> Shares:
    """The shares of one edition, with 0/0 as its street writes it.

    调处率＝调处数÷排查数, above 100% where older disputes were handled too; 成功率＝化解÷调处数; 化解率＝化解÷(期初＋新增＋转入);
    超期办结率＝超期办结÷(超期在办＋超期办结).
    """
    more, duty = report.figures, report.duty
    # Editions from before these two were frozen say nothing of them.
    handled = report.resolved + more.get("ended", 0)
    late, overdue = more.get("overdue", (0, 0))
    empty = percent(0 if settings.value(EMPTY.key, on=duty.last, unit_id=duty.street_id) == "zero" else None)

    def said(part: int, whole: int) -> str:
        return percent(tenths(part, whole)) if whole else empty

    return Shares(
        handled=handled,
        handled_share=said(handled, report.found),
        success_share=said(report.resolved, handled),
        settled_share=said(report.resolved, report.opening + report.found + report.came_in),
        overdue_share=said(late, late + overdue),
    )
