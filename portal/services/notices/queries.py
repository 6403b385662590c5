"""Reading notices: where a record stands with its notice, one notice, lists, and what a community has to do today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, distinct, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import Model, session
from portal.errors import N_, NotFound
from portal.files.models import StoredFile
from portal.services.notices.models import NoticeObjection, PublicNotice, PublishedList
from portal.services.notices.states import STATES
from portal.units.models import Unit
from portal.units.queries import get_unit, list_units, visible_unit_ids, within_scope

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 20
GONE = frozenset({"replaced", "cancelled"})
SEES_OBJECTORS = "services.settle_objection"


@dataclass(frozen=True)
class NoticeState:
    """Whether a decision must still wait for the notice, and the sentence that says until when or for what.

    `sentence` is a marked text with `params`, days as dates (filter `sentence` in templates, RuleBroken in actions).
    `stage` is none, to_post, running, to_remove, slip_missing, objection_open, post_again, refuse_only or over. In
    `refuse_only` an objection holds and nothing is posted again: a refusal may be decided, a grant may not.
    """

    locked: bool
    stage: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)
    notice: PublicNotice | None = None

    @property
    def refuse_only(self) -> bool:
        """Whether only a refusal may be decided."""
        return self.stage == "refuse_only"


def is_over(notice: PublicNotice, on: dt.date | None = None) -> bool:
    """Whether the notice hung to the end of its last day: true from the day after."""
    return notice.posted_on is not None and (on or clock.today()) > notice.until


def find_notice(subject: Model) -> PublicNotice | None:
    """The current notice of a record, or None."""
    return find_notices(type(subject).__name__, [subject.id]).get(subject.id)


def find_notices(subject_type: str, keys: Collection[int]) -> dict[int, PublicNotice]:
    """The current notices of many records of one kind, by the record's key, with their objections."""
    statement = (
        select(PublicNotice)
        .where(
            PublicNotice.subject_type == subject_type,
            PublicNotice.subject_id.in_(keys),
            PublicNotice.state.not_in(GONE),
        )
        .options(selectinload(PublicNotice.objections))
    )
    return {one.subject_id: one for one in session.scalars(statement)}


def list_rounds(notice: PublicNotice) -> list[PublicNotice]:
    """Every notice of the same record, oldest first, those that were replaced or cancelled included."""
    statement = (
        select(PublicNotice)
        .where(PublicNotice.subject_type == notice.subject_type, PublicNotice.subject_id == notice.subject_id)
        .order_by(PublicNotice.id)
    )
    return list(session.scalars(statement))


def state_of(subject: Model, on: dt.date | None = None) -> NoticeState:
    """Where a record stands with its notice on a day (today when None)."""
    return state_of_notice(find_notice(subject), on)


def state_of_notice(notice: PublicNotice | None, on: dt.date | None = None) -> NoticeState:
    """The same for a notice at hand; None when there is none."""
    if notice is None:
        return NoticeState(True, "none", N_("还没有公示。"))
    day = on or clock.today()
    stage = _stage(notice, day)
    opened = sum(one.settled_on is None for one in notice.objections)
    params = {"until": notice.until, "post_on": notice.post_on, "count": opened}
    return NoticeState(stage not in {"over", "refuse_only"}, stage, SENTENCES[stage], params, notice)


SENTENCES: dict[str, str] = {
    "to_post": N_("公示单还没有张贴（张贴日 %(post_on)s），公示期满后才能作出决定。"),
    "running": N_("公示期到 %(until)s 24:00，期满后才能作出决定。"),
    "objection_open": N_("有 %(count)s 条异议还没有处理完，处理后才能作出决定。"),
    "post_again": N_("异议成立，须按更正后的意见重新公示，期满后才能作出决定。"),
    "refuse_only": N_("异议成立，不再公示，只能按不予确认办理。"),
    "to_remove": N_("公示期已于 %(until)s 24:00 届满，等社区登记撤下公示并交回盖章的反馈单。"),
    "slip_missing": N_("公示期已满，还没有收到社区盖章的公示情况反馈单。"),
    "over": N_("公示已结束（到 %(until)s 24:00），没有未处理的异议。"),
}


def _stage(notice: PublicNotice, day: dt.date) -> str:
    outcomes = {one.outcome for one in notice.objections}
    if "" in outcomes:
        return "objection_open"
    if "refuse" in outcomes:
        return "refuse_only"
    if "again" in outcomes:
        return "post_again"
    if notice.posted_on is None:
        return "to_post"
    if not is_over(notice, day):
        return "running"
    return {"posted": "to_remove", "removed": "slip_missing"}.get(notice.state, "over")


def count_upheld(subject: Model) -> int:
    """How many notices of a record met an objection that holds and asks for another, cancelled and replaced ones included."""
    statement = (
        select(func.count(distinct(PublicNotice.id)))
        .join(NoticeObjection, NoticeObjection.notice_id == PublicNotice.id)
        .where(
            PublicNotice.subject_type == type(subject).__name__,
            PublicNotice.subject_id == subject.id,
            NoticeObjection.outcome == "again",
        )
    )
    return session.scalar(statement) or 0


def may_post_again(notice: PublicNotice) -> bool:
    """Whether this notice makes way for another: an objection held, and none is open."""
    return _stage(notice, clock.today()) == "post_again"


