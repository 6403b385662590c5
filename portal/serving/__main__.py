"""The command line of the server: check, bind one socket, start the family, and stay until told to end."""

from __future__ import annotations

import argparse
import logging
import os
import resource
import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from portal import config
from portal.serving import CannotStart, supervisor
from portal.serving.family import BACKLOG, CONNECTIONS, family, read_code
from portal.serving.trial import try_in_child
from portal.web import logs

LOOPBACK_BASE = "http://127.0.0.1:8000"
log = logging.getLogger("portal.serving")


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    host: str
    port: int
    workers: int


def main(arguments: list[str] | None = None) -> int:
    """Check, bind, start, and stay until told to end. 0 after a proper end, 1 when it could not start, 2 on wrong use."""
    options = read_options(arguments)
    try:
        settings = config.load()
        _know_own_address(settings, options)
        lines = try_in_child(meanwhile=lambda: _read_code(settings.instance))
        listener = bind(options.host, options.port)
    except (CannotStart, config.UnsafeConfiguration) as error:
        print(f"The portal does not start: {error}", file=sys.stderr)  # noqa: T201
        return 1
    _make_room_for_connections()
    print("\n".join([f"The portal is at {_address(options)}/ (Ctrl-C ends it).", *lines]), flush=True)  # noqa: T201
    logs.to_standard_error()
    with listener:
        return supervisor.run(family(listener, settings, options.workers), log.warning)


def read_options(arguments: list[str] | None) -> Options:
    """The command line; wrong use ends the program with 2."""
    parser = argparse.ArgumentParser("python -m portal.serving", description="Serve the portal.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="web processes (default: 2)")
    given = parser.parse_args(arguments)
    if not 0 < given.port < 65536:
        parser.error("--port takes a number from 1 to 65535")
    if not 0 < given.workers <= 64:
        parser.error("--workers takes a number from 1 to 64")
    return Options(given.host, given.port, given.workers)


def bind(host: str, port: int) -> socket.socket:
    """The one socket, listening at once, so that whoever comes before the first process is ready waits. Raises CannotStart."""
    try:
        kind, _type, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(kind, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        raise CannotStart(
            f"{host} port {port} cannot be listened on ({error.strerror or error}); is another program there?"
            " Choose another with --port."
        ) from error
    return listener


def _address(options: Options) -> str:
    host = socket.gethostname() if options.host in {"0.0.0.0", "::", ""} else options.host  # noqa: S104  # nosec B104
    return f"http://{f'[{host}]' if ':' in host else host}:{options.port}"


def _know_own_address(settings: config.Config, options: Options) -> None:
    """Where nobody said which address to print in QR codes, it is the one that is served."""
    if settings.base_url == LOOPBACK_BASE:
        os.environ["PORTAL_BASE_URL"] = _address(options)


def _make_room_for_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, 2 * CONNECTIONS)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _read_code(instance: Path) -> None:
    """Before the fork; the counters choose their files when they are read, so that their folder comes first."""
    _empty_metrics_folder(instance)
    read_code()


def _empty_metrics_folder(instance: Path) -> None:
    folder = instance / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


if __name__ == "__main__":
    sys.exit(main())
