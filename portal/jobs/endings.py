"""How a running task is brought to an end from outside, and the sentences that say why a job did not come to its own end."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from portal.errors import N_

NOT_ALLOWED = N_("提出任务的人已不在原岗位，或该岗位不再有这项权限，任务没有执行。")
UNKNOWN_KIND = N_("当前版本的程序没有这种任务，没有执行。")
DISK_FULL = N_("服务器的磁盘已满，任务没有完成，也没有留下半份文件。请联系系统管理员腾出空间后重试。")
TOO_LONG = N_("超过了 %(minutes)s 分钟的时限，任务没有完成。请缩小范围后重试。")
INTERRUPTED = N_("处理任务的进程意外中断了 %(times)s 次，任务没有完成。请联系系统管理员。")
BROKEN = N_("程序出错（编号 %(number)s），任务没有完成。请把编号告诉系统管理员。")
OWN_SENTENCES = frozenset((NOT_ALLOWED, UNKNOWN_KIND, DISK_FULL, TOO_LONG, INTERRUPTED, BROKEN))

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_PLACE = re.compile(r"%\([a-z_]+\)[sd]")


class TaskEnding(BaseException):
    """Something outside ends the task: no Exception, so that no handler of the work itself swallows it."""


class Cancelled(TaskEnding):
    """Somebody asked for the job to be cancelled."""


class LeaseLost(TaskEnding):
    """Another worker holds the job now; nothing of this attempt may be stored any more."""


class Stopping(TaskEnding):
    """The worker is told to end; the job goes back and the attempt does not count."""


class TimeExpired(TaskEnding):
    """The attempt has taken longer than its kind allows."""


def is_disk_full(error: BaseException) -> bool:
    """Whether a full disk (or a limit on file sizes) lies behind an error, on either database."""
    return any(_says_full(one) for one in _chain(error))


def without_params(sentence: str, params: Mapping[str, Any] | None = None) -> str:
    """A sentence for a reader who may not see its parameters, or when they are cleaned away: dots in their places."""
    return _PLACE.sub("…", sentence) if not params else sentence


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(error, "sqlstate", None) == "53100"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what the database driver said, and what led to it."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [getattr(one, "orig", None), one.__cause__, one.__context__]
