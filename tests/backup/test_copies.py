"""A copy made while others write, brought back into an empty instance, and everything that must stop it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal import audit, create_app, db, vault
from portal.accounts.queries import list_accounts
from portal.accounts.roles import ROLES
from portal.audit.queries import verify_chain
from portal.backup import BackupRefused, making, restoring
from portal.backup.manifest import digest_of
from portal.documents import installation
from portal.extensions import db as database
from portal.files import store
from portal.files.models import StoredFile
from portal.web.application import Portal
from tests.databases import TODAY, Sqlite
from tests.factories import staff

CAST = len(ROLES) + 2

Make = Callable[[Path], Portal]


@pytest.fixture
def make(app: Portal) -> Iterator[Make]:
    """Make applications on instances of their own; what a process knows of its one installation is put back afterwards."""
    apps: list[Portal] = []
    ring, folder, place = vault.current(), store.folder(), installation.current()

    def create(instance: Path) -> Portal:
        made = create_app({"PORTAL_INSTANCE": str(instance), "PORTAL_TODAY": TODAY, "TESTING": True})
        apps.append(made)
        return made

    yield create
    for app in apps:
        with app.app_context():
            database.engine.dispose()
    vault.use(ring)
    store.use_folder(folder)
    installation.use(place)


@pytest.fixture
def office(make: Make, backend: Sqlite, tmp_path: Path) -> Portal:
    """An office with staff, an audit trail and one stored file."""
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "data.key").write_text(backend.settings["PORTAL_DATA_KEY"])
    (tmp_path / "office" / "data.key").chmod(0o600)
    shutil.copyfile(backend.bare, tmp_path / "office" / "portal.db")
    app = make(tmp_path / "office")
    with app.app_context():
        with db.transaction():
            staff.make_cast()
        with db.transaction():
            clerk = staff.actor("clerk")
            content = "附件".encode()
            stored = StoredFile(
                key=store.write(content),
                sha256=hashlib.sha256(content).hexdigest(),
                media_type="application/pdf",
                size=6,
                original_name="证明.pdf",
                purpose="test",
                uploaded_by=clerk.account_id,
            )
            db.session.add(stored)
            audit.record(clerk, "files.store_file", stored)
    return app


def restore(app: Portal, copy: Path) -> None:
    """Bring a copy back into this application's instance."""
    with app.app_context():
        restoring.restore_copy(app.config["PORTAL"], copy)


class TestMakeCopy:
    def test_brings_back_exactly_what_was_there(self, office: Portal, make: Make, tmp_path: Path) -> None:
        copy = tmp_path / "copies" / "one"
        with office.app_context():
            manifest = making.make_copy(office.config["PORTAL"], copy)
        assert manifest.rows["staff_account"] == CAST
        assert oct(copy.stat().st_mode)[-3:] == "700"
        other = make(tmp_path / "other")
        restore(other, copy)
        with other.app_context(), db.transaction("read"):
            assert len(list_accounts()) == CAST
            assert verify_chain().links == manifest.audit_sequence == 1
            stored = db.session.get_one(StoredFile, 1)
            assert store.read(stored.key, stored.sha256).decode() == "附件"
        again = make(tmp_path / "other")
        with again.app_context(), db.transaction("read"):
            stored = db.session.get_one(StoredFile, 1)
            assert store.read(stored.key, stored.sha256).decode() == "附件", (
                "the key on the disk is the copy's"
            )

    def test_is_right_while_others_write(self, office: Portal, make: Make, tmp_path: Path) -> None:
        place = office.config["PORTAL"].instance / "portal.db"
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("CREATE TABLE pair (a INTEGER, b INTEGER)")
        stop = threading.Event()

        def write() -> None:
            with closing(sqlite3.connect(place, timeout=30, isolation_level=None)) as connection:
                number = 0
                while not stop.is_set():
                    number += 1
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("INSERT INTO pair VALUES (?, 0)", (number,))
                    connection.execute("UPDATE pair SET b = a WHERE a = ?", (number,))
                    connection.execute("COMMIT")

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(3):
                with office.app_context():
                    making.make_copy(office.config["PORTAL"], tmp_path / f"copy{number}")
        finally:
            stop.set()
            writer.join()
        for number in range(3):
            with closing(sqlite3.connect(tmp_path / f"copy{number}" / "portal.db")) as connection:
                assert connection.execute("SELECT count(*) FROM pair WHERE a <> b").fetchone() == (0,)

    def test_leaves_the_keys_out(self, office: Portal, make: Make, tmp_path: Path) -> None:
        copy = tmp_path / "copy"
        with office.app_context():
            making.make_copy(office.config["PORTAL"], copy, with_keys=False)
        assert not (copy / "keys").exists()
        other = make(tmp_path / "other")
        with pytest.raises(BackupRefused, match="does not open this copy"):
            restore(other, copy)
        shutil.copy(tmp_path / "office" / "data.key", tmp_path / "other" / "data.key")
        restore(make(tmp_path / "other"), copy)

    def test_refuses_a_folder_with_something_in_it(self, office: Portal, tmp_path: Path) -> None:
        (tmp_path / "copy").mkdir()
        (tmp_path / "copy" / "letter.txt").write_text("x")
        with office.app_context(), pytest.raises(BackupRefused, match="not empty"):
            making.make_copy(office.config["PORTAL"], tmp_path / "copy")
        assert os.listdir(tmp_path / "copy") == ["letter.txt"]

    def test_says_that_a_stored_file_is_lost(self, office: Portal, tmp_path: Path) -> None:
        for path in (tmp_path / "office" / "files").rglob("*"):
            if path.is_file():
                path.unlink()
        with office.app_context(), pytest.raises(BackupRefused, match="1 stored files have records"):
            making.make_copy(office.config["PORTAL"], tmp_path / "copy")
        assert not (tmp_path / "copy").exists()
        assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]

    @pytest.mark.both
    def test_names_the_tools_of_postgresql(self, app: Portal, tmp_path: Path) -> None:
        settings = app.config["PORTAL"]
        if settings.database_url.startswith("postgresql"):
            with app.app_context(), pytest.raises(BackupRefused, match="pg_dump"):
                making.make_copy(settings, tmp_path / "copy")
            with app.app_context(), pytest.raises(BackupRefused, match="pg_dump"):
                restoring.restore_copy(settings, tmp_path)
        else:
            with app.app_context():
                making.make_copy(settings, tmp_path / "copy")


