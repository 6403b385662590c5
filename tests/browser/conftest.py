"""A server on a demo instance of its own and a Chromium to visit it; one group, so that one worker runs them all."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tests.browser.looking import FOUND
from tests.house.source import ROOT

TODAY = "2026-11-22"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every journey drives the same server and browser, on one worker (see `tests.distribution`)."""
    item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Server:
    """A running portal: its address and its instance folder."""

    address: str
    instance: Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(filled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The portal as `scripts/serve` runs it, on a demo instance of its own."""
    instance, port = tmp_path_factory.mktemp("instance") / "demo", _free_port()
    shutil.copytree(filled_demo, instance)
    address = f"http://127.0.0.1:{port}"
    settings = {
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_TODAY": TODAY,
        "PORTAL_BASE_URL": address,
        "PORTAL_ENV": "demo",
    }
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")} | settings
    log = (instance / "server.log").open("wb")
    running = subprocess.Popen(
        [sys.executable, "-m", "portal.serving", "--port", str(port), "--workers", "1"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        _wait(address, running, instance / "server.log")
        yield Server(address, instance)
    finally:
        running.terminate()
        running.wait(45)
        log.close()


def _wait(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        if running.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text('utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310  (a loopback address)
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not answer: {log.read_text('utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Chromium]:
    """Debian's Chromium, headless."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing; scripts/test installs it (apt-get install chromium)"
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


def _context(chromium: Chromium, server: Server, script: bool) -> BrowserContext:
    context = chromium.new_context(
        base_url=server.address,
        locale="zh-CN",
        viewport={"width": 1366, "height": 768},
        java_script_enabled=script,
    )
    context.set_default_timeout(15_000)
    return context


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether this browser runs JavaScript."""
    return bool(request.param)


@pytest.fixture
def visitor(chromium: Chromium, server: Server, script: bool) -> Iterator[Page]:
    """A browser window; no request of it may leave the machine, and no policy may be broken."""
    yield from _watched(chromium, server, script)


@pytest.fixture
def visitor_with_script(chromium: Chromium, server: Server) -> Iterator[Page]:
    """The same, always with JavaScript."""
    yield from _watched(chromium, server, True)


def settle(page: Page) -> None:
    """Wait until no answer is on its way: a browser that is closed in the middle of one sometimes never ends."""
    if not page.is_closed():
        page.wait_for_function("() => !document.querySelector('.htmx-request')")


def _watched(chromium: Chromium, server: Server, script: bool) -> Iterator[Page]:
    context = _context(chromium, server, script)
    page = context.new_page()
    strayed: list[str] = []
    broken: list[str] = []
    page.on(
        "request",
        lambda r: None if r.url.startswith((server.address, "data:", "blob:")) else strayed.append(r.url),
    )
    page.on("console", lambda m: broken.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    found = FOUND.pop(id(page), [])
    if script:
        settle(page)
    context.close()
    assert not found, "axe found:\n" + "\n".join(found)
    assert not strayed, f"a request left the machine: {strayed}"
    assert not broken, f"the page broke its own policy or script: {broken}"
