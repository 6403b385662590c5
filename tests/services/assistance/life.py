"""Steps that several tests of a file's life take: a hearing with its scan, a change that is heard and decided."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from portal import clock
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.services.assistance import actions
from portal.services.assistance.changes import KINDS
from portal.services.assistance.models import SupportChange, SupportDecision, SupportFile, SupportHearing
from tests.factories import assistance, staff
from tests.files import sample

OPINION = "知道了，没有意见"


def scan() -> StoredFile:
    """A signed paper that was scanned."""
    return store_file(
        staff.actor("clerk"), stream=io.BytesIO(sample.pdf(1)), name="签字.pdf", purpose="assistance.hearing"
    )


def hear(change: SupportChange, *, signed: bool = True, **more: Any) -> SupportHearing:
    """Hear the household about a proposal today, face to face, by clerk and clerk2."""
    said: dict[str, Any] = {
        "told_on": clock.today(),
        "heard_on": clock.today(),
        "way": "face",
        "heard_name": change.file.head_name,
        "opinion": OPINION,
        "staff_two": staff.actor("clerk2").account_id,
        "signed": scan() if signed else None,
    }
    return actions.record_hearing(staff.actor("clerk"), change, version=None, **said | more)


def propose(file: SupportFile, kind: str, **more: Any) -> SupportChange:
    """Propose a change as the clerk, with the first reason that its kind knows."""
    said: dict[str, Any] = {"reason_code": KINDS[kind].reasons[0], "reason": "入户核查情况属实"}
    return actions.propose_change(staff.actor("clerk"), file, kind=kind, **said | more)


def decide(change: SupportChange, who: str = "reviewer") -> SupportDecision:
    """Decide a proposal as another person."""
    return actions.decide_change(staff.actor(who), change, version=None)


def change_file(file: SupportFile, kind: str, **more: Any) -> SupportDecision:
    """Propose, hear and decide in one go."""
    change = propose(file, kind, **more)
    if actions.needs_hearing(change) and not change.nobody_to_hear:
        hear(change)
    return decide(change)


@dataclass
class Pair:
    """Two households: `left` with somebody who can go, and `entered`."""

    left: SupportFile
    entered: SupportFile

    @classmethod
    def made(cls) -> Pair:
        return cls(assistance.make_file(2), assistance.make_file(2, 10_000))


def transfer(left: SupportFile, entered: SupportFile, last: dt.date | None = None) -> None:
    """Move the last member of a file, heard and decided."""
    here = [m for m in left.members if m.until_month is None]
    change = actions.propose_transfer(
        staff.actor("clerk"),
        here[-1],
        target=entered,
        last_month=last,
        relation="97",
        reason="随亲属共同生活",
    )
    hear(change)
    decide(change)
