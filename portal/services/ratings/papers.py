"""The slip on which a resident rates how they were served (办事服务评价表): it names the matter and nobody of the staff."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind
from portal.services.documents import office_facts
from portal.services.models import Application
from portal.services.ratings.levels import ASPECTS, LEVELS

KIND = "rating_slip"
PAPER_TELLS = (
    "评价完全自愿，可以当场投入评价箱，也可以以后交来或者来电评价；一件事可以评价一次，整改后可以再评价一次，以最后一次为准。"
    "评价结果不影响您今后办事。评价“不满意”“非常不满意”的，我们会在规定时间内回访。"
)


@dataclass(frozen=True, kw_only=True)
class RatingSlip(PaperFacts):
    """办事服务评价表."""

    application_number: str = said("受理编号", default="")
    item: str = said("办理事项")
    handed_on: dt.date
    levels: tuple[str, ...] = said("评价等级")
    aspects: tuple[str, ...] = said("评价项目")
    tells: str = said("说明", default="")


define_kind(KIND, "办事服务评价表", RatingSlip, formats=("a5", "a4"))


def rating_slip(application: Application, on: dt.date) -> RatingSlip:
    """The slip for one case."""
    return RatingSlip(
        **office_facts(application.unit, on, application.definition),
        application_number=application.number or "",
        item=application.definition.name,
        handed_on=on,
        levels=tuple(LEVELS.values()),
        aspects=tuple(ASPECTS.values()),
        tells=PAPER_TELLS,
    )
