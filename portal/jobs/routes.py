"""The pages of long work: one's own tasks, one task that tells how far it is, its result, and the administrator's list."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, flash, jsonify, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal import audit
from portal.errors import N_, NotFound, RuleBroken
from portal.jobs import actions, queries, words
from portal.jobs.models import CANCELLED, DONE, FAILED, STATES, Job
from portal.jobs.registry import label_of
from portal.jobs.results import ResultLost, ResultStream
from portal.web import navigation
from portal.web.access import WATCHING, current_actor, requires, signed_in, unattended
from portal.web.addresses import asked_page
from portal.web.htmx import go_to, render
from portal.web.wording import in_words

blueprint = Blueprint("jobs", __name__)
navigation.add("jobs.list_jobs", label=N_("我的任务"), group=N_("工作"), order=97, key="j")
navigation.add("jobs.list_all_jobs", label=N_("任务管理"), group=N_("系统管理"), order=860)

PAGE_ROWS = 50


@blueprint.get("/jobs")
@signed_in
def list_jobs() -> str:
    """What the reader asked for, newest first."""
    number = asked_page()
    found = queries.list_own_jobs(current_actor(), page=number, size=PAGE_ROWS)
    alike = {(job.kind, job.asked_post_id): job for job in found.rows}
    may = {key: queries.is_still_allowed(job) for key, job in alike.items()}
    return render(
        "jobs/list_jobs.html",
        found=found,
        number=number,
        size=PAGE_ROWS,
        has_result=lambda job: _has_result(job, may[job.kind, job.asked_post_id]),
        **_names(),
    )


@blueprint.get("/jobs/<int:job_id>")
@signed_in
def show_job(job_id: int) -> str:
    """One task: how far it is, its result, or why there is none. The page asks for itself again until it has ended."""
    job = queries.get_own_job(current_actor(), job_id)
    return render(
        "jobs/show_job.html", block="state", job=job, watching={WATCHING: 1}, **_facts(job), **_names()
    )


@blueprint.get("/jobs/<int:job_id>.json")
@signed_in
@unattended
def show_progress(job_id: int) -> Response:
    """The same for programs."""
    job = queries.get_own_job(current_actor(), job_id)
    facts = _facts(job)
    result = None
    if facts["has_result"]:
        result = {
            "name": job.result_name,
            "type": job.result_type,
            "size": job.result_size,
            "sha256": job.result_sha256,
            "until": job.result_until.isoformat() if job.result_until else None,
            "address": url_for(".download_result", job_id=job.id),
        }
    return jsonify(
        id=job.id,
        kind=job.kind,
        title=job.title,
        state=job.state,
        is_open=job.is_open,
        phase=_(job.phase) if job.phase else "",
        done=job.done,
        total=job.total,
        percent=facts["percent"],
        seconds_left=words.seconds_left(job),
        place=facts["place"],
        attempts=job.attempts,
        reason=facts["reason"],
        failed=facts["report"],
        asked_at=job.asked_at.isoformat(),
        ended_at=job.ended_at.isoformat() if job.ended_at else None,
        result=result,
    )


@blueprint.get("/jobs/<int:job_id>/result")
@signed_in
def download_result(job_id: int) -> Response | BaseResponse:
    """The result, a frame at a time, to whoever still holds the post it was made for, with the right to what it holds."""
    actor = current_actor()
    job = queries.get_own_job(actor, job_id)
    if job.state != DONE or not job.result_key or not queries.is_still_allowed(job):
        raise NotFound
    try:
        stream = ResultStream(job.result_key, size=job.result_size, sha256=job.result_sha256)
    except ResultLost as error:
        current_app.logger.error("the result of job %s cannot be given: %s", job.id, error)
        flash(_("结果文件已经损坏或不在，请重新提出这项任务，并通知系统管理员。"), "danger")
        return go_to(url_for(".show_job", job_id=job.id))
    audit.record_afterwards(actor, "jobs.download_result", job, kind=job.kind, sha256=job.result_sha256)
    response = Response(stream, content_type=job.result_type, direct_passthrough=True)
    response.headers["Content-Length"] = str(job.result_size)
    response.headers["Content-Disposition"] = _attachment(job.result_name)
    return response


def _attachment(name: str) -> str:
    """A download of this name: in ASCII for whoever knows no better, and as it is (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@blueprint.post("/jobs/<int:job_id>/cancel")
@signed_in
def cancel_job(job_id: int) -> BaseResponse:
    """Cancel one's own task."""
    actor = current_actor()
    try:
        job = actions.cancel_job(actor, queries.get_own_job(actor, job_id))
        flash(_("任务已取消。") if job.state == CANCELLED else _("正在取消，稍等片刻。"), "info")
    except RuleBroken as error:
        flash(in_words(error), "warning")
    return go_to(url_for(".show_job", job_id=job_id))


@blueprint.post("/jobs/<int:job_id>/retry")
@signed_in
def retry_job(job_id: int) -> BaseResponse:
    """Try one's own task again from the beginning."""
    actor = current_actor()
    try:
        job_id = actions.retry_job(actor, queries.get_own_job(actor, job_id)).id
    except RuleBroken as error:
        flash(in_words(error), "warning")
    return go_to(url_for(".show_job", job_id=job_id))


@blueprint.get("/jobs/all")
@requires("jobs.manage_jobs")
def list_all_jobs() -> str:
    """Everybody's jobs, without titles, arguments and results: what an administrator needs to keep the queue moving."""
    number = asked_page()
    found = queries.list_all_jobs(page=number, size=PAGE_ROWS)
    return render(
        "jobs/list_all_jobs.html", block="list", found=found, number=number, size=PAGE_ROWS, **_names()
    )


@blueprint.post("/jobs/all/<int:job_id>/cancel")
@requires("jobs.manage_jobs")
def cancel_any_job(job_id: int) -> BaseResponse:
    """Cancel anybody's job."""
    job = queries.find_job(job_id)
    if job is None:
        raise NotFound
    try:
        actions.cancel_job(current_actor(), job)
    except RuleBroken as error:
        flash(in_words(error), "warning")
    return go_to(url_for(".list_all_jobs"))


def _facts(job: Job) -> dict[str, Any]:
    """What the page of a job says beside its record."""
    may = queries.is_still_allowed(job)
    return {
        "percent": words.percent_of(job),
        "place": queries.place_in_line(job),
        "left": words.duration(words.seconds_left(job)),
        "reason": words.reason_of(job, is_asker=may),
        "report": words.report_of(job) if may else [],
        "has_result": _has_result(job, may),
        "may_retry": job.state in (FAILED, CANCELLED) and may,
    }


def _has_result(job: Job, may: bool) -> bool:
    return job.state == DONE and bool(job.result_key) and may


def _names() -> dict[str, Any]:
    return {
        "STATES": STATES,
        "TONES": words.TONES,
        "label_of": label_of,
        "reason_of": words.reason_of,
        "age_of": words.age_of,
        "size_words": words.size,
    }
