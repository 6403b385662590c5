"""Keeping a family of processes alive: start each child, replace the dead, end all together. It knows nothing of the portal.

The parent does nothing but wait: no thread, no pool and no engine exists when a child is forked.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

GRACE_SECONDS = 20.0
LONGEST_PAUSE = 30.0
SHORT_LIFE = 5.0
_ENDINGS = {signal.SIGTERM, signal.SIGINT}
_WATCHED = _ENDINGS | {signal.SIGCHLD}
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One place in the family: what runs there, and how it has fared."""

    name: str
    start: Callable[[], None]
    pid: int = 0
    began: float = 0.0
    not_before: float = 0.0
    short_lives: int = field(default=0)


def run(children: Sequence[Child], say: Callable[[str], None]) -> int:
    """Start the children and keep them alive until SIGTERM or SIGINT; gives 0 when all ended in time, else 1."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    try:
        while True:
            for child in children:
                if not child.pid and child.not_before <= time.monotonic():
                    _start(child, before)
            got = signal.sigtimedwait(_WATCHED, _until_next_start(children))
            if got is not None and got.si_signo in _ENDINGS:
                return _end(children, say)
            for child, status in _dead(children):
                _plan_restart(child, status, say)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _until_next_start(children: Sequence[Child]) -> float:
    pauses = [max(0.01, c.not_before - time.monotonic()) for c in children if not c.pid]
    return min(pauses, default=3600.0)


def _start(child: Child, mask: set[int | signal.Signals]) -> None:
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        child.pid, child.began = pid, time.monotonic()
        return
    code = 1
    try:
        _become_child(parent, mask)
        child.start()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  (whatever it was: the parent sees the code, the log the reason)
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _become_child(parent: int, mask: set[int | signal.Signals]) -> None:
    """End with the parent, even when it is killed; leave the keyboard's interrupt to it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask - _WATCHED)
    if os.getppid() != parent:
        raise SystemExit(1)


def _dead(children: Sequence[Child]) -> list[tuple[Child, int]]:
    """The children that have ended, each with how; only children of this family are waited for."""
    found = []
    for child in children:
        if child.pid:
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                found.append((child, status))
    return found


def _plan_restart(child: Child, status: int, say: Callable[[str], None]) -> None:
    lived = time.monotonic() - child.began
    child.short_lives = child.short_lives + 1 if lived < SHORT_LIFE else 0
    pause = min(LONGEST_PAUSE, 0.25 * 2**child.short_lives) if child.short_lives else 0.0
    child.not_before = time.monotonic() + pause
    say(
        f"{child.name} ({child.pid}) ended: {_ending(status)}; starting another"
        + (f" in {pause:g} s" if pause else "")
    )
    child.pid = 0


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def _end(children: Sequence[Child], say: Callable[[str], None]) -> int:
    """Ask every child to end and wait; a second request, or the end of patience, kills those that are left."""
    _send(children, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(c.pid for c in children):
        got = signal.sigtimedwait(_WATCHED, max(0.0, min(0.5, deadline - time.monotonic())))
        for child, _status in _dead(children):
            child.pid = 0
        if time.monotonic() >= deadline or (got is not None and got.si_signo in _ENDINGS):
            left = [c.name for c in children if c.pid]
            if left:
                say(f"not ended in time, killed: {', '.join(left)}")
                _send(children, signal.SIGKILL)
            for child in children:
                if child.pid:
                    os.waitpid(child.pid, 0)
                    child.pid = 0
            return 1 if left else 0
    return 0


def _send(children: Sequence[Child], number: signal.Signals) -> None:
    for child in children:
        if child.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, number)
