"""What stands in the way of a start is said in one sentence that names the mend, and the server ends with 1."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.serving.__main__ import main
from tests.serving.conftest import environment, free_port, run_command


def start(instance: Path, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Start a server that should not stay."""
    command = [sys.executable, "-m", "portal.serving", *options]
    return subprocess.run(
        command, env=environment(instance, **more), cwd=ROOT, capture_output=True, text=True, timeout=60
    )


class TestStart:
    def test_wants_the_current_schema(self, tmp_path: Path) -> None:
        done = start(tmp_path, "--port", str(free_port()))
        assert done.returncode == 1
        assert "run scripts/portal migrate" in done.stderr
        assert done.stdout == ""

    def test_wants_the_right_key(self, tmp_path: Path) -> None:
        assert run_command(tmp_path, "migrate").returncode == 0
        done = start(tmp_path, "--port", str(free_port()), PORTAL_DATA_KEY="7" * 64)
        assert done.returncode == 1
        assert "not the key that this database was sealed with" in done.stderr

    def test_wants_a_database_that_answers(self, tmp_path: Path) -> None:
        nowhere = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
        done = start(tmp_path, "--port", str(free_port()), PORTAL_DATABASE_URL=nowhere)
        assert done.returncode == 1
        assert "the database does not answer" in done.stderr

    def test_wants_a_free_port(self, instance: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            done = start(instance, "--port", str(taken.getsockname()[1]))
        assert done.returncode == 1
        assert "Choose another with --port" in done.stderr

    def test_refuses_an_unsafe_production(self, instance: Path) -> None:
        done = start(instance, PORTAL_ENV="production", PORTAL_TODAY="2026-11-22")
        assert done.returncode == 1
        assert "PORTAL_TODAY is refused in production" in done.stderr

    @pytest.mark.parametrize(
        "options", [["--port", "0"], ["--port", "x"], ["--workers", "0"], ["--nonsense"]]
    )
    def test_ends_with_2_on_wrong_use(self, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as end:
            main(options)
        assert end.value.code == 2
        assert "usage" in capsys.readouterr().err
