"""What every test may ask for: an application on a fresh database, and a page client. People and records are in `factories/`.

Which database. Tests of reading and of models (`test_queries*`, `test_models*`) run on SQLite and on PostgreSQL. So does, of
the tests of a verb (a class in `test_actions*`), the first one, and whatever is marked `both`: tests that meet a constraint,
a lock, a number, a statement that no other test sends. All else runs on SQLite only; `docs/testing.md` says how that was found.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal import clock
from portal.documents import installation
from portal.web.application import Portal
from tests import databases
from tests.demo.filling import fill

PAPERS_WAIT = (
    "tests.dashboard",
    "tests.disputes",
    "tests.house",
    "tests.letters",
    "tests.mediation",
    "tests.migrations",
    "tests.screening",
    "tests.services",
    "tests.signoffs",
)
# By its own rule the collector takes an eighth of the time: of start and collecting as well as of the tests.
gc.set_threshold(50_000, 20, 100)
RULES = ("test_actions", "test_queries", "test_models")
VERBS = "test_actions"
FILLING_SECONDS = 600


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand the tests out to the workers as `distribution` says."""
    from tests.distribution import ProgramsTogether

    return ProgramsTogether(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of rules and reading on both databases, all others on SQLite."""
    if "backend" not in metafunc.fixturenames:
        return
    file = metafunc.module.__name__.rsplit(".", 1)[-1]
    both = file.startswith(RULES) or any(metafunc.definition.iter_markers("both"))
    names = ["sqlite", "postgresql"] if both else ["sqlite"]
    metafunc.parametrize("backend", names, indirect=True, scope="session")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the tests of one verb, leave PostgreSQL the first and those marked `both`. The first test that asks for the filled
    demo fills it: whoever asks has the time for that."""
    seen: set[str] = set()
    kept = []
    for item in items:
        verb = (
            item.nodeid.rpartition("::")[0] if getattr(item, "cls", None) else item.nodeid.partition("[")[0]
        )
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if parameters.get("backend") == "postgresql" and item.path.name.startswith(VERBS):
            if verb in seen and not item.get_closest_marker("both"):
                continue
            seen.add(verb)
        if "filled_demo" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(FILLING_SECONDS))
        kept.append(item)
    items[:] = kept


@pytest.fixture(scope="session")
def backend(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, testrun_uid: str
) -> Iterator[Any]:
    """The database that this test runs on, made once a worker."""
    folder, worker = tmp_path_factory.mktemp(request.param), databases.worker_name()
    shared = tmp_path_factory.getbasetemp() if worker == "main" else tmp_path_factory.getbasetemp().parent
    if request.param == "sqlite":
        made: Any = databases.Sqlite(folder, shared)
    else:
        made = databases.Postgresql(folder, shared, testrun_uid, worker)
    yield made
    made.close()


@pytest.fixture
def app(backend: Any, request: pytest.FixtureRequest) -> Iterator[Portal]:
    """The application on a fresh database with the cast; no context is open.

    Where rules and pages are tried, issued papers wait for their worker, as they do in an office for a moment; a test there
    that wants their bytes is marked `rendered`. How papers look is tested with the papers.
    """
    clock.fix_today(dt.date.fromisoformat(databases.TODAY))
    fresh = backend.fresh(catalogue="catalogue" in request.fixturenames)
    waits = request.module.__name__.startswith(PAPERS_WAIT) and not request.node.get_closest_marker(
        "rendered"
    )
    installation.use(dataclasses.replace(installation.current(), render_inline=not waits))
    yield fresh
    clock.fix_today(dt.date.fromisoformat(databases.TODAY))


@pytest.fixture
def catalogue() -> None:
    """Asked for beside `app`: its database holds the calendar and the catalogue already (`factories.services.seed`)."""


@pytest.fixture
def database(app: Portal) -> Iterator[None]:
    """An open application context, for tests of rules; write inside `with transaction():`."""
    with app.app_context():
        yield


@pytest.fixture(scope="session")
def filled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder that the demo's commands have filled; whoever changes it works on a copy."""
    return fill(tmp_path_factory.mktemp("demo"))
