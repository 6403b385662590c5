"""A real server on a free port, in processes of its own, on a fresh instance."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.config import ROOT

START_SECONDS = 60.0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(instance: Path, **more: str) -> dict[str, str]:
    """The environment of a program of this installation, and of no other."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "PROMETHEUS_"))}
    return {**kept, "PORTAL_INSTANCE": str(instance), **more}


def run_command(instance: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one of the application's commands on this instance."""
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "portal"), *words]
    return subprocess.run(
        command, env=environment(instance, **more), cwd=ROOT, capture_output=True, text=True, timeout=120
    )


class Server:
    """One running server."""

    def __init__(self, instance: Path, *options: str, **more: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "portal.serving", "--port", str(self.port), *options]
        self.log = (instance / "server.log").open("w+")
        self.process = subprocess.Popen(
            command,
            env=environment(instance, **more),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def get(self, path: str, seconds: float = 10.0, **headers: str) -> tuple[int, str]:
        """Status and body of an answer; (0, reason) when there was none."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def wait_until_up(self) -> Server:
        """Until it answers; fails with its log when it does not."""
        until = time.monotonic() + START_SECONDS
        while self.get("/healthz")[0] != 200:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)
        return self

    def children(self) -> list[int]:
        """The keys of its child processes, in the order in which they were started."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return sorted(int(word) for word in path.read_text().split())

    def said(self) -> str:
        """What it wrote to standard error."""
        self.log.flush()
        self.log.seek(0)
        return self.log.read()

    def close(self) -> None:
        """End it, by force if need be."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.log.close()


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated instance without accounts."""
    folder = tmp_path_factory.mktemp("instance")
    done = run_command(folder, "migrate")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def serve(instance: Path) -> Iterator[Callable[..., Server]]:
    """Start servers; each is ended with the test."""
    servers: list[Server] = []

    def start(*options: str, **more: str) -> Server:
        servers.append(Server(instance, *options, **more))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
