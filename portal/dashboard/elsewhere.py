"""What waits besides applications: letters that nobody answered in time, and the boards of the communities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from portal import clock
from portal.actor import Actor
from portal.errors import N_
from portal.letters.queries import Filters, list_letters
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import list_work

SHOWN = 6
_NAMES = "、"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is, whose, until when, and where it is done."""

    label: str
    note: str
    href: str
    day: dt.date | None = None


@dataclass(frozen=True)
class OtherPile:
    """Things that want the same; `more` is where all of them stand, `late` whether their days have passed."""

    key: str
    title: str
    rows: tuple[Waiting, ...]
    count: int
    more: str
    day_label: str
    late: bool = False


def other_piles(actor: Actor, today: dt.date | None = None) -> list[OtherPile]:
    """The piles that are not empty, for whoever may work on them."""
    day = today or clock.today()
    found = [*_letters(actor, day), *_boards(actor, day)]
    return [pile for pile in found if pile.count]


def _letters(actor: Actor, day: dt.date) -> list[OtherPile]:
    if not actor.can("letters.enter_answer"):
        return []
    page = list_letters(actor, filters=Filters(tab="overdue"), size=SHOWN, today=day)
    rows = tuple(
        Waiting(one.title, f"{one.number} {one.addressee}", f"/letters/{one.id}", one.due_on)
        for one in page.rows
    )
    more = "/letters?tab=overdue"
    return [OtherPile("letters", N_("公函逾期未答复"), rows, page.total, more, N_("答复期限"), late=True)]


def _boards(actor: Actor, day: dt.date) -> list[OtherPile]:
    if not actor.can("services.read_notice"):
        return []
    work = list_work(actor, day)
    more = "/services/notices/work"
    return [
        _pile("to-post", N_("公示待张贴"), work.to_post, more, N_("张贴日"), lambda one: one.post_on),
        _pile("to-remove", N_("公示期满待撤下"), work.to_remove, more, N_("公示到"), lambda one: one.until),
        _pile("slips", N_("公示待交反馈单"), work.slips, more, N_("公示到"), lambda one: one.until),
        _pile("objections", N_("公示异议待处理"), work.objections, more, N_("公示到"), lambda one: one.until),
    ]


def _pile(
    key: str,
    title: str,
    rows: list[PublicNotice],
    more: str,
    day_label: str,
    day_of: Callable[[PublicNotice], dt.date],
) -> OtherPile:
    shown = tuple(
        Waiting(
            one.title,
            f"{_NAMES.join(line['name'] for line in one.lines[:3])} {one.unit.name}",
            f"/services/notices/{one.id}",
            day_of(one),
        )
        for one in rows[:SHOWN]
    )
    return OtherPile(key, title, shown, len(rows), more, day_label)
