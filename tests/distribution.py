"""Which tests go to one worker: those that start programs of their own, so that they meet on no core and share what they start.

xdist's own groups are read from a node's key, which pytest 9.2 no longer lets it write; the scheduler is its documented hook.
It hands out the unit with the most tests first: the programs begin the run, and single tests fill up the other worker to the end.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

PROGRAMS = ("tests/browser/", "tests/demo/", "tests/serving/", "tests/jobs/test_crashes.py")


class ProgramsTogether(LoadScopeScheduling):
    """Each test by itself to whichever worker is free, except the programs: one worker has them all, from the start on."""

    def _split_scope(self, nodeid: str) -> str:
        return "programs" if nodeid.startswith(PROGRAMS) else nodeid
