"""What a copy holds, and the proof that it is whole: digests of files, rows of tables, the end of the audit chain."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from portal.backup import BackupRefused

NAME = "manifest.json"
FORMAT = 1
DATABASE = "portal.db"
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """The contents of a copy; `files` maps each path in it to its SHA-256."""

    made_at: str
    revision: str
    key_fingerprint: str
    audit_sequence: int
    audit_digest: str
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write it as the last file of the copy."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a copy; raises BackupRefused where there is none that this program can read."""
    try:
        plain = json.loads((folder / NAME).read_text("utf-8"))
        if plain["format"] != FORMAT:
            raise BackupRefused(f"this copy is of format {plain['format']}, which needs a newer program.")
        made = Manifest(**plain)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BackupRefused(
            f"{folder} is no copy of a portal: its {NAME} cannot be read ({error})."
        ) from error
    for name in made.files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise BackupRefused(f"the manifest names a file outside the copy: {name}")
    return made


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise BackupRefused, naming the first file that is missing or not what it was."""
    for name, digest in sorted(manifest.files.items()):
        path = folder / name
        if not path.is_file():
            raise BackupRefused(f"the copy is not whole: {name} is missing; use another copy.")
        if digest_of(path) != digest:
            raise BackupRefused(
                f"the copy is not whole: {name} was changed since it was made; use another copy."
            )


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            made.update(block)
    return made.hexdigest()


def list_files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in order, but no drafts that a crash left behind."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(".part"):
            yield path


@dataclass(frozen=True)
class Contents:
    """What a database holds, read from its file alone."""

    revision: str
    key_fingerprint: str
    audit_sequence: int
    audit_digest: str
    rows: dict[str, int]
    file_keys: frozenset[str]


def read_contents(path: Path) -> Contents:
    """Check a database file and count what is in it; raises BackupRefused for a damaged one."""
    with _reading(path) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupRefused(f"the database is damaged ({found}); restore the newest copy that is sound.")
        tables = _tables(connection)
        head = connection.execute("SELECT sequence, digest FROM audit_head").fetchone() or (0, "")
        return Contents(
            revision=connection.execute("SELECT version_num FROM alembic_version").fetchone()[0],
            key_fingerprint=(connection.execute("SELECT fingerprint FROM vault_key").fetchone() or ("",))[0],
            audit_sequence=head[0],
            audit_digest=head[1],
            rows={t: connection.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables},  # noqa: S608  # nosec B608
            file_keys=frozenset(key for (key,) in connection.execute("SELECT key FROM stored_file")),
        )


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database file to read only. Not by `mode=ro`, which cannot open one whose log is not there."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        connection.execute("PRAGMA query_only=ON")
        yield connection


def _tables(connection: sqlite3.Connection) -> list[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for (name,) in connection.execute(named)]


def has_tables(path: Path) -> bool:
    """Whether there is a database at all; an empty file counts as none."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with _reading(path) as connection:
        return bool(_tables(connection))
