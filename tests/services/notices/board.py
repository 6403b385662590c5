"""A board of the community C1 for the tests: a family announced, posted, taken down; called inside a transaction."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from portal import clock
from portal.db import Model
from portal.services.notices import actions
from portal.services.notices.models import PublicNotice
from tests.factories import staff
from tests.files import sample

FAMILY = {"name": "张䶮", "members": 3, "amount_fen": 92000}
MORE = {
    "title": "最低生活保障拟确认对象公示",
    "channel_phone": "0999-1234567",
    "channel_place": "和平社区居委会",
    "opinion": "拟同意给予最低生活保障",
    "basis": "《最低生活保障审核确认办法》第十九条",
}
POSTED = dt.date(2026, 11, 23)


def photo() -> tuple[io.BytesIO, str]:
    """A photograph as it is uploaded."""
    return io.BytesIO(sample.picture()), "现场.jpg"


def announced(subject: Model | None = None, **changes: Any) -> PublicNotice:
    """A notice of a family, planned for Monday 23 November."""
    given: dict[str, Any] = {"lines": [FAMILY], "post_on": POSTED, **MORE, **changes}
    who = given.pop("actor", None) or staff.actor("reviewer")
    unit_id = given.pop("unit_id", None) or staff.unit("C1").id
    return actions.announce(who, subject or staff.unit("S"), unit_id=unit_id, **given)


def posted(subject: Model | None = None, **changes: Any) -> PublicNotice:
    """The same, hanging at the community since that Monday, which is now today."""
    notice = announced(subject, **changes)
    clock.fix_today(notice.post_on)
    return actions.post_notice(
        staff.actor("community"), notice, version=None, place="社区公示栏", photo=photo()
    )


def removed(subject: Model | None = None, **changes: Any) -> PublicNotice:
    """The same, taken down on the day after its last, which is now today."""
    notice = posted(subject, **changes)
    clock.fix_today(notice.until + dt.timedelta(days=1))
    return actions.remove_notice(staff.actor("community"), notice, version=None, photo=photo())


def reported(subject: Model | None = None, **changes: Any) -> PublicNotice:
    """The same, with its sealed slip that reports no objection."""
    notice = removed(subject, **changes)
    return actions.enter_return_slip(
        staff.actor("community"), notice, version=None, result="none", scan=photo()
    )