def get_notice(actor: Actor, notice_id: int) -> PublicNotice:
    """The notice with its objections, if the actor's post may see its unit; raises Forbidden or NotFound."""
    actor.must("services.read_notice")
    if not 0 < notice_id <= LARGEST_KEY:
        raise NotFound
    statement = (
        select(PublicNotice)
        .where(PublicNotice.id == notice_id, within_scope(actor, PublicNotice.unit_id))
        .options(
            selectinload(PublicNotice.objections),
            selectinload(PublicNotice.unit).selectinload(Unit.names),
            joinedload(PublicNotice.document),
            joinedload(PublicNotice.slip_document),
        )
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def get_objection(actor: Actor, notice_id: int, objection_id: int) -> NoticeObjection:
    """One objection to a notice that the actor may see; raises Forbidden or NotFound."""
    notice = get_notice(actor, notice_id)
    found = next((one for one in notice.objections if one.id == objection_id), None)
    if found is None:
        raise NotFound
    return found


def may_read_objections(actor: Actor) -> bool:
    """Whether this reader sees who objected and why: who settles objections or decides; others see that there is one."""
    return actor.can(SEES_OBJECTORS) or actor.can("services.decide_application")


def get_picture(actor: Actor, notice_id: int, which: str) -> StoredFile:
    """The photograph of posting (`posted`) or taking down (`removed`), or the scanned slip (`slip`); raises NotFound."""
    notice = get_notice(actor, notice_id)
    files = {"posted": notice.posted_photo, "removed": notice.removed_photo, "slip": notice.slip_file}
    found = files.get(which)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Filters:
    """What narrows a list of notices; an empty value does not narrow."""

    state: str = ""
    unit_id: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number from 1, the size of a page, and how many rows there are in all."""

    rows: list[PublicNotice]
    number: int
    size: int
    total: int


def list_notices(actor: Actor, *, filters: Filters, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """One page of the notices that the actor may see, the newest first; a page past the end gives the last one."""
    actor.must("services.read_notice")
    conditions = _conditions(actor, filters)
    total = session.scalar(select(func.count(PublicNotice.id)).where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    statement = select(PublicNotice).where(*conditions).options(*_LINE).order_by(PublicNotice.id.desc())
    rows = list(session.scalars(statement.limit(size).offset((number - 1) * size)))
    return Page(rows, number, size, total)


@dataclass(frozen=True)
class Work:
    """What waits at the boards: to post, to take down, slips to bring back, objections to settle, to be posted again."""

    to_post: list[PublicNotice]
    to_remove: list[PublicNotice]
    slips: list[PublicNotice]
    objections: list[PublicNotice]

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return len(self.to_post) + len(self.to_remove) + len(self.slips) + len(self.objections)


def list_work(actor: Actor, today: dt.date | None = None) -> Work:
    """What is to be done at the boards of the actor's units today; objections only for whoever settles them."""
    actor.must("services.read_notice")
    day = today or clock.today()
    hers = within_scope(actor, PublicNotice.unit_id)
    at_board = actor.can("services.post_notice")

    def listed(*conditions: ColumnElement[bool]) -> list[PublicNotice]:
        statement = select(PublicNotice).where(hers, *conditions).options(*_LINE)
        return list(session.scalars(statement.order_by(PublicNotice.post_on, PublicNotice.id)))

    open_one = exists().where(
        NoticeObjection.notice_id == PublicNotice.id, NoticeObjection.settled_on.is_(None)
    )
    return Work(
        to_post=listed(PublicNotice.state == "to_post") if at_board else [],
        to_remove=listed(PublicNotice.state == "posted", PublicNotice.until < day) if at_board else [],
        slips=listed(PublicNotice.state == "removed") if at_board else [],
        objections=listed(PublicNotice.state.not_in(GONE), open_one) if actor.can(SEES_OBJECTORS) else [],
    )


def list_printed(actor: Actor, *, source: str, limit: int = 20) -> list[PublishedList]:
    """The newest printings of a published list at the actor's units."""
    statement = (
        select(PublishedList)
        .where(within_scope(actor, PublishedList.unit_id), PublishedList.source == source)
        .options(joinedload(PublishedList.document), joinedload(PublishedList.maker))
        .order_by(PublishedList.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def list_communities(actor: Actor) -> list[Unit]:
    """The communities whose boards the actor may see, by code."""
    visible = visible_unit_ids(actor)
    return [unit for unit in list_units(kind="community") if visible is None or unit.id in visible]


def unit_in_sight(actor: Actor, unit_id: int) -> Unit:
    """The unit whose board it is, if the actor's post reaches it; raises NotFound."""
    visible = visible_unit_ids(actor)
    if visible is not None and unit_id not in visible:
        raise NotFound
    return get_unit(unit_id)


_LINE = (
    selectinload(PublicNotice.unit).selectinload(Unit.names),
    selectinload(PublicNotice.objections).load_only(NoticeObjection.outcome, NoticeObjection.settled_on),
)


def _conditions(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    found = [within_scope(actor, PublicNotice.unit_id)]
    if filters.state in STATES:
        found.append(PublicNotice.state == filters.state)
    if filters.unit_id is not None:
        found.append(PublicNotice.unit_id == filters.unit_id)
    if filters.text:
        found.append(
            PublicNotice.title.contains(filters.text, autoescape=True)
            | PublicNotice.subject_label.contains(filters.text, autoescape=True)
        )
    return found
