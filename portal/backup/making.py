"""Making a copy: the database by `VACUUM INTO` (copying the file under writers gives broken images), then files and keys."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from portal import clock, config
from portal.backup import BackupRefused, database_path
from portal.backup.manifest import DATABASE, Manifest, digest_of, list_files, read_contents

KEY_FILES = ("data.key", "secret.key")
SETTING_FILES = ("portal.toml",)
FOLDERS = {"files": "files", "fonts": "settings/fonts"}


def make_copy(settings: config.Config, target: Path, *, with_keys: bool = True) -> Manifest:
    """Write a copy of the installation into `target`, which must be empty or not there; readers and writers go on meanwhile.

    The folder appears whole or not at all. Raises BackupRefused, or OSError when the disk is full.
    """
    source = database_path(settings)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupRefused(f"{target} is not empty; name a folder that is not there yet.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    draft.mkdir(mode=0o700)
    try:
        manifest = _fill(settings, source, draft, with_keys)
        _sync(draft)
        if target.exists():
            target.rmdir()
        os.replace(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _fill(settings: config.Config, source: Path, draft: Path, with_keys: bool) -> Manifest:
    """Files first, then the database, then what was added meanwhile: no record in the copy is without its file."""
    _copy_folders(settings.instance, draft)
    _copy_database(source, draft / DATABASE)
    _copy_folders(settings.instance, draft)
    for name in SETTING_FILES:
        _copy(settings.instance / name, draft / "settings" / name)
    if with_keys:
        for name in KEY_FILES:
            _copy(settings.instance / name, draft / "keys" / name)
    contents = read_contents(draft / DATABASE)
    lost = sorted(k for k in contents.file_keys if not (draft / "files" / k[:2] / k).is_file())
    if lost:
        raise BackupRefused(
            f"{len(lost)} stored files have records but are not on the disk (first: {lost[0]});"
            " run scripts/portal files verify and bring them back from an older copy first."
        )
    manifest = Manifest(
        made_at=clock.now().isoformat(timespec="seconds"),
        revision=contents.revision,
        key_fingerprint=contents.key_fingerprint,
        audit_sequence=contents.audit_sequence,
        audit_digest=contents.audit_digest,
        rows=contents.rows,
        files={path.relative_to(draft).as_posix(): digest_of(path) for path in list_files(draft)},
    )
    manifest.write(draft)
    return manifest


def _copy_database(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupRefused(f"there is no database at {source}; run scripts/portal migrate first.")
    with closing(sqlite3.connect(source, timeout=30, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


def _copy_folders(instance: Path, draft: Path) -> None:
    for folder, place in FOLDERS.items():
        for path in list_files(instance / folder) if (instance / folder).is_dir() else ():
            _copy(path, draft / place / path.relative_to(instance / folder))


def _copy(source: Path, target: Path) -> None:
    """Copy a file once, with its rights; one that went away meanwhile is none of this copy's."""
    if target.exists() or not source.is_file():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Have everything on the disk before the copy gets its name."""
    for path in [*list_files(folder), *(p for p in folder.rglob("*") if p.is_dir()), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