class TestRestoreCopy:
    @pytest.fixture
    def copy(self, office: Portal, tmp_path: Path) -> Path:
        """A sound copy of the office."""
        with office.app_context():
            making.make_copy(office.config["PORTAL"], tmp_path / "copy")
        return tmp_path / "copy"

    def test_refuses_an_instance_in_use(self, office: Portal, copy: Path) -> None:
        with pytest.raises(BackupRefused, match="is not empty"):
            restore(office, copy)
        with office.app_context(), db.transaction("read"):
            assert len(list_accounts()) == CAST

    def test_refuses_what_is_no_copy(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / "copy").mkdir()
        with pytest.raises(BackupRefused, match="is no copy of a portal"):
            restore(make(tmp_path / "other"), tmp_path / "copy")

    @pytest.mark.parametrize("name", ["portal.db", "keys/data.key", "files"])
    def test_refuses_a_copy_that_was_changed(self, make: Make, copy: Path, tmp_path: Path, name: str) -> None:
        path = next(p for p in (copy / name).rglob("*") if p.is_file()) if name == "files" else copy / name
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)
        with pytest.raises(BackupRefused, match="was changed since it was made"):
            restore(make(tmp_path / "other"), copy)
        assert sorted(p.name for p in (tmp_path / "other").iterdir()) == ["data.key", "secret.key"]

    def test_refuses_a_manifest_that_points_outside(self, make: Make, copy: Path, tmp_path: Path) -> None:
        path = copy / "manifest.json"
        plain = json.loads(path.read_text())
        plain["files"]["files/../../../evil"] = "0"
        path.write_text(json.dumps(plain))
        with pytest.raises(BackupRefused, match="outside the copy"):
            restore(make(tmp_path / "other"), copy)

    def test_takes_everything_back_when_the_chain_is_broken(
        self, make: Make, copy: Path, tmp_path: Path
    ) -> None:
        with closing(sqlite3.connect(copy / "portal.db")) as connection:
            connection.execute("DROP TRIGGER IF EXISTS audit_entry_no_update")
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.execute(f'DROP TRIGGER "{name}"')
            connection.execute("UPDATE audit_entry SET actor_name = 'x'")
            connection.commit()
        plain = json.loads((copy / "manifest.json").read_text())
        plain["files"]["portal.db"] = digest_of(copy / "portal.db")
        (copy / "manifest.json").write_text(json.dumps(plain))
        other = make(tmp_path / "other")
        key = (tmp_path / "other" / "data.key").read_text()
        with pytest.raises(BackupRefused, match="audit chain of this copy is broken at entry 1"):
            restore(other, copy)
        assert sorted(p.name for p in (tmp_path / "other").iterdir() if p.is_file()) == [
            "data.key",
            "secret.key",
        ]
        assert (tmp_path / "other" / "data.key").read_text() == key

    def test_is_a_command(self, office: Portal, make: Make, tmp_path: Path) -> None:
        done = office.test_cli_runner().invoke(args=["backup", str(tmp_path / "copy")])
        assert done.exit_code == 0, done.output
        assert "1 links of the audit chain" in done.output
        assert "keep it under lock" in done.output
        other = make(tmp_path / "other")
        done = other.test_cli_runner().invoke(args=["restore", str(tmp_path / "copy")])
        assert done.exit_code == 0, done.output
        assert done.output.startswith("restored and proven: ")
        done = other.test_cli_runner().invoke(args=["restore", str(tmp_path / "copy")])
        assert done.exit_code == 1
        assert "is not empty" in done.output
        assert other.test_cli_runner().invoke(args=["restore", str(tmp_path / "none")]).exit_code == 2
