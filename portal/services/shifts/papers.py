"""The paper of a change of shift (交接班表)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind

SHEET = "shift_handover"


@dataclass(frozen=True, kw_only=True)
class ShiftLine:
    """One open matter or one original: its number or name, whose, how it stands, and by when."""

    number: str = said("编号", default="")
    name: str = said("申请人")
    what: str = said("事项")
    state: str = said("状态", default="")
    due_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ShiftSheet(PaperFacts):
    """交接班表: from whom to whom, what is open, whose originals are kept, what else is to be known."""

    day: dt.date
    giver: str = said("交班人")
    taker: str = said("接班人")
    cases: tuple[ShiftLine, ...] = said("未办结事项", default=())
    originals: tuple[ShiftLine, ...] = said("在管原件", default=())
    note: str = said("交接说明", default="")


define_kind(SHEET, "交接班表", ShiftSheet, formats=("a4",))
