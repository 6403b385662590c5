"""Reading the tasks of several bodies about one dispute (并联): whose turn it is, what waits for a unit, who took part.

A body that signs in sees its own tasks and the least of the dispute that it needs; who gave them sees all of a dispute.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from portal import clock, settings
from portal.accounts.roles import PERMISSIONS
from portal.actor import Actor
from portal.db import session
from portal.disputes import reach
from portal.disputes.models import Dispute, DisputeTask
from portal.errors import N_, NotFound
from portal.units.models import Unit
from portal.units.queries import list_posts, list_posts_at, list_units

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 20
ANSWERS = "disputes.answer_task"
OPEN = ("waiting", "signed_for")
TABS = {"open": N_("待办"), "overdue": N_("已超期"), "done": N_("已反馈"), "all": N_("全部")}

SOON = settings.define(
    "disputes.task_soon_days",
    "integer",
    3,
    N_("联合化解任务到期前几天亮黄灯"),
    N_("矛盾纠纷"),
    hint=N_("自然日。已反馈为绿灯，超期为红灯，已撤回为灰灯。"),
    minimum=0,
    maximum=30,
)


@dataclass(frozen=True)
class Light:
    """The light of a task: `tone` as the house's states are coloured, with the word that says the same."""

    code: str
    label: str
    tone: str


LIGHTS = {
    "answered": Light("answered", N_("已反馈"), "good"),
    "late": Light("late", N_("超期反馈"), "good"),
    "spared": Light("spared", N_("纠纷已了结"), "neutral"),
    "overdue": Light("overdue", N_("已超期"), "bad"),
    "soon": Light("soon", N_("即将到期"), "warn"),
    "signed_for": Light("signed_for", N_("已签收，办理中"), "info"),
    "waiting": Light("waiting", N_("待签收"), "waiting"),
    "unsent": Light("unsent", N_("函待发出"), "neutral"),
    "withdrawn": Light("withdrawn", N_("已撤回"), "paused"),
}


def light_of(task: DisputeTask, today: dt.date | None = None) -> Light:
    """Which light a task shows: green answered (late or not), grey withdrawn, red overdue, yellow due soon; else whether it is
    signed for. Nobody is late with an answer about a dispute that is over."""
    day = today or clock.today()
    if task.state == "answered" and task.answered_on is not None and task.answered_on > task.due_on:
        return LIGHTS["late"]
    if task.state in {"answered", "withdrawn"}:
        return LIGHTS[task.state]
    if task.dispute.state != "open":
        return LIGHTS["spared"]
    if task.due_on < day:
        return LIGHTS["overdue"]
    if (task.due_on - day).days <= settings.value(SOON.key):
        return LIGHTS["soon"]
    if task.letter is not None and task.letter.state == "draft":
        return LIGHTS["unsent"]
    return LIGHTS[task.state]


@dataclass(frozen=True)
class Standing:
    """One task as a page shows it: the record and its light."""

    task: DisputeTask
    light: Light


def standings_of(dispute: Dispute) -> list[Standing]:
    """The tasks of a dispute, the leading body first, each with its light."""
    return [Standing(task, light_of(task)) for task in sorted(list_tasks(dispute), key=_order)]


def list_tasks(dispute: Dispute) -> list[DisputeTask]:
    """The tasks of a dispute in the order in which they were given."""
    statement = (
        select(DisputeTask)
        .where(DisputeTask.dispute_id == dispute.id)
        .options(joinedload(DisputeTask.letter), joinedload(DisputeTask.file))
        .order_by(DisputeTask.position, DisputeTask.id)
    )
    return list(session.scalars(statement))


def lead_of(dispute: Dispute) -> DisputeTask | None:
    """The task of the leading body (牵头单位), None where nobody leads."""
    return next(
        (task for task in list_tasks(dispute) if task.role == "lead" and task.state != "withdrawn"), None
    )


def took_part(dispute: Dispute) -> list[DisputeTask]:
    """The bodies that take part (参加单位) and have not been withdrawn: papers and registers name them with their persons."""
    return [task for task in list_tasks(dispute) if task.role == "joint" and task.state != "withdrawn"]


