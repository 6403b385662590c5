"""The four kinds of long work of an adjustment, declared. Each runs in a module of its own."""

from __future__ import annotations

from portal.errors import N_
from portal.jobs import registry
from portal.services.assistance.adjustments import applying, letters, previewing, reversing
from portal.services.assistance.adjustments.actions import (
    APPLY_JOB,
    APPROVE,
    LETTERS_JOB,
    PREPARE,
    PREVIEW_JOB,
    REVERSE_JOB,
)

registry.define_job(PREVIEW_JOB, N_("预览标准调整"), previewing.run, permission=PREPARE, minutes=60.0)
registry.define_job(
    APPLY_JOB, N_("执行标准调整"), applying.run, permission=APPROVE, attempts=5, minutes=120.0
)
registry.define_job(
    REVERSE_JOB, N_("撤销标准调整"), reversing.run, permission=APPROVE, attempts=5, minutes=120.0
)
registry.define_job(
    LETTERS_JOB, N_("制作标准调整通知书"), letters.run, permission=PREPARE, attempts=5, minutes=240.0
)
