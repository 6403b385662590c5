"""Sealed files on disk: written whole or not at all, found by a random key, and what no record knows any more cleared away."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from portal import vault

_KEY = re.compile(r"[0-9a-f]{32}")
_folder: list[Path] = []


class FileLost(RuntimeError):
    """A stored file is not on the disk, or is not what was stored; restore it from the backup."""


def use_folder(folder: Path) -> None:
    """Keep the files of this process's installation in `folder`."""
    _folder[:] = [folder]


def folder() -> Path:
    """Where files are kept; raises RuntimeError before the application is created."""
    if not _folder:
        raise RuntimeError("the folder for files is not set; the application must be created first.")
    return _folder[0]


def free_bytes() -> int:
    """How much room is left on the disk where files are kept."""
    place = folder()
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def write(content: bytes) -> str:
    """Seal and store, safe on the disk before this returns; gives the file's random key. Raises OSError."""
    key = secrets.token_hex(16)
    place = _place(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{key}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(vault.current().seal(content, _context(key)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, place)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)
    return key


def read(key: str, sha256: str) -> bytes:
    """The content, proven by its digest; raises FileLost, or KeyProblem for a changed file."""
    try:
        sealed = _place(key).read_bytes()
    except FileNotFoundError:
        raise FileLost(f"file {key} is not in the files folder") from None
    content = vault.current().open(sealed, _context(key))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileLost(f"file {key} is not what was stored")
    return content


def remove(key: str) -> None:
    """Delete a file; one that is not there is no fault."""
    _place(key).unlink(missing_ok=True)


def keys_older_than(seconds: float) -> Iterator[str]:
    """The keys of files that have lain there for so long, and drafts that a crash left behind are deleted on the way."""
    limit = time.time() - seconds
    for place in sorted(folder().glob("??/*")) if folder().is_dir() else ():
        if place.stat().st_mtime > limit:
            continue
        if place.name.endswith(".part"):
            place.unlink(missing_ok=True)
        elif _KEY.fullmatch(place.name):
            yield place.name


def _place(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise FileLost("a file's key is 32 hexadecimal digits")
    return folder() / key[:2] / key


def _context(key: str) -> bytes:
    return b"stored_file|" + key.encode("ascii")


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
