"""Acceptance by silence (视为受理): the timer writes it down on the day after the limit, whether or not anybody looks.

The number, the receipt and the limits of the case follow when a colleague accepts; the day of acceptance is the day of receipt.
"""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.db import session
from portal.errors import N_
from portal.services import limits
from portal.services.models import ApplicationEvent
from portal.services.queries.silence import list_newly_deemed

NOTE = N_("一次性告知期限已过，自收到申请之日起视为受理")


def deem_accepted(today: dt.date | None = None) -> int:
    """Mark every application whose limit for a notice has passed (行政许可法 art. 32 (4)); gives how many.

    What is marked stays so: neither a later notice nor another limit in the settings undoes it. Repeated, it finds nothing.
    """
    day = today or clock.today()
    found = list_newly_deemed(day)
    for application in found:
        application.is_deemed = True
        session.add(
            ApplicationEvent(
                application=application,
                verb="deem_accepted",
                from_state=application.state,
                to_state=application.state,
                day=day,
                actor_name="",
                note=NOTE,
            )
        )
        audit.record(
            None,
            "services.deem_accepted",
            application,
            limit=limits.notice_limit(application),
            since=application.applied_on,
        )
    session.flush()
    return len(found)
