"""Drawing up a notice (拟公示): its sheet with exact days, another day before it hangs, taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal import audit, clock
from portal.actor import Actor
from portal.db import Model, session
from portal.documents.actions import issue_document
from portal.documents.actions.standing import replace_document, void_document
from portal.errors import N_, RuleBroken
from portal.services.notices import documents, limits
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import count_upheld, find_notice, may_post_again, unit_in_sight
from portal.services.notices.wording import Line, read_lines, read_public, read_text

SOONEST_AHEAD = dt.timedelta(days=30)
# Service numbers of public bodies (12345) have no fewer.
FEWEST_DIGITS = 5
PAPER_REDATED = "张贴日改为{0}"


def announce(
    actor: Actor,
    subject: Model,
    *,
    unit_id: int,
    title: str,
    lines: Sequence[Mapping[str, Any] | Line],
    channel_phone: str,
    channel_place: str = "",
    opinion: str = "",
    basis: str = "",
    post_on: dt.date | None = None,
    subject_label: str = "",
    subject_href: str = "",
) -> PublicNotice:
    """Draw up the notice of a record for the board of the community `unit_id`, and issue its sheet.

    `lines` are {name, members, amount_fen} and nothing else. `post_on` (today when None) is the day that the sheet names; the
    community may change it before it posts. After an objection that holds, calling again makes the next round, also where
    the notice that met it was cancelled. Raises RuleBroken at the field, NotFound for a unit out of sight.
    """
    actor.must("services.announce")
    unit, former, day = unit_in_sight(actor, unit_id), _former(subject), _posting_day(post_on)
    notice = PublicNotice(
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        subject_label=subject_label[:150],
        subject_href=subject_href[:200],
        unit_id=unit.id,
        round=count_upheld(subject) + 1,
        replaces=former,
        title=read_public(title, "title", 100, N_("请填写公示标题。")),
        opinion=read_public(opinion, "opinion"),
        basis=read_public(basis, "basis", 200),
        channel_phone=_read_phone(channel_phone),
        channel_place=read_public(channel_place, "channel_place", 200),
        announced_by=actor.account_id,
    )
    notice.lines = [line.as_kept() for line in read_lines(lines)]
    notice.unit = unit
    notice.days = limits.days_of(notice.round, unit_id=unit.id, on=day)
    _set_days(notice, day)
    if former is not None:
        former.state = "replaced"
        session.flush()
    _add(notice)
    _issue_sheet(actor, notice)
    audit.record(actor, "services.announce", notice, unit=unit.id, round=notice.round, day=day)
    return notice


def redate_notice(
    actor: Actor, notice: PublicNotice, *, version: int | None, post_on: dt.date
) -> PublicNotice:
    """Another posting day, before the notice hangs: the days are counted anew and a corrected sheet is issued.

    Raises RuleBroken at `post_on`, Conflict.
    """
    actor.must("services.post_notice")
    notice.expect_version(version)
    if notice.state != "to_post":
        raise RuleBroken(None, N_("公示已经张贴，不能再改张贴日。"))
    day = _posting_day(post_on)
    if day == notice.post_on:
        return notice
    _set_days(notice, day)
    session.flush()
    sheet = notice.document
    if sheet is not None and sheet.status == "valid":
        reason = PAPER_REDATED.format(day.isoformat())
        made = replace_document(
            actor, sheet, facts=documents.notice_sheet(notice), subject=notice, reason=reason
        )
        notice.document_id = made.id
        session.flush()
        session.refresh(notice, ["document"])
    audit.record(actor, "services.redate_notice", notice, day=day)
    return notice


def cancel_notice(actor: Actor, notice: PublicNotice, *, version: int | None, reason: str) -> PublicNotice:
    """Take a notice back (drawn up wrongly, or the application has ended); its record stays.

    Raises RuleBroken while an objection is open and where one ended in refusal: no notice is cancelled to be rid of it. Conflict.
    """
    actor.must("services.cancel_notice")
    notice.expect_version(version)
    if notice.state in {"replaced", "cancelled"}:
        raise RuleBroken(None, N_("这份公示已经不再使用。"))
    outcomes = {one.outcome for one in notice.objections}
    if "" in outcomes:
        raise RuleBroken(None, N_("还有异议没有处理完，不能取消公示；请先处理异议。"))
    if "refuse" in outcomes:
        raise RuleBroken(None, N_("异议成立，应按不予确认办理，不能取消公示重新拟。"))
    why = read_text(reason, "reason", 500, N_("请写明取消原因。"))
    notice.state, notice.cancelled_because = "cancelled", why
    for paper in (notice.document, notice.slip_document):
        if paper is not None and paper.status == "valid":
            void_document(actor, paper, reason=why)
    session.flush()
    audit.record(actor, "services.cancel_notice", notice, reason=why)
    return notice


def _former(subject: Model) -> PublicNotice | None:
    """The notice that the new one takes the place of, or None for a first one."""
    former = find_notice(subject)
    if former is not None and not may_post_again(former):
        raise RuleBroken(None, N_("这件事已经有公示，异议成立后才能重新公示；拟错了的请先取消。"))
    return former


def _posting_day(wanted: dt.date | None) -> dt.date:
    today = clock.today()
    day = wanted or today
    if day < today:
        raise RuleBroken("post_on", N_("张贴日不能早于今天：公示期从张贴次日起算。"))
    if day > today + SOONEST_AHEAD:
        raise RuleBroken("post_on", N_("张贴日最晚是30天内。"))
    return day


def _set_days(notice: PublicNotice, day: dt.date) -> None:
    due = limits.last_day(day, notice.days, unit_id=notice.unit_id)
    notice.post_on, notice.until, notice.until_is_provisional = day, due.due, due.provisional


def _add(notice: PublicNotice) -> None:
    try:
        with session.begin_nested():
            session.add(notice)
            session.flush()
    except IntegrityError:  # somebody else announced the same record in this moment
        raise RuleBroken(None, N_("这件事已经有公示，请刷新页面。")) from None


def _issue_sheet(actor: Actor, notice: PublicNotice) -> None:
    document = issue_document(
        actor,
        kind="notice_sheet",
        facts=documents.notice_sheet(notice),
        unit_id=notice.unit_id,
        subject=notice,
    )
    notice.document_id = document.id
    session.flush()


def _read_phone(text: str) -> str:
    """Where objections are taken, as it stands on the sheet: an extension or a second number may stand beside it."""
    read = read_text(text, "channel_phone", 60, N_("请填写受理异议的电话。"))
    if sum(letter.isdecimal() for letter in read) < FEWEST_DIGITS:
        raise RuleBroken("channel_phone", N_("这不是完整的电话号码，公示单上要写群众打得通的电话。"))
    return read
