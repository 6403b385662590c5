"""The frozen facts of the chase list (催报单): which reports are due or missing, since when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_


@dataclass(frozen=True, kw_only=True)
class ChasedReport:
    """One report that is chased."""

    unit: str = said("单位")
    report: str = said("报告")
    due: str = said("截止时间")
    state: str = said("状态")
    phone: str = said("联系电话", default="")


@dataclass(frozen=True, kw_only=True)
class ChasePaper(PaperFacts):
    """催报单 of a street as it stood at a moment."""

    as_of: str = said("截至")
    tally: str = said("上报情况", default="")
    reports: tuple[ChasedReport, ...] = said("催报的报告", default=())
    drawn_on: dt.date


PAPER_TITLE, PAPER_SEAL, PAPER_NUMBER = "矛盾纠纷排查催报单", "公章", "催"
CHASE = define_number_kind("screening_chase", N_("催报单编号"), PAPER_NUMBER)
KIND = define_kind(
    "screening_chase",
    PAPER_TITLE,
    ChasePaper,
    formats=("a4",),
    seal=PAPER_SEAL,
    number_kind=CHASE.code,
    permission="screening.read_calendar",
).code
