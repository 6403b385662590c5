"""The processes of one server, each with an application of its own that it makes after the fork."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import signal
import socket
import time
from typing import Any

from portal import config
from portal.serving.supervisor import Child
from portal.web import logs

THREADS = 8
CONNECTIONS = 2000
CHANNEL_SECONDS = 30
DRAIN_SECONDS = 15.0
BACKLOG = 1024
JOB_WORKERS = 2
NOT_SHARED = ("portal.demo", "portal.migrations", "portal.serving")


def family(listener: socket.socket, settings: config.Config, workers: int) -> list[Child]:
    """The processes of one server; each makes its own application after the fork."""
    web = [Child(f"web {n}", lambda: serve_pages(listener, settings)) for n in range(1, workers + 1)]
    long_work = [Child(f"job worker {n}", lambda n=n: run_jobs(str(n))) for n in range(1, JOB_WORKERS + 1)]  # type: ignore[misc]
    return [*web, Child("render worker", make_papers), Child("scheduler", run_due_tasks), *long_work]


def read_code() -> None:
    """Read every module once, before the fork: it costs two seconds and most of the memory, which the children then share.

    No application, engine or thread is made here. What draws papers is read by the process that draws them.
    """
    import portal

    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if not module.name.startswith(NOT_SHARED) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    gc.freeze()


def serve_pages(listener: socket.socket, settings: config.Config) -> None:
    """A web process: serve from the shared socket until SIGTERM, then finish what was begun."""
    from waitress.server import create_server

    app = _application()
    server = create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,  # select() cannot watch that many connections
        channel_timeout=CHANNEL_SECONDS,
        backlog=BACKLOG,
        # The application refuses at its own limit with a page in words; this is the limit of patience.
        max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
        ident=None,
        clear_untrusted_proxy_headers=True,
        **_proxy(settings.trusted_proxy),
    )
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
    while not stopping:
        server.asyncore.loop(timeout=1, map=server._map, use_poll=True, count=1)
    _drain(server)


def _drain(server: Any) -> None:
    """Take no new connection, send the answers that are being made, and leave."""
    server.del_channel(server._map)
    until = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < until and _is_busy(server):
        server.asyncore.loop(timeout=0.1, map=server._map, use_poll=True, count=1)
    server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)


def _is_busy(server: Any) -> bool:
    return any(
        channel.requests or channel.total_outbufs_len for channel in list(server.active_channels.values())
    )


def _proxy(address: str) -> dict[str, Any]:
    if not address:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"}
    return {"trusted_proxy": address, "trusted_proxy_count": 1, "trusted_proxy_headers": headers}


def make_papers() -> None:
    """The render worker's process."""
    from portal.documents import worker

    app = _application()
    with app.app_context():
        worker.run(app.config["PORTAL"].instance)


def run_due_tasks() -> None:
    """The scheduler's process."""
    from portal import scheduler

    app = _application()
    with app.app_context():
        scheduler.keep_running()


def run_jobs(slot: str) -> None:
    """A job worker's process."""
    from portal.jobs import worker

    app = _application()
    with app.app_context():
        worker.keep_working(slot)


def _application() -> Any:
    from portal import create_app

    logs.to_standard_error()
    return create_app()
