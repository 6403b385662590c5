"""How jobs read in words: their states and reasons, the time that is left, and the names of what is done with them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, ngettext

from portal import clock
from portal.errors import N_, RuleBroken
from portal.jobs.endings import OWN_SENTENCES, without_params
from portal.jobs.models import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job
from portal.web.wording import in_words

TONES = {WAITING: "waiting", RUNNING: "info", DONE: "good", FAILED: "bad", CANCELLED: "neutral"}
VERBS = {
    "jobs.ask_for": N_("提出任务"),
    "jobs.cancel_job": N_("取消任务"),
    "jobs.retry_job": N_("重试任务"),
    "jobs.finish_job": N_("任务完成"),
    "jobs.fail_job": N_("任务未完成"),
    "jobs.download_result": N_("下载任务结果"),
    "jobs.clean_jobs": N_("清理到期任务"),
}
SUBJECTS = {"Job": N_("任务")}
FACTS = {"results": N_("任务结果"), "records": N_("任务记录")}
SOON = 3  # seconds of work before the time that is left can be told


def reason_of(job: Job, *, is_asker: bool) -> str:
    """Why a job failed or waits again, in the reader's language; what a room's sentence says of residents is the asker's."""
    if not job.reason:
        return ""
    told = is_asker or job.reason in OWN_SENTENCES
    params: dict[str, Any] = (job.outcome or {}).get("params", {}) if told else {}
    message = without_params(gettext(job.reason), params)
    return in_words(RuleBroken(None, job.reason, **params)) if params else message


def report_of(job: Job) -> list[dict[str, str]]:
    """What failed and why, as the work reported it."""
    return (job.outcome or {}).get("report", [])


def percent_of(job: Job) -> int | None:
    """How far it is in percent; None while the total is not known."""
    return min(100, job.done * 100 // job.total) if job.total else None


def seconds_left(job: Job) -> int | None:
    """How long a running job still needs at the speed of its present attempt; None while that cannot be told."""
    if job.state != RUNNING or not job.total or not job.done or job.started_at is None:
        return None
    spent = (clock.now() - job.started_at).total_seconds()
    return round(spent / job.done * max(0, job.total - job.done)) if spent >= SOON else None


def duration(seconds: int | None) -> str:
    """A span of time in words, rounded as people do; empty for None."""
    if seconds is None:
        return ""
    if seconds < 60:
        return gettext("不到 1 分钟")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("约 %(num)s 分钟", "约 %(num)s 分钟", minutes)
    return ngettext("约 %(num)s 小时", "约 %(num)s 小时", round(minutes / 60))


def age_of(job: Job) -> str:
    """How long ago it was asked for, in words."""
    return duration(int((clock.now() - job.asked_at).total_seconds()))


def size(count: int) -> str:
    """A number of bytes as people say it: KB, then MB."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB"
