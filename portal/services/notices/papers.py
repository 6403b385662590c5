"""The papers of public notices: the sheet for the board, the community's return slip, the list that stays published.

Of a person they hold the name, the number of members and the amount: there is no field for anything else (57号 art. 24).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One family on a sheet: name, number of members, amount in whole fen (None where there is none)."""

    name: str = said("姓名")
    members: int
    amount_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeSheet(PaperFacts):
    """公示: `office` announces, `community` posts. From `first` 0:00 to `last` 24:00; the day of posting does not count."""

    heading: str = said("公示标题")
    community: str = said("张贴社区")
    lines: tuple[NoticeLine, ...] = said("公示名单", default=())
    opinion: str = said("拟办意见", default="")
    basis: str = said("公示依据", default="")
    post_on: dt.date
    first: dt.date
    last: dt.date
    days: int
    is_again: bool = False
    channel_phone: str = said("异议电话")
    channel_place: str = said("异议地点", default="")
    has_amounts: bool = True


@dataclass(frozen=True, kw_only=True)
class ReturnSlip(PaperFacts):
    """公示情况反馈单: what the community reports, signed and sealed by hand. `objections` counts those recorded so far."""

    heading: str = said("公示标题")
    community: str = said("张贴社区")
    names: str = said("公示对象")
    place: str = said("张贴地点", default="")
    posted_on: dt.date
    posted_by: str = said("张贴人")
    first: dt.date
    last: dt.date
    removed_on: dt.date
    removed_by: str = said("撤下人")
    days: int
    objections: int = 0


@dataclass(frozen=True, kw_only=True)
class PublishedSheet(PaperFacts):
    """公布名单 of a community: the households approved, as of a day; it stays on the board."""

    heading: str = said("名单标题")
    community: str = said("公布社区")
    lines: tuple[NoticeLine, ...] = said("公布名单", default=())
    as_of: dt.date
    households: int
    persons: int
    total_fen: int | None = None
    channel_phone: str = said("监督电话")


RIGHT = "services.read_notice"
define_kind("notice_sheet", "公示", NoticeSheet, formats=("a4",), seal="单位公章", permission=RIGHT)
define_kind(
    "notice_return_slip",
    "公示情况反馈单",
    ReturnSlip,
    formats=("a4",),
    seal="社区居民委员会公章",
    permission=RIGHT,
)
define_kind("published_list", "公布名单", PublishedSheet, formats=("a4",), seal="单位公章", permission=RIGHT)
