"""What several items wait for in the same way: a public notice that hangs, a letter that is not answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from portal.errors import N_
from portal.letters.models import Letter
from portal.services.items.registry import Need
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import state_of_notice

LATE_POSTING = N_(
    "张贴日 %(post_on)s 已过，公示单还没有登记张贴。没有按时张贴的，请改张贴日，重新打印公示单再张贴。"
)


def until_notice_is_over(step: Need, notice: PublicNotice | None, on: dt.date) -> Need | None:
    """What is waited for until a public notice is over: to draw it up (`step`), to settle an objection, or just its end.

    None once a decision is free. A posting day that has passed leads to another one.
    """
    state = state_of_notice(notice, on)
    if notice is None or state.stage == "post_again":
        return step
    if not state.locked:
        return None
    address = f"/services/notices/{notice.id}"
    if state.stage == "to_post" and notice.post_on < on:
        return replace(
            step,
            permission="services.post_notice",
            sentence=LATE_POSTING,
            params=state.params,
            is_late=True,
            way_out=(N_("改张贴日"), f"{address}/redate"),
        )
    return replace(
        step,
        permission="services.settle_objection" if state.stage == "objection_open" else "",
        sentence=state.sentence,
        params=state.params,
        way_out=(N_("查看公示"), address),
    )


def until_letter_is_answered(step: Need, letter: Letter, unsent: str, awaited: str) -> Need:
    """A letter that is drafted waits to be sent by us; one that was sent waits for the body outside."""
    way_out = (N_("打开公函"), f"/letters/{letter.id}")
    if letter.state == "draft":
        return replace(step, permission="letters.send_letter", sentence=unsent, way_out=way_out)
    return replace(step, permission="", sentence=awaited, way_out=way_out)
