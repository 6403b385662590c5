"""Bringing a copy back: proven before a byte is written, only into an empty instance, and proven again where it stands."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from portal import config, db, vault
from portal.audit.queries import verify_chain
from portal.backup import BackupRefused, database_path
from portal.backup.making import FOLDERS, KEY_FILES, SETTING_FILES
from portal.backup.manifest import DATABASE, Manifest, check_files, has_tables, read_contents, read_manifest
from portal.extensions import db as database
from portal.files.queries import find_damaged
from portal.vault.actions import check_key

_ASIDE = ".before-restore"


def restore_copy(settings: config.Config, source: Path) -> Manifest:
    """Make this empty instance what the copy holds; needs an application context. Raises BackupRefused with nothing changed,
    or with everything taken away again when what was written does not prove sound."""
    place = database_path(settings)
    _must_be_empty(settings, place)
    manifest = read_manifest(source)
    check_files(source, manifest)
    key = _key_for(settings, source, manifest)
    written: list[Path] = []
    try:
        _write(settings.instance, source, manifest, written)
        _place(source / DATABASE, place, written)
        vault.use(vault.KeyRing(key))
        _prove(place, manifest)
    except BaseException:
        _take_back(place, written)
        raise
    return manifest


def _take_back(place: Path, written: list[Path]) -> None:
    """Leave the instance as empty as it was, with the keys that it had."""
    db.session.remove()
    database.engine.dispose()
    for path in [*written, *(place.with_name(place.name + end) for end in ("-wal", "-shm"))]:
        path.unlink(missing_ok=True)
        aside = path.with_name(path.name + _ASIDE)
        if aside.is_file():
            os.replace(aside, path)


def _must_be_empty(settings: config.Config, place: Path) -> None:
    files = settings.instance / "files"
    if has_tables(place) or (files.is_dir() and any(p.is_file() for p in files.rglob("*"))):
        raise BackupRefused(
            f"{settings.instance} is not empty: a copy is brought back only into an empty instance, so that nothing is"
            " overwritten; name an empty folder in PORTAL_INSTANCE."
        )


def _key_for(settings: config.Config, source: Path, manifest: Manifest) -> bytes:
    """The data key that will hold from now on; raises BackupRefused unless it is the copy's own."""
    kept = source / "keys" / "data.key"
    own_file = settings.instance / "data.key"
    from_outside = not own_file.is_file() or own_file.read_text("ascii").strip() != settings.data_key.hex()
    key = settings.data_key
    if kept.is_file() and not from_outside:
        key = bytes.fromhex(kept.read_text("ascii").strip())
    if manifest.key_fingerprint and vault.KeyRing(key).fingerprint != manifest.key_fingerprint:
        raise BackupRefused(
            "the data key at hand does not open this copy: put the data.key that belongs to it into the instance folder,"
            " or set PORTAL_DATA_KEY to it."
        )
    return key


def _write(instance: Path, source: Path, manifest: Manifest, written: list[Path]) -> None:
    homes = {place: folder for folder, place in FOLDERS.items()}
    for name in manifest.files:
        for place, folder in homes.items():
            if name.startswith(place + "/"):
                _place(source / name, instance / folder / name.removeprefix(place + "/"), written)
        if name.removeprefix("settings/") in SETTING_FILES:
            _place(source / name, instance / name.removeprefix("settings/"), written)
        if name.removeprefix("keys/") in KEY_FILES and name.startswith("keys/"):
            _set_aside(instance / name.removeprefix("keys/"))
            _place(source / name, instance / name.removeprefix("keys/"), written)


def _set_aside(path: Path) -> None:
    """A key that was made for the empty instance gives way, but no key is ever thrown away by a program."""
    if path.is_file():
        os.replace(path, path.with_name(path.name + _ASIDE))


def _place(source: Path, target: Path, written: list[Path]) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(draft, target)
    written.append(target)


def _prove(place: Path, manifest: Manifest) -> None:
    contents = read_contents(place)
    if contents.rows != manifest.rows or contents.audit_digest != manifest.audit_digest:
        raise BackupRefused("what was written is not what the copy holds; check the disk and try again.")
    with db.transaction("read"):
        check_key()
        report = verify_chain()
        if report.broken_at is not None or report.links != manifest.audit_sequence:
            raise BackupRefused(
                f"the audit chain of this copy is broken at entry {report.broken_at}: {report.reason}"
            )
        damaged = next(find_damaged(), None)
        if damaged:
            raise BackupRefused(f"stored file {damaged[0].id} does not open: {damaged[1]}")
