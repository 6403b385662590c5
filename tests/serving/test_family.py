"""A server that loses processes, meets slow readers, and is told to end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.config import ROOT
from tests.serving.conftest import Server

WEB, OTHERS = 2, 4


def wait_for(what: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Whether it came true in time."""
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.1)
    return what()


def is_alive(pid: int) -> bool:
    """Whether the process is there and no corpse."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def family(instance: Path) -> Iterator[Server]:
    """A server with both its web processes; it meets its losses in the order below, and its end with the last of them."""
    server = Server(instance)
    yield server.wait_until_up()
    server.close()


@pytest.fixture(scope="module")
def behind_a_gateway(instance: Path) -> Iterator[Server]:
    """A server with one web process that believes a gateway on this machine."""
    server = Server(instance, "--workers", "1", PORTAL_TRUSTED_PROXY="127.0.0.1")
    yield server.wait_until_up()
    server.close()


class TestFamily:
    def test_says_where_it_is_and_trusts_its_gateway_alone(self, behind_a_gateway: Server) -> None:
        server = behind_a_gateway
        assert server.get("/metrics")[0] == 200
        assert server.get("/metrics", **{"X-Forwarded-For": "203.0.113.9"})[0] == 404, (
            "the gateway tells who asks"
        )
        stdout = server.process.stdout
        assert stdout is not None
        assert stdout.readline() == f"The portal is at http://127.0.0.1:{server.port}/ (Ctrl-C ends it).\n"
        assert stdout.readline().startswith(f"No account yet. Open http://127.0.0.1:{server.port}/first-run")

    def test_is_not_blocked_by_slow_clients(self, behind_a_gateway: Server) -> None:
        server = behind_a_gateway
        slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(60)]
        try:
            for number, line in enumerate(slow):
                head = b"GET / HTTP/1.1\r\nHost: x\r\n"
                body = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\nusername="
                line.sendall(head if number % 2 else body)
            began = time.monotonic()
            assert server.get("/healthz")[0] == 200
            assert time.monotonic() - began < 2.0
        finally:
            for line in slow:
                line.close()

    def test_leaves_no_orphans_when_the_parent_is_killed(self, behind_a_gateway: Server) -> None:
        children = behind_a_gateway.children()
        assert len(children) == 1 + OTHERS
        behind_a_gateway.process.kill()
        assert wait_for(lambda: not [pid for pid in children if is_alive(pid)], 30.0)

    def test_counts_in_all_processes_together(self, family: Server) -> None:
        status, before = family.get("/metrics", **{"X-Forwarded-For": "203.0.113.9"})
        assert status == 200, "nobody's word counts where no gateway is trusted"
        for _ in range(20):
            family.get("/healthz")
        _status, after = family.get("/metrics")
        assert _count(after) - _count(before) == 20
        assert "portal_disk_free_bytes" in after

    def test_replaces_the_dead_while_the_others_serve(self, family: Server) -> None:
        children = family.children()
        assert len(children) == WEB + OTHERS
        victims = {children[0], *children[2:5]}
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        assert family.get("/healthz")[0] == 200, "one web process was left, and must answer meanwhile"
        assert wait_for(lambda: len(set(family.children()) - victims) == WEB + OTHERS)
        assert children[1] in family.children()
        assert family.get("/healthz") == (200, "ok")
        # The child of a render worker that is killed while it begins may say so in its own words.
        said = [json.loads(line) for line in family.said().splitlines() if line.startswith("{")]
        assert sum("killed by SIGKILL" in line["message"] for line in said) == 4

    def test_ends_at_once_and_with_all_its_children(self, family: Server) -> None:
        children = family.children()
        began = time.monotonic()
        family.process.send_signal(signal.SIGINT)
        assert family.process.wait(30) == 0
        assert time.monotonic() - began < 10.0
        assert not [pid for pid in children if is_alive(pid)]


def test_reading_the_code_makes_nothing_that_a_fork_would_break() -> None:
    look = (
        "import os, threading; from portal.serving.family import read_code; before = len(os.listdir('/proc/self/fd'));"
        "read_code(); from sqlalchemy.pool import Pool; import gc; gc.unfreeze();"
        "pools = [o for o in gc.get_objects() if isinstance(o, Pool)];"
        "print(threading.active_count(), len(os.listdir('/proc/self/fd')) - before, len(pools))"
    )
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1 0 0\n", "threads, open files, pools of connections"


def _count(text: str) -> float:
    name = 'portal_requests_total{endpoint="health.healthz",method="GET",status="200"} '
    return next(float(line.removeprefix(name)) for line in text.splitlines() if line.startswith(name))
