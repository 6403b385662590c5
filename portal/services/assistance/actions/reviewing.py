"""Entering a review (定期核查): two people, what they found, and when the next one falls."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from portal import audit, clock
from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.actions.opening import first_review
from portal.services.assistance.changes import FINDINGS
from portal.services.assistance.models import SupportFile, SupportReview
from portal.services.assistance.queries.staff import may_do
from portal.services.assistance.schemes import CATEGORIES, STANDING

RECLASSIFY = "assistance.propose_change"


def record_review(
    actor: Actor,
    file: SupportFile,
    *,
    version: int | None,
    done_on: dt.date | None,
    with_id: int | None,
    finding: str,
    note: str,
    category: str = "",
) -> SupportReview:
    """Enter what two people found on a day. A finding other than unchanged leads on to a proposal, and changes nothing itself.

    `category` puts the file in another class, whose interval counts from then on; only who may propose changes does that.
    Raises RuleBroken, Conflict.
    """
    actor.must("assistance.record_review")
    file.expect_version(version)
    if file.state not in STANDING:
        raise RuleBroken(None, N_("户号%(number)s已经停保，不用核查。"), number=file.number)
    day = _must_be_a_day(file, done_on)
    if with_id is None or session.get(StaffAccount, with_id) is None or with_id == actor.account_id:
        raise RuleBroken("with_id", N_("核查须有两人，请选择另一位。"))
    if not may_do(with_id, "assistance.record_review"):
        raise RuleBroken("with_id", N_("所选的人不办理核查，请选择另一位。"))
    if finding not in FINDINGS:
        raise RuleBroken("finding", N_("请选择核查结果。"))
    if not note.strip():
        raise RuleBroken("note", N_("请写明核查情况。"))
    _may_put_into(actor, file, category)
    before = file.category
    review = SupportReview(
        file=file,
        due_on=file.next_review_on or done_on,
        done_on=done_on,
        done_by=actor.account_id,
        done_with=with_id,
        finding=finding,
        note=note.strip(),
    )
    session.add(review)
    file.category = category or file.category
    file.next_review_on = first_review(file.category, day)
    session.flush()
    moved = {"category": category, "former": before} if file.category != before else {}
    audit.record(actor, "assistance.record_review", file, file_number=file.number, finding=finding, **moved)
    return review


def _must_be_a_day(file: SupportFile, done_on: dt.date | None) -> dt.date:
    """The day of a review; raises RuleBroken at `done_on` unless it lies between the last one (else the grant) and today."""
    if done_on is None or done_on > clock.today():
        raise RuleBroken("done_on", N_("请填写核查日期，不能晚于今天。"))
    last = session.scalar(select(func.max(SupportReview.done_on)).where(SupportReview.file_id == file.id))
    earliest = last or file.first_granted_on
    if done_on < earliest:
        raise RuleBroken("done_on", N_("核查日期不能早于 %(day)s（确认救助或者上次核查）。"), day=earliest)
    return done_on


def _may_put_into(actor: Actor, file: SupportFile, category: str) -> None:
    """Raise RuleBroken at `category` for an unknown one, and for a new one by a person who may not propose changes."""
    if category and category not in CATEGORIES:
        raise RuleBroken("category", N_("请选择类别。"))
    if category and category != file.category and not actor.can(RECLASSIFY):
        raise RuleBroken("category", N_("类别由街道经办人调整，请把建议写在核查情况中。"))
