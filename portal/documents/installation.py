"""What paper needs to know about this installation, handed over once at start: actions run without a request, too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Installation:
    """The address printed in QR codes, the instance folder, and whether papers are made at once in this process (tests)."""

    base_url: str
    instance: Path
    render_inline: bool = False


_in_use: list[Installation] = []


def use(installation: Installation) -> None:
    """Make this the installation of the process."""
    _in_use[:] = [installation]


def current() -> Installation:
    """The installation of the process; raises RuntimeError before the application is created."""
    if not _in_use:
        raise RuntimeError("paper is not set up; the application must be created first.")
    return _in_use[0]
