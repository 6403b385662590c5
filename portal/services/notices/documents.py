"""Notices and published lists turned into the frozen facts of their papers. Nothing here issues a paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from portal import settings
from portal.accounts.models import StaffAccount
from portal.db import session
from portal.services.notices.models import PublicNotice
from portal.services.notices.papers import NoticeLine, NoticeSheet, PublishedSheet, ReturnSlip
from portal.services.notices.wording import Line
from portal.units.models import Unit
from portal.units.queries import street_above

ONE_DAY = dt.timedelta(days=1)
PAPER_AND = "、"
PAPER_MORE = "{names}等{count}户"
MOST_NAMES = 5


def notice_sheet(notice: PublicNotice) -> NoticeSheet:
    """公示 as it is posted."""
    lines = _lines(Line(**line) for line in notice.lines)
    return NoticeSheet(
        **_office(notice.unit, notice.post_on),
        heading=notice.title,
        community=notice.unit.name_on(notice.post_on),
        lines=lines,
        opinion=notice.opinion,
        basis=notice.basis,
        post_on=notice.post_on,
        first=notice.post_on + ONE_DAY,
        last=notice.until,
        days=(notice.until - notice.post_on).days,
        is_again=notice.round > 1,
        channel_phone=notice.channel_phone,
        channel_place=notice.channel_place,
        has_amounts=any(line.amount_fen is not None for line in lines),
    )


def return_slip(notice: PublicNotice) -> ReturnSlip:
    """公示情况反馈单 of a notice that was taken down."""
    if notice.posted_on is None or notice.removed_on is None:
        raise ValueError("a notice is posted and taken down before its return slip is made")
    return ReturnSlip(
        **_office(notice.unit, notice.removed_on),
        heading=notice.title,
        community=notice.unit.name_on(notice.removed_on),
        names=_names(notice),
        place=notice.place,
        posted_on=notice.posted_on,
        posted_by=_name_of(notice.posted_by),
        first=notice.posted_on + ONE_DAY,
        last=notice.until,
        removed_on=notice.removed_on,
        removed_by=_name_of(notice.removed_by),
        days=(notice.until - notice.posted_on).days,
        objections=len(notice.objections),
    )


def published_sheet(unit: Unit, *, heading: str, lines: Sequence[Line], as_of: dt.date) -> PublishedSheet:
    """公布名单 of a community as of a day."""
    amounts = [line.amount_fen for line in lines]
    office = _office(unit, as_of)
    return PublishedSheet(
        **office,
        heading=heading,
        community=unit.name_on(as_of),
        lines=_lines(lines),
        as_of=as_of,
        households=len(lines),
        persons=sum(line.members for line in lines),
        total_fen=sum(a for a in amounts if a is not None) if any(a is not None for a in amounts) else None,
        channel_phone=office["complaint_phone"] or office["office_phone"],
    )


def _lines(lines: Any) -> tuple[NoticeLine, ...]:
    return tuple(NoticeLine(name=one.name, members=one.members, amount_fen=one.amount_fen) for one in lines)


def _office(unit: Unit, day: dt.date) -> dict[str, Any]:
    """The street above announces; a community without a street speaks for itself."""
    street = street_above(unit.id, day) or unit
    return {
        "office": street.name_on(day),
        "office_phone": street.phone,
        "complaint_phone": settings.value("services.complaint_phone", on=day, unit_id=street.id),
        "office_address": street.address,
    }


def _names(notice: PublicNotice) -> str:
    names = [line["name"] for line in notice.lines]
    if len(names) <= MOST_NAMES:
        return PAPER_AND.join(names)
    return PAPER_MORE.format(names=PAPER_AND.join(names[:MOST_NAMES]), count=len(names))


def _name_of(account_id: int | None) -> str:
    return session.get_one(StaffAccount, account_id).name if account_id is not None else ""
