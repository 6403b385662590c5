"""The demo's commands as a newcomer runs them: in a process of their own, on a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT

PASSWORD = "ji-tian-dao-chuang-kou"
SAID = "said.txt"


def run(instance: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one of the portal's commands on this instance."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
    environment |= {"PORTAL_INSTANCE": str(instance), "PORTAL_TODAY": "2026-11-22", **settings}
    command = [sys.executable, "-m", "flask", "--app", "portal", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def fill(instance: Path) -> Path:
    """Migrate and fill a folder; what the command said lies beside the database."""
    for word in ("migrate", "demo"):
        done = run(instance, word, PORTAL_DEMO_PASSWORD=PASSWORD)
        assert done.returncode == 0, done.stderr
    (instance / SAID).write_text(done.stdout, "utf-8")
    return instance
