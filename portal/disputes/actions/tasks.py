"""Several bodies work on one dispute at once (并联化解、联合调解): each is given its task, signs for it, answers, or is
let go. A body that signs in does so itself; for one outside a letter goes out, and its answer is entered at the letter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from portal import audit, clock, settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.disputes import papers, tasks
from portal.disputes.kinds import TASK_ROLES
from portal.disputes.models import Dispute, DisputeTask
from portal.errors import N_, NotFound, RuleBroken
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.letters.actions import draft_letter, withdraw_letter
from portal.letters.kinds import INTERIM, LIAISON, OUTCOMES
from portal.letters.models import Letter, LetterAnswer
from portal.letters.wording import OUTSIDE_KINDS
from portal.units.models import Unit
from portal.units.queries import get_unit

MOST_TASKS = 30
LONGEST_OPINION = 4000
DAYS = settings.define(
    "disputes.task_days",
    "integer",
    5,
    N_("联合化解任务的办理期限"),
    N_("矛盾纠纷"),
    hint=N_("工作日，从交办次日算起；交办时可以另定日期。"),
    minimum=1,
    maximum=90,
    per_unit=True,
)


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """A task to be given: to a unit of the tree (`body_id`) or to a body outside by its name; without a day it is counted.

    `where` is the place of its fields in a form, before their names.
    """

    task: str
    role: str = "joint"
    body_id: int | None = None
    body: str = ""
    due_on: dt.date | None = None
    where: str = ""


def give_tasks(
    actor: Actor,
    dispute: Dispute,
    *,
    version: int | None,
    unit_id: int,
    new: Sequence[NewTask],
    lead: NewTask | None = None,
) -> list[DisputeTask]:
    """Give these bodies their tasks at the same moment, in the name of `unit_id`; who signs in finds it on its page, to each of
    the others a letter is drafted. One body leads.

    Raises RuleBroken at `tasks-<n>-<field>` or `lead-<field>`, or at None where nobody leads, Conflict.
    """
    actor.must("disputes.give_task")
    dispute.expect_version(version)
    places = [("lead-", lead)] if lead else []
    places += [(one.where or f"tasks-{index}-", one) for index, one in enumerate(new)]
    if not places:
        raise RuleBroken("tasks-0-task", N_("请至少填写一个单位和它的任务。"))
    standing = [task for task in tasks.list_tasks(dispute) if task.state != "withdrawn"]
    if len(standing) + len(places) > MOST_TASKS:
        raise RuleBroken(None, N_("一件纠纷最多 %(most)s 个单位。"), most=MOST_TASKS)
    _must_have_one_lead(standing, [one for _where, one in places])
    names = {task.body for task in standing}
    made: list[DisputeTask] = []
    for where, one in places:
        row = _make(actor, dispute, one, unit_id=unit_id, where=where)
        if row.body in names:
            raise RuleBroken(f"{where}body_id", N_("“%(name)s”已经有任务了。"), name=row.body)
        names.add(row.body)
        row.position = len(standing) + len(made) + 1
        session.add(row)
        made.append(row)
    dispute.touch()
    session.flush()
    leader = next((task.body for task in [*standing, *made] if task.role == "lead"), "")
    for row in made:
        _send(actor, dispute, row, unit_id=unit_id, lead=leader)
    return made


def sign_for_task(
    actor: Actor,
    task: DisputeTask,
    *,
    version: int | None,
    person: str,
    phone: str = "",
    on: dt.date | None = None,
) -> DisputeTask:
    """The body signs for its task and names whom it sends. Raises RuleBroken at `person`, NotFound for another body, Conflict."""
    actor.must("disputes.answer_task")
    _must_be_own(actor, task)
    return _sign_for(actor, task, version=version, by=actor.name, person=person, phone=phone, on=on)


def record_receipt(
    actor: Actor,
    task: DisputeTask,
    *,
    version: int | None,
    signed_for_by: str,
    person: str = "",
    phone: str = "",
    on: dt.date | None = None,
) -> DisputeTask:
    """Enter from the receipt (回执) of our letter that a body outside signed for its task. Raises RuleBroken, Conflict."""
    actor.must("disputes.give_task")
    _must_have_given(actor, task)
    if task.letter is None or task.letter.state == "draft":
        raise RuleBroken(None, N_("请先把函发出，收到回执后再登记签收。"))
    by = _word(signed_for_by, "signed_for_by", 100, wanted=True)
    return _sign_for(actor, task, version=version, by=by, person=person or by, phone=phone, on=on)


def answer_task(
    actor: Actor,
    task: DisputeTask,
    *,
    version: int | None,
    opinion: str,
    person: str = "",
    number: str = "",
    upload: tuple[BinaryIO, str] | None = None,
) -> DisputeTask:
    """The body answers with its written opinion, once. Raises RuleBroken at the field, NotFound for another body, Conflict."""
    actor.must("disputes.answer_task")
    _must_be_own(actor, task)
    task.expect_version(version)
    if task.state != "signed_for":
        raise RuleBroken(None, N_("请先签收，再反馈；已反馈或已撤回的任务不能再填。"))
    file = None
    if upload is not None:
        file = store_file(actor, stream=upload[0], name=upload[1], purpose="disputes.task", field="file")
    task.person = _word(person, "person", 100) or task.person
    words = _word(opinion, "opinion", LONGEST_OPINION, wanted=True)
    return _answer(actor, task, opinion=words, number=number, file=file, on=clock.today())


def withdraw_task(actor: Actor, task: DisputeTask, *, version: int | None, reason: str) -> DisputeTask:
    """Let a body go: its task ends with a reason, and its letter is withdrawn. Raises RuleBroken at `reason`, Conflict."""
    actor.must("disputes.give_task")
    _must_have_given(actor, task)
    task.expect_version(version)
    if task.state not in tasks.OPEN:
        raise RuleBroken(None, N_("已反馈或已撤回的任务不能再撤回。"))
    if task.role == "lead" and tasks.took_part(task.dispute):
        raise RuleBroken(None, N_("还有参加单位，牵头单位不能先撤回。"))
    why = _word(reason, "reason", 300, wanted=True)
    _withdraw(actor, task, why)
    if task.letter is not None and task.letter.state in {"draft", "sent"}:
        withdraw_letter(actor, task.letter, version=None, reason=why)
    return task


def hear_answer(actor: Actor, letter: Letter, answer: LetterAnswer) -> None:
    """An answer to our letter was entered: it is the body's answer; an interim one says that it has the letter."""
    task = session.get(DisputeTask, letter.subject_id)
    if task is None or task.letter_id != letter.id or task.state == "withdrawn":
        return
    by = answer.signer or task.body
    if task.state == "waiting":
        _sign_for(actor, task, version=None, by=by, person=by, phone="", on=answer.dated_on)
    if answer.outcome == INTERIM:
        return
    words = "：".join(text for text in (OUTCOMES[answer.outcome], answer.text or "") if text)
    _answer(actor, task, opinion=words, number=answer.number, file=answer.file, on=answer.received_on)