def signing_bodies() -> list[Unit]:
    """The units where somebody can sign for a task in the portal today, by code."""
    roles = {role for role, rights in PERMISSIONS.items() if ANSWERS in rights}
    units = list_units()
    staffed = {post.unit_id for post in list_posts_at([unit.id for unit in units]) if post.role in roles}
    return [unit for unit in units if unit.id in staffed]


def can_sign_in(unit_id: int) -> bool:
    """Whether somebody at this unit can sign for a task in the portal."""
    return any(unit.id == unit_id for unit in signing_bodies())


def get_own_task(actor: Actor, task_id: int) -> DisputeTask:
    """A task of the actor's own unit; raises Forbidden or NotFound."""
    actor.must("disputes.read_task")
    found = _find(task_id)
    if found is None or found.body_id is None or found.body_id != actor.unit_id:
        raise NotFound
    return found


def get_task(actor: Actor, task_id: int) -> DisputeTask:
    """A task of the actor's own unit, or of a dispute that some room shows to the actor; raises Forbidden or NotFound."""
    actor.must("disputes.read_task")
    found = _find(task_id)
    own = found is not None and found.body_id is not None and found.body_id == actor.unit_id
    if found is None or not (own or reach.find_page(actor, found.dispute)):
        raise NotFound
    return found


def get_given_task(actor: Actor, task_id: int) -> DisputeTask:
    """A task of a dispute that some room shows to the actor: who may see it whole may follow its bodies. Raises NotFound."""
    actor.must("disputes.give_task")
    found = _find(task_id)
    if found is None or reach.find_page(actor, found.dispute) is None:
        raise NotFound
    return found


def is_given_by(actor: Actor, task: DisputeTask) -> bool:
    """Whether the actor's unit gave the task: whoever gave it worked there on that day."""
    givers = {post.unit_id for post in list_posts(task.made_by, on=task.sent_on)}
    return not givers or actor.unit_id in givers


@dataclass(frozen=True)
class Page:
    """One page of a list, its number from 1, the size of a page, and how many rows there are in all."""

    rows: list[Standing]
    number: int
    size: int
    total: int


def list_own_tasks(actor: Actor, *, tab: str = "open", page: int = 1) -> Page:
    """What waits for the actor's unit, or waited: the soonest due first, answered ones newest first."""
    actor.must("disputes.read_task")
    conditions = (DisputeTask.body_id == (actor.unit_id or 0), _tab(tab))
    total = session.scalar(select(func.count(DisputeTask.id)).where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + PAGE_SIZE - 1) // PAGE_SIZE))
    statement = (
        select(DisputeTask)
        .where(*conditions)
        .options(joinedload(DisputeTask.dispute).joinedload(Dispute.category), joinedload(DisputeTask.letter))
        .order_by(
            *(
                (DisputeTask.due_on, DisputeTask.id)
                if tab in {"open", "overdue"}
                else (DisputeTask.id.desc(),)
            )
        )
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page(
        [Standing(task, light_of(task)) for task in session.scalars(statement)], number, PAGE_SIZE, total
    )


def count_own_tasks(actor: Actor) -> dict[str, int]:
    """How many tasks of the actor's unit stand under each tab, in one statement."""
    actor.must("disputes.read_task")
    counts = [func.count().filter(_tab(tab)).label(tab) for tab in TABS]
    row = session.execute(select(*counts).where(DisputeTask.body_id == (actor.unit_id or 0))).one()
    return {tab: int(getattr(row, tab)) for tab in TABS}


def _find(task_id: int) -> DisputeTask | None:
    return session.get(DisputeTask, task_id) if 0 < task_id <= LARGEST_KEY else None


def _order(task: DisputeTask) -> tuple[bool, int, int]:
    return task.role != "lead", task.position, task.id


def _tab(tab: str) -> ColumnElement[bool]:
    waits = DisputeTask.state.in_(OPEN) & DisputeTask.dispute.has(Dispute.state == "open")
    if tab == "overdue":
        return waits & (DisputeTask.due_on < clock.today())
    if tab == "done":
        return DisputeTask.state == "answered"
    if tab == "all":
        return DisputeTask.id.is_not(None)
    return waits
