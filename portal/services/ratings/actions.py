"""The verbs of ratings: what a resident says, once and once more; the call back after a bad one; the slip to fill in at home.

Who enters a rating stands in the trail without the level; who is called back is called by somebody who did not work on the case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from portal import audit, clock, settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.documents.actions import issue_document
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.services.actions.moves import hold_applicant, read_note, read_reason
from portal.services.models import Application
from portal.services.queries.applications import papers_of
from portal.services.ratings import papers
from portal.services.ratings.levels import ASPECTS, BAD, FINDINGS, LEVELS, WAYS
from portal.services.ratings.models import CaseRating, RatingCallback
from portal.services.ratings.queries import MOST_ROUNDS, RATEABLE, ratings_of

_GROUP = N_("便民服务")
CALL_DAYS = settings.define(
    "services.rating_call_days",
    "integer",
    1,
    N_("差评回访期限（工作日）"),
    _GROUP,
    hint=N_("收到“不满意”“非常不满意”后多少个工作日内联系评价人。"),
    minimum=0,
    maximum=30,
)
MEND_DAYS = settings.define(
    "services.rating_mend_days",
    "integer",
    15,
    N_("差评整改期限（工作日）"),
    _GROUP,
    hint=N_("收到差评后多少个工作日内核实、整改并答复。"),
    minimum=1,
    maximum=90,
)


def enter_rating(
    actor: Actor,
    application: Application,
    *,
    level: int,
    way: str,
    aspects: Mapping[str, int] | None = None,
    remark: str = "",
) -> CaseRating:
    """Keep what the resident said of a case that has its result; the second time it takes the first one's place.

    A bad rating opens a call back with its limits. Raises RuleBroken at `level`, `way` or `remark`, and for a third rating.
    """
    actor.must("services.enter_rating")
    hold_applicant(application)
    if application.state not in RATEABLE:
        raise RuleBroken(None, N_("办件还没有结果，现在不能评价。"))
    before = ratings_of(application)
    if len(before) >= MOST_ROUNDS:
        raise RuleBroken(None, N_("这一办件已经评价过并更改过一次，不能再改。"))
    if level not in LEVELS:
        raise RuleBroken("level", N_("请选择一个评价。"))
    if way not in WAYS:
        raise RuleBroken("way", N_("请选择评价方式。"))
    given = {code: value for code, value in (aspects or {}).items() if code in ASPECTS and value in LEVELS}
    for former in before:
        former.is_last = False
    rating = CaseRating(
        application=application,
        unit_id=application.unit_id,
        item_id=application.item_id,
        round=len(before) + 1,
        level=level,
        aspects=given,
        way=way,
        rated_on=clock.today(),
        remark=read_note(remark, "remark"),
    )
    session.add(rating)
    session.flush()
    if level in BAD:
        _open_callback(rating)
    audit.record(actor, "services.enter_rating", rating, way=way, round=rating.round)
    return rating


def _open_callback(rating: CaseRating) -> None:
    day, unit_id = rating.rated_on, rating.unit_id
    call = int(settings.value(CALL_DAYS.key, on=day, unit_id=unit_id))
    mend = int(settings.value(MEND_DAYS.key, on=day, unit_id=unit_id))
    session.add(
        RatingCallback(
            rating=rating,
            unit_id=unit_id,
            call_by=due_after(day, call).due,
            mend_by=due_after(day, mend).due,
        )
    )
    session.flush()


def call_back(
    actor: Actor, callback: RatingCallback, *, version: int | None, on: dt.date, finding: str, found: str
) -> RatingCallback:
    """The resident was called: what they said and whether it is so. Raises RuleBroken at `on`, `finding` or `found`."""
    _may_handle(actor, callback, version)
    if callback.state != "open":
        raise RuleBroken(None, N_("已经回访过了。页面可能已过时，请刷新。"))
    if not callback.rating.rated_on <= on <= clock.today():
        raise RuleBroken("on", N_("回访日期不能早于评价日期，也不能晚于今天。"))
    if finding not in FINDINGS:
        raise RuleBroken("finding", N_("请选择核实的结果。"))
    callback.found = read_reason(found, "found")
    callback.finding, callback.called_on, callback.state = finding, on, "contacted"
    return _kept(actor, callback, "services.call_back")


def settle_callback(
    actor: Actor, callback: RatingCallback, *, version: int | None, done: str
) -> RatingCallback:
    """What was mended, and what the resident was told of it. Raises RuleBroken at `done`, and before they were called."""
    _may_handle(actor, callback, version)
    if callback.state != "contacted":
        raise RuleBroken(None, N_("请先登记回访，再登记整改结果。"))
    callback.done = read_reason(done, "done")
    callback.settled_on, callback.state = clock.today(), "settled"
    return _kept(actor, callback, "services.settle_callback")


def _may_handle(actor: Actor, callback: RatingCallback, version: int | None) -> None:
    actor.must("services.call_back")
    application = callback.rating.application
    for account_id in (application.accepted_by, application.reviewed_by, application.decided_by):
        actor.must_differ_from("services.call_back", account_id)
    callback.expect_version(version)


def _kept(actor: Actor, callback: RatingCallback, verb: str) -> RatingCallback:
    callback.handler_id = actor.account_id
    session.flush()
    audit.record(actor, verb, callback, to_state=callback.state, day=callback.called_on)
    return callback


def print_slip(actor: Actor, application: Application) -> Document:
    """The slip to rate on paper (评价表); the one that was made before serves again. Raises RuleBroken before the result."""
    actor.must("services.enter_rating")
    if application.state not in RATEABLE:
        raise RuleBroken(None, N_("办件还没有结果，现在不能评价。"))
    for paper in papers_of(application):
        if paper.kind == papers.KIND and paper.status == "valid":
            return paper
    return issue_document(
        actor,
        kind=papers.KIND,
        facts=papers.rating_slip(application, clock.today()),
        unit_id=application.unit_id,
        subject=application,
    )