def hear_withdrawal(actor: Actor, letter: Letter) -> None:
    """Our letter was withdrawn: the task goes with it."""
    task = session.get(DisputeTask, letter.subject_id)
    if task is not None and task.letter_id == letter.id and task.state in tasks.OPEN:
        _withdraw(actor, task, letter.withdrawn_because)


def _make(actor: Actor, dispute: Dispute, new: NewTask, *, unit_id: int, where: str) -> DisputeTask:
    if new.role not in TASK_ROLES:
        raise RuleBroken(f"{where}role", N_("请从所列选项中选择。"))
    unit = get_unit(new.body_id) if new.body_id is not None else None
    name = unit.name if unit else _word(new.body, f"{where}body", 100)
    if not name:
        raise RuleBroken(f"{where}body", N_("请选择单位，或填写单位名称。"))
    today = clock.today()
    if new.due_on is not None and new.due_on < today:
        raise RuleBroken(f"{where}due_on", N_("办理期限不能早于今天。"))
    due = due_after(today, settings.value(DAYS.key, unit_id=unit_id))
    return DisputeTask(
        dispute_id=dispute.id,
        role=new.role,
        body_id=unit.id if unit else None,
        body=name,
        task=_word(new.task, f"{where}task", 300, wanted=True),
        sent_on=today,
        due_on=new.due_on or due.due,
        due_is_provisional=new.due_on is None and due.provisional,
        made_by=actor.account_id,
    )


