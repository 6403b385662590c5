"""On what was measured: processors, memory, versions. No name and no date."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from importlib import metadata
from pathlib import Path
from typing import Any

from scripts.benchmarks import peers

OURS = ("weasyprint", "uharfbuzz", "pikepdf", "XlsxWriter", "python-calamine", "SQLAlchemy")
PEERS = ("weasyprint", "chromium", "typst", "reportlab", "fpdf2", "plutoprint", "pycairo", "cairocffi")
PEERS += ("rustpy-xlsxwriter", "xlsxwriter", "openpyxl", "pyexcelerate", "python-calamine")


def describe() -> dict[str, Any]:
    """Plain values; the peers only where they are installed."""
    installed = (
        {name.lower(): version for name, version in peers.versions().items()} if peers.PYTHON.exists() else {}
    )
    return {
        "processors": len(os.sched_getaffinity(0)),
        "processor": _first(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo")) or platform.machine(),
        "memory_gb": round(int(_first(r"MemTotal:\s*(\d+)", Path("/proc/meminfo")) or 0) / 2**20),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "portal": {name: _version(name) for name in OURS},
        "peers": {name: installed[name] for name in PEERS if name in installed},
    }


def words(machine: dict[str, Any]) -> str:
    """The description in sentences."""
    ours = ", ".join(f"{name} {version}" for name, version in machine["portal"].items() if version)
    peer = ", ".join(f"{name} {version}" for name, version in machine["peers"].items())
    return (
        f"{machine['processors']} processors ({machine['processor']}), {machine['memory_gb']} GB of memory,"
        f" {machine['system']}, Python {machine['python']}, SQLite {machine['sqlite']}. The portal with {ours}."
        + (f" The peers: {peer}." if peer else "")
    )


def _first(pattern: str, path: Path) -> str:
    found = re.search(pattern, path.read_text("utf-8")) if path.exists() else None
    return found.group(1).strip() if found else ""


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
