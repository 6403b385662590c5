"""A body's own page of tasks (联合化解任务): what waits for it, signing for, answering; and what who gave a task enters."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.actor import Actor
from portal.disputes import forms, reach, tasks
from portal.disputes.actions import tasks as actions
from portal.disputes.kinds import TASK_ROLES
from portal.disputes.models import DisputeTask
from portal.disputes.routes.base import Answer, blueprint
from portal.errors import N_, NotFound
from portal.files.actions import open_file
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.carrying_out import carry_out
from portal.web.htmx import render

navigation.add("disputes.list_tasks", label=N_("联合化解任务"), group=N_("人民调解"), order=345)


@blueprint.get("/disputes/tasks")
@requires("disputes.read_task")
def list_tasks() -> str:
    """What waits for the reader's unit."""
    actor = current_actor()
    tab = request.args.get("tab", "open")
    tab = tab if tab in tasks.TABS else "open"
    page = tasks.list_own_tasks(actor, tab=tab, page=asked_page())
    return render(
        "disputes/list_tasks.html",
        page=page,
        tab=tab,
        tabs=tasks.TABS,
        counts=tasks.count_own_tasks(actor),
        roles=TASK_ROLES,
    )


@blueprint.get("/disputes/tasks/<int:task_id>")
@requires("disputes.read_task")
def read_task(task_id: int) -> str:
    """One task: the least of the dispute that the body needs, who leads, and the one next step."""
    actor = current_actor()
    return render("disputes/read_task.html", **shown(actor, tasks.get_task(actor, task_id)))


@blueprint.route("/disputes/tasks/<int:task_id>/sign-for", methods=["GET", "POST"])
@requires("disputes.answer_task")
def sign_for_task(task_id: int) -> Answer:
    """The body signs for its task and names whom it sends."""
    actor = current_actor()
    found = tasks.get_own_task(actor, task_id)
    form = forms.SignForTaskForm(version=str(found.version), person=actor.name)
    return carry_out(
        form,
        lambda: actions.sign_for_task(
            actor,
            found,
            version=form.seen_version,
            person=form.person.data or "",
            phone=form.phone.data or "",
        ),
        show=lambda: render("disputes/sign_for_task.html", form=form, **shown(actor, found)),
        to=url_for(".read_task", task_id=task_id),
        done=_("已签收。办完后请在期限内填写书面意见。"),
    )


@blueprint.route("/disputes/tasks/<int:task_id>/answer", methods=["GET", "POST"])
@requires("disputes.answer_task")
def answer_task(task_id: int) -> Answer:
    """The body's written opinion."""
    actor = current_actor()
    found = tasks.get_own_task(actor, task_id)
    form = forms.AnswerTaskForm(version=str(found.version))

    def act() -> None:
        upload = form.file.data
        actions.answer_task(
            actor,
            found,
            version=form.seen_version,
            opinion=form.opinion.data or "",
            person=form.person.data or "",
            number=form.number.data or "",
            upload=(upload.stream, upload.filename or "") if upload else None,
        )

    return carry_out(
        form,
        act,
        show=lambda: render("disputes/answer_task.html", form=form, **shown(actor, found)),
        to=url_for(".read_task", task_id=task_id),
        done=_("书面意见已提交，牵头单位可以看到。"),
    )


@blueprint.route("/disputes/tasks/<int:task_id>/receipt", methods=["GET", "POST"])
@requires("disputes.give_task")
def record_receipt(task_id: int) -> Answer:
    """Who signed for the letter at a body outside, as its receipt says."""
    actor = current_actor()
    found = tasks.get_given_task(actor, task_id)
    form = forms.RecordReceiptForm(version=str(found.version), on=clock.today())
    return carry_out(
        form,
        lambda: actions.record_receipt(
            actor,
            found,
            version=form.seen_version,
            signed_for_by=form.signed_for_by.data or "",
            person=form.person.data or "",
            phone=form.phone.data or "",
            on=form.on.data,
        ),
        show=lambda: render("disputes/record_receipt.html", form=form, **shown(actor, found)),
        to=url_for(".read_task", task_id=task_id),
        done=_("签收已登记。"),
    )


@blueprint.route("/disputes/tasks/<int:task_id>/withdraw", methods=["GET", "POST"])
@requires("disputes.give_task")
def withdraw_task(task_id: int) -> Answer:
    """Let a body go."""
    actor = current_actor()
    found = tasks.get_given_task(actor, task_id)
    form = forms.WithdrawTaskForm(version=str(found.version))
    return carry_out(
        form,
        lambda: actions.withdraw_task(actor, found, version=form.seen_version, reason=form.reason.data or ""),
        show=lambda: render("disputes/withdraw_task.html", form=form, **shown(actor, found)),
        to=url_for(".read_task", task_id=task_id),
        done=_("任务已撤回。"),
    )


@blueprint.get("/disputes/tasks/<int:task_id>/opinion")
@requires("disputes.read_task")
def read_opinion(task_id: int) -> Response:
    """The scan of a body's written opinion; that somebody looked at it is noted."""
    actor = current_actor()
    found = tasks.get_task(actor, task_id)
    if found.file is None:
        raise NotFound
    audit.record_afterwards(actor, "disputes.read_opinion", found, number=found.dispute.number)
    return Response(open_file(found.file), mimetype=found.file.media_type)


def shown(actor: Actor, task: DisputeTask) -> dict[str, Any]:
    """What the pages of one task say about it."""
    return {
        "task": task,
        "dispute": task.dispute,
        "light": tasks.light_of(task),
        "lead": tasks.lead_of(task.dispute),
        "place": reach.find_page(actor, task.dispute),
        "is_given": tasks.is_given_by(actor, task),
        "is_own": task.body_id is not None and task.body_id == actor.unit_id,
        "roles": TASK_ROLES,
    }
