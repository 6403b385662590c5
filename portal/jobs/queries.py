"""Reading jobs: one person's own, everybody's for the administrator, and the order in which they are taken.

The line is fair: among waiting jobs, everybody's first comes before anybody's second; what a person has running counts
as well. Within a turn the one that waits longest is first.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Subquery, func, select

from portal import clock
from portal.accounts.models import StaffAccount
from portal.accounts.queries import actor_for
from portal.actor import Actor
from portal.db import session
from portal.errors import Forbidden, NotFound
from portal.jobs.models import OPEN, RUNNING, WAITING, Job
from portal.jobs.registry import find_kind
from portal.units.models import Post


def get_own_job(actor: Actor, job_id: int) -> Job:
    """A job that this account asked for; raises NotFound for any other."""
    job = find_job(job_id)
    if job is None or job.asked_by != actor.account_id:
        raise NotFound
    return job


def find_job(job_id: int) -> Job | None:
    """The job with this key, or None."""
    return session.get(Job, job_id)


def locked_job(job_id: int) -> Job:
    """The job as it is now, kept from every other writer until this transaction ends; raises NotFound."""
    statement = (
        select(Job).where(Job.id == job_id).with_for_update().execution_options(populate_existing=True)
    )
    job = session.scalars(statement).first()
    if job is None:
        raise NotFound
    return job


def find_open_job(request_key: str) -> Job | None:
    """The waiting or running job of a request, or None."""
    return session.scalars(select(Job).where(Job.request_key == request_key, Job.state.in_(OPEN))).first()


@dataclass(frozen=True)
class JobPage:
    """A page of jobs and how many there are in all."""

    rows: list[Job]
    total: int


def list_own_jobs(actor: Actor, *, page: int = 1, size: int = 50) -> JobPage:
    """What this account asked for, newest first."""
    own = Job.asked_by == actor.account_id
    total = session.scalar(select(func.count(Job.id)).where(own)) or 0
    statement = select(Job).where(own).order_by(Job.asked_at.desc(), Job.id.desc())
    return JobPage(list(session.scalars(statement.offset((page - 1) * size).limit(size))), total)


def list_all_jobs(*, page: int = 1, size: int = 50) -> JobPage:
    """Everybody's jobs: those that run, those that wait, then the rest, newest first."""
    total = session.scalar(select(func.count(Job.id))) or 0
    order = (Job.state != RUNNING, Job.state != WAITING, Job.asked_at.desc(), Job.id.desc())
    statement = select(Job).order_by(*order).offset((page - 1) * size).limit(size)
    return JobPage(list(session.scalars(statement)), total)


def list_open_jobs() -> list[Job]:
    """Every job that runs or waits, those that run first, then as they were asked for."""
    statement = select(Job).where(Job.state.in_(OPEN)).order_by(Job.state != RUNNING, Job.id)
    return list(session.scalars(statement))


def is_result(key: str) -> bool:
    """Whether a job offers the result with this key."""
    return session.scalar(select(Job.id).where(Job.result_key == key).limit(1)) is not None


def count_in_state(state: str) -> int:
    """How many jobs are in a state."""
    return session.scalar(select(func.count(Job.id)).where(Job.state == state)) or 0


def list_line(*, limit: int, only_due: bool = True) -> list[int]:
    """The keys of the jobs that are taken next, in that order; `only_due` leaves out those that wait to be tried again."""
    line = _line(only_due)
    return list(session.scalars(select(line.c.id).order_by(line.c.place).limit(limit)))


def place_in_line(job: Job) -> int | None:
    """How many-th a waiting job is (from 1), or None when it does not wait."""
    line = _line(only_due=False)
    return session.scalar(select(line.c.place).where(line.c.id == job.id))


def _line(only_due: bool) -> Subquery:
    running = (
        select(Job.asked_by, func.count(Job.id).label("count"))
        .where(Job.state == RUNNING)
        .group_by(Job.asked_by)
        .subquery()
    )
    own = func.row_number().over(partition_by=Job.asked_by, order_by=(Job.not_before, Job.id))
    turn = own + func.coalesce(running.c.count, 0)
    waiting = select(Job.id, Job.not_before, turn.label("turn")).where(Job.state == WAITING)
    if only_due:
        waiting = waiting.where(Job.not_before <= clock.now())
    turns = waiting.outerjoin(running, running.c.asked_by == Job.asked_by).subquery()
    place = func.row_number().over(order_by=(turns.c.turn, turns.c.not_before, turns.c.id))
    return select(turns.c.id, place.label("place")).subquery()


def is_still_allowed(job: Job) -> bool:
    """Whether the asker may have today what the job made: the post it was asked for at is still held and carries the right.

    Which post is active does not matter: what was made at one street must not be read at another.
    """
    kind = find_kind(job.kind)
    if kind is None:
        return False
    try:
        get_asker(job, kind.permission)
    except Forbidden:
        return False
    return True


def get_asker(job: Job, permission: str) -> Actor:
    """Who asked, at the post they asked at, with the rights of today; raises Forbidden when they have left the post or it
    does not carry the permission any more."""
    account = session.get(StaffAccount, job.asked_by) if job.asked_by else None
    post = session.get(Post, job.asked_post_id) if job.asked_post_id else None
    if account is None or post is None or not account.is_active:
        raise Forbidden(permission)
    if post.account_id != account.id or not post.is_held_on(clock.today()):
        raise Forbidden(permission)
    actor = actor_for(account, post)
    actor.must(permission)
    return actor