def _send(actor: Actor, dispute: Dispute, task: DisputeTask, *, unit_id: int, lead: str) -> None:
    """Who gives tasks has signed for its own; who signs in finds it; to any other body goes a letter."""
    audit.record(
        actor,
        "disputes.give_task",
        task,
        number=dispute.number,
        body=task.body,
        role=task.role,
        due=task.due_on,
    )
    if task.body_id == unit_id:
        _sign_for(actor, task, version=None, by=actor.name, person=actor.name, phone="", on=None)
    elif task.body_id is None or not tasks.can_sign_in(task.body_id):
        unit = session.get(Unit, task.body_id) if task.body_id is not None else None
        letter = draft_letter(
            actor,
            kind=LIAISON,
            unit_id=unit_id,
            addressee_id=unit.id if unit is not None and unit.kind in OUTSIDE_KINDS else None,
            addressee=task.body,
            subject=task,
            subject_label=f"{dispute.number} {task.body}",
            subject_href=f"/disputes/tasks/{task.id}",
            title=papers.TITLE[task.role],
            body=papers.invitation(
                number=dispute.number,
                matter=dispute.title,
                category=dispute.category.name,
                role=task.role,
                lead=lead,
                task=task.task,
            ),
            due_on=task.due_on,
        )
        task.letter_id = letter.id
        session.flush()


def _sign_for(
    actor: Actor,
    task: DisputeTask,
    *,
    version: int | None,
    by: str,
    person: str,
    phone: str,
    on: dt.date | None,
) -> DisputeTask:
    task.expect_version(version)
    if task.state != "waiting":
        raise RuleBroken(None, N_("这项任务已经签收、反馈或撤回。"))
    day = on or clock.today()
    if not task.sent_on <= day <= clock.today():
        raise RuleBroken("on", N_("签收日期不能早于交办日期，也不能晚于今天。"))
    task.person = _word(person, "person", 100, wanted=True)
    task.person_phone = _word(phone, "phone", 30) or None
    task.state, task.signed_for_on, task.signed_for_by = "signed_for", day, by
    session.flush()
    audit.record(actor, "disputes.sign_for_task", task, number=task.dispute.number, body=task.body, day=day)
    return task


def _answer(
    actor: Actor, task: DisputeTask, *, opinion: str, number: str, file: StoredFile | None, on: dt.date
) -> DisputeTask:
    task.opinion, task.answer_number = opinion, _word(number, "number", 80)
    task.file, task.state, task.answered_on = file, "answered", on
    session.flush()
    audit.record(actor, "disputes.answer_task", task, number=task.dispute.number, body=task.body, day=on)
    return task


def _withdraw(actor: Actor, task: DisputeTask, reason: str) -> None:
    task.state, task.withdrawn_because = "withdrawn", reason[:300]
    session.flush()
    audit.record(
        actor, "disputes.withdraw_task", task, number=task.dispute.number, body=task.body, reason=reason
    )


def _must_be_own(actor: Actor, task: DisputeTask) -> None:
    if task.body_id is None or task.body_id != actor.unit_id:
        raise NotFound


def _must_have_given(actor: Actor, task: DisputeTask) -> None:
    """Committee and street both give tasks about one dispute: each follows and withdraws its own."""
    if not tasks.is_given_by(actor, task):
        raise RuleBroken(None, N_("这项任务由别的单位交办，请由交办单位办理。"))


def _must_have_one_lead(standing: Sequence[DisputeTask], new: Sequence[NewTask]) -> None:
    leads = sum(one.role == "lead" for one in standing) + sum(one.role == "lead" for one in new)
    if leads != 1:
        raise RuleBroken(None, N_("联合化解须有一个牵头单位，也只能有一个。"))


def _word(text: str, where: str, most: int, *, wanted: bool = False) -> str:
    word = text.strip()
    if wanted and not word:
        raise RuleBroken(where, N_("请填写这一项。"))
    if len(word) > most:
        raise RuleBroken(where, N_("最多 %(most)s 个字。"), most=most)
    return word
