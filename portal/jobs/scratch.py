"""The folder of this installation's long work: a scratch folder for each open job, and where sealed results are kept."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

_folder: list[Path] = []


def use_folder(folder: Path) -> None:
    """Keep what the jobs of this process's installation need in `folder`."""
    _folder[:] = [folder]


def root() -> Path:
    """Where jobs keep their files; raises RuntimeError before the application is created."""
    if not _folder:
        raise RuntimeError("the folder for jobs is not set; the application must be created first.")
    return _folder[0]


def folder_of(job_id: int) -> Path:
    """A job's scratch folder, made if it is not there: kept between attempts, readable by its owner only. Raises OSError."""
    folder = _place(job_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def remove(job_id: int) -> None:
    """Empty and remove a job's scratch folder; one that is not there is no fault."""
    shutil.rmtree(_place(job_id), ignore_errors=True)


def jobs_older_than(seconds: float) -> Iterator[int]:
    """The jobs whose scratch folders nobody has touched for so long."""
    limit = time.time() - seconds
    for place in sorted((root() / "scratch").glob("*")):
        if place.name.isdecimal() and place.stat().st_mtime <= limit:
            yield int(place.name)


def _place(job_id: int) -> Path:
    return root() / "scratch" / str(int(job_id))
