"""How much memory this process has needed at most: for programs that tests start to measure it."""

from __future__ import annotations

import re
from pathlib import Path


def peak_kilobytes() -> int:
    """The highest resident size so far. `getrusage` would count that of the process that started this one as well."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
    assert found, "this system does not tell"
    return int(found[1])
