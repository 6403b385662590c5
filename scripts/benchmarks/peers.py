"""The environment of the peers: made once from its own lock in build/bench-venv, apart from the portal's."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import _prepare  # noqa: E402  (the set-up's own modules stand in scripts/, which is no package)
from _failure import Failed  # noqa: E402

FOLDER = ROOT / "build" / "bench-venv"
PYTHON = FOLDER / "bin" / "python"
LOCK = ROOT / "requirements-bench.txt"
FROM_SOURCE = (
    "pycairo"  # it has no wheel; the only package that may be built here, and the only one that may fail
)
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")

__all__ = ["Failed", "chromium", "prepare", "versions"]


def prepare() -> Path:
    """The interpreter of the peers; installs what is missing, downloads nothing when all stands.

    Raises Failed with the sentence that names the mend.
    """
    stamp = _prepare.Stamp(FOLDER / "prepared", _prepare.digest([LOCK], str(FOLDER), sys.version))
    if stamp.stands(PYTHON):
        return PYTHON
    FOLDER.parent.mkdir(exist_ok=True)
    with (FOLDER.parent / "bench-venv.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not stamp.stands(PYTHON):
            _install(LOCK.read_text("utf-8"))
            stamp.set()
    return PYTHON


def _install(lock: str) -> None:
    _prepare.say("Making build/bench-venv, the environment of the peers …")
    base = (
        sys.executable if sys.prefix == sys.base_prefix else getattr(sys, "_base_executable", sys.executable)
    )
    _prepare.run(
        "bench-environment",
        [base, "-m", "venv", "--clear", FOLDER],
        "The environment of the peers could not be made; remove build/bench-venv and run the command again.",
    )
    wheels, source = split_lock(lock, FROM_SOURCE)
    _pip("bench-peers", wheels, "--only-binary", ":all:")
    try:
        _pip("bench-pycairo", source, "--no-build-isolation", "--no-deps", tries=1)
    except Failed:
        _prepare.say(
            "  pycairo could not be built, so cairocffi draws in its place. With a compiler and libcairo2-dev"
            " installed, remove build/bench-venv and run again."
        )


def _pip(name: str, lock: str, *options: str, tries: int = 2) -> None:
    listing = FOLDER / f"{name}.txt"
    listing.write_text(lock, "utf-8")
    mend = _prepare.NETWORK_MEND.format(registry="the Python package index", mirror="PIP_INDEX_URL")
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{FOLDER / 'bin'}:{before}"  # where the build tools of the lock are
    try:
        _prepare.run(
            name,
            [PYTHON, "-m", "pip", "install", "--require-hashes", *options, "-r", listing],
            f"The peers of requirements-bench.txt could not be installed. {mend}",
            tries=tries,
        )
    finally:
        os.environ["PATH"] = before


def split_lock(lock: str, name: str) -> tuple[str, str]:
    """A lock without one package, and that package's entry alone."""
    entries = re.split(r"\n(?=[a-zA-Z0-9])", f"\n{lock}")
    alone = [entry for entry in entries if entry.startswith(f"{name}==")]
    return "\n".join(entry for entry in entries if entry not in alone), "\n".join(alone)


def chromium() -> str | None:
    """The command of a Chromium that is present, or None."""
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def versions() -> dict[str, str]:
    """What is installed beside the portal: package and version, Chromium among them when it is there."""
    told = subprocess.run(
        [PYTHON, "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = dict(line.split("==", 1) for line in told.splitlines() if "==" in line)
    if browser := chromium():
        said = subprocess.run([browser, "--version"], capture_output=True, text=True).stdout
        if number := re.search(r"\d+[\d.]*", said):
            found["chromium"] = number.group()
    return found
