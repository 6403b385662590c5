"""`/metrics` for a monitor: how many requests, how long they took, and gauges that rooms add. No word about who asked for what.

Every process of the server counts into files of one folder (`PROMETHEUS_MULTIPROC_DIR`, set by `serving` before this module
is imported), so that whichever process answers gives the sum of all.
"""

from __future__ import annotations

import hmac
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.engine import make_url

from portal.web.access import public

blueprint = Blueprint("metrics", __name__)
log = logging.getLogger("portal")

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset(
    {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
)  # a stranger's invention is "other"
_own = CollectorRegistry()
REQUESTS = Counter(
    "portal_requests_total", "Requests answered.", ("method", "endpoint", "status"), registry=_own
)
SECONDS = Histogram(
    "portal_request_seconds",
    "Time until the answer was ready.",
    ("endpoint",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0),
    registry=_own,
)
_gauges: dict[str, tuple[str, Callable[[], float]]] = {}


def define_gauge(name: str, about: str, read: Callable[[], float]) -> None:
    """Add a figure that is read when a monitor asks; `read` may use the database, for reading only."""
    _gauges[name] = (about, read)


class _Gauges:
    """The gauges, read one by one at each asking."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give each gauge with its value now."""
        for name, (about, read) in sorted(_gauges.items()):
            yield GaugeMetricFamily(name, about, value=read())


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Prometheus text, for this machine or for whoever brings the token; 404 for everybody else."""
    if not _may_read():
        abort(404)
    counted = _own
    if os.environ.get(FOLDER):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
    figures = CollectorRegistry()
    figures.register(_Gauges())
    return Response(generate_latest(counted) + generate_latest(figures), content_type=CONTENT_TYPE_LATEST)


def _may_read() -> bool:
    """With a token set, the token alone counts: behind a gateway every request seems to come from this machine."""
    token = current_app.config["PORTAL"].metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _begin() -> None:
    g.portal_began = time.perf_counter()


def _count(response: Response) -> Response:
    """Count an answer; a disk that is too full to count on must not turn a good answer into an error."""
    began = g.get("portal_began")
    endpoint = request.endpoint or "none"
    try:
        REQUESTS.labels(
            request.method if request.method in _METHODS else "other", endpoint, str(response.status_code)
        ).inc()
        if began is not None:
            SECONDS.labels(endpoint).observe(time.perf_counter() - began)
    except OSError as error:
        log.warning("a request was not counted: %s", error)
    return response


def _disk_free() -> float:
    return float(shutil.disk_usage(current_app.config["PORTAL"].instance).free)


def _database_bytes(suffix: str) -> float:
    path = make_url(current_app.config["PORTAL"].database_url).database or ""
    try:
        return float(os.stat(path + suffix).st_size)
    except OSError:
        return 0.0


def register(app: Flask) -> None:
    """Count every request, and offer the figures of the machine itself."""
    app.before_request(_begin)
    app.after_request(_count)
    define_gauge("portal_disk_free_bytes", "Room left on the disk of the instance folder.", _disk_free)
    if app.config["PORTAL"].database_url.startswith("sqlite"):
        define_gauge("portal_database_bytes", "Size of the database file.", lambda: _database_bytes(""))
        define_gauge("portal_wal_bytes", "Size of the write-ahead log.", lambda: _database_bytes("-wal"))
