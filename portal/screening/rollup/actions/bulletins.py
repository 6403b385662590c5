"""A monthly bulletin is drawn up by the street's desk, which freezes it, and issued with a number by the leader.

What was issued is never changed: a corrected bulletin is a new one with a new number, and says which it replaces.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.screening.models import Bulletin
from portal.screening.moments import moment
from portal.screening.rates import change, percent
from portal.screening.rollup.bulletin import CARRIED, QUOTA, count_month, ready_at
from portal.screening.rollup.papers import BULLETIN, BulletinLists, BulletinPaper, BulletinTask, BulletinUnit
from portal.standards.periods import month_of
from portal.units.models import Unit

MAKE, ISSUE = "screening.make_bulletin", "screening.issue_bulletin"
LONGEST = 1000
PAPER_MONTH = "{0.year}年{0.month}月"
PAPER_COMMA = "、"
PAPER_NONE = "无"
PAPER_FORMULAS = {CARRIED: "办结÷（月初未化解＋本月新增＋转入）", QUOTA: "办结÷每月任务数"}
PAPER_CORRECTION = "本通报更正{number}，原通报作废"


def make_bulletin(
    actor: Actor, *, street: Unit, month: dt.date, remarks: str = "", at: dt.datetime | None = None
) -> Bulletin:
    """Freeze the figures of a month whose reports are all due. One that was issued already is corrected by a new one.

    Raises RuleBroken at `month`, and where a draft of the month waits.
    """
    actor.must(MAKE)
    period = month_of(month)
    if period.last >= clock.today():
        raise RuleBroken("month", N_("这个月还没有结束，不能通报。"))
    ready = ready_at(street.id, period.first)
    if ready is not None and (at or moment()) < ready:
        raise RuleBroken(
            "month",
            N_("这个月最后一份报告的期限还没有到，%(when)s 起才能起草通报。"),
            when=f"{clock.office_time(ready):%Y-%m-%d %H:%M}",
        )
    standing = list(
        session.scalars(
            select(Bulletin)
            .where(
                Bulletin.street_id == street.id,
                Bulletin.month == period.first,
                Bulletin.state.in_(("draft", "issued")),
            )
            .order_by(Bulletin.id)
        )
    )
    if any(one.state == "draft" for one in standing):
        raise RuleBroken("month", N_("这个月的通报正在等签发，请先签发或撤回。"))
    made = Bulletin(
        street_id=street.id,
        month=period.first,
        remarks=_remarks(remarks),
        figures=count_month(street.id, period.first, at=at),
        replaces_id=standing[-1].id if standing else None,
        made_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    audit.record(actor, MAKE, made, unit=street.id, month=period.first)
    return made


def issue_bulletin(actor: Actor, bulletin: Bulletin, *, version: int | None, copies: str = "") -> Bulletin:
    """Sign and number it, as another person than who drew it up. Raises RuleBroken, Forbidden, Conflict."""
    actor.must(ISSUE)
    bulletin.expect_version(version)
    _must_be_draft(bulletin)
    actor.must_differ_from(ISSUE, bulletin.made_by)
    before = session.get(Bulletin, bulletin.replaces_id) if bulletin.replaces_id else None
    bulletin.state, bulletin.issued_on = "issued", clock.today()
    document = issue_document(
        actor,
        kind=BULLETIN,
        facts=paper_of(bulletin, copies=copies, corrects=before.number or "" if before else ""),
        unit_id=bulletin.street_id,
        subject=bulletin,
    )
    bulletin.document, bulletin.number = document, document.number
    if before is not None:
        before.state = "replaced"
    session.flush()
    audit.record(actor, ISSUE, bulletin, number=bulletin.number, month=bulletin.month)
    return bulletin


def withdraw_bulletin(actor: Actor, bulletin: Bulletin, *, version: int | None, reason: str) -> Bulletin:
    """Put a draft aside. Raises RuleBroken at `reason`, Conflict."""
    actor.must(MAKE)
    bulletin.expect_version(version)
    _must_be_draft(bulletin)
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明理由。"))
    bulletin.state = "withdrawn"
    session.flush()
    audit.record(actor, "screening.withdraw_bulletin", bulletin, month=bulletin.month, reason=reason)
    return bulletin


def paper_of(bulletin: Bulletin, *, copies: str, corrects: str) -> BulletinPaper:
    """The frozen figures as the paper says them."""
    street, figures, day = bulletin.street, bulletin.figures, bulletin.issued_on or clock.today()
    return BulletinPaper(
        office=street.name_on(day),
        office_phone=street.phone,
        office_address=street.address,
        month=PAPER_MONTH.format(bulletin.month),
        copies=copies.strip()[:200],
        units=tuple(_unit(row) for row in figures["units"]),
        tasks=tuple(_task(row) for row in figures["tasks"]),
        good=_list(figures["good"]),
        poor=_list(figures["poor"]),
        nought=_list(figures["nought"]),
        settled=_lists(figures, "settled"),
        signed=_lists(figures, "signed"),
        good_from=figures["good_from"],
        poor_to=figures["poor_to"],
        formula=PAPER_FORMULAS[figures.get("formula", CARRIED)],
        left_out=PAPER_COMMA.join(figures["left_out"]),
        remarks=bulletin.remarks,
        correction=PAPER_CORRECTION.format(number=corrects) if corrects else "",
        issued_on=day,
    )


def _unit(row: dict[str, Any]) -> BulletinUnit:
    return BulletinUnit(
        **{name: row[name] for name in ("name", "owed", "reported", "late", "zero", "silent")},
        completion=percent(row["completion"]),
        completion_change=change(row["completion"], row["completion_before"]),
        punctual=percent(row["punctual_rate"]),
        punctual_change=change(row["punctual_rate"], row["punctual_before"]),
        handled=row["handled"],
        resolved=row["resolved"],
        settled=percent(row["settled_rate"]),
        settled_change=change(row["settled_rate"], row.get("settled_before")),
        bar=min(100, (row["completion"] or 0) // 10),
    )


def _task(row: dict[str, Any]) -> BulletinTask:
    return BulletinTask(
        **{name: row[name] for name in ("body", "sent", "signed", "answered")},
        rate=percent(row["rate"]),
        rate_change=change(row["rate"], row.get("rate_before")),
    )


def _lists(figures: dict[str, Any], share: str) -> BulletinLists | None:
    """The lists of a share; None for a draft from before there were any."""
    found = figures.get(share)
    return BulletinLists(**{name: _list(names) for name, names in found.items()}) if found else None


def _list(names: list[str]) -> str:
    return PAPER_COMMA.join(names) or PAPER_NONE


def _remarks(text: str) -> str:
    words = text.strip()
    if len(words) > LONGEST:
        raise RuleBroken("remarks", N_("最多 %(most)s 个字。"), most=LONGEST)
    return words


def _must_be_draft(bulletin: Bulletin) -> None:
    if bulletin.state != "draft":
        raise RuleBroken(None, N_("这份通报已经签发或撤回，不能再改。"))
