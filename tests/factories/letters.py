"""Made-up letters at every stage of their life. Everything here is called inside a transaction."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from portal.almanac.seed import seed_calendar
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.letters import actions
from portal.letters.models import Letter, LetterAnswer
from tests.factories import staff
from tests.files import sample

BODY = "现将张示例家庭最低生活保障申请材料报送贵局，请予审核确认。\n联系人见下，请按期函复。"


def seed() -> None:
    """The calendar's known years, so that limits are counted officially."""
    seed_calendar()


def drafted(kind: str = "submission", **changes: Any) -> Letter:
    """A draft of the street's clerk to a body of the district that has no account here."""
    given: dict[str, Any] = {
        "unit_id": staff.unit("S").id,
        "addressee": "示范区民政局",
        "title": "关于报送最低生活保障申请材料的函",
        "body": BODY,
        "enclosures": [("家庭经济状况调查表", 2), "公示情况反馈单"],
        **changes,
    }
    who = given.pop("actor", None) or staff.actor("clerk")
    return actions.draft_letter(who, kind=kind, **given)


def sent(kind: str = "submission", **changes: Any) -> Letter:
    """The same, sent by a messenger today."""
    who = changes.get("actor") or staff.actor("clerk")
    return actions.send_letter(who, drafted(kind, **changes))


def scan() -> StoredFile:
    """The other body's paper as a scanner gives it."""
    stream = io.BytesIO(sample.pdf())
    return store_file(staff.actor("clerk"), stream=stream, name="复函.pdf", purpose="letters.answer")


def answered(letter: Letter, outcome: str = "agreed", **more: Any) -> LetterAnswer:
    """An answer of the other body, dated the day of sending."""
    given: dict[str, Any] = {
        "version": None,
        "number": "示民函〔2026〕8号",
        "on": letter.sent_on or dt.date(2026, 11, 22),
        "text": "经审核，同意确认。",
        **more,
    }
    given.setdefault("file", scan())
    return actions.enter_answer(staff.actor("clerk"), letter, outcome=outcome, **given)
