"""Results on disk, sealed in frames: written whole or not at all, read in constant memory, and proven while they are read.

Each frame is bound to the result's key, to its place, and to whether it is the last: what was cut off, changed, moved or
exchanged does not open. Which job a result belongs to is in the job's record.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal import vault
from portal.jobs import scratch

FRAME = 1024 * 1024
OVERHEAD = 32  # what sealing adds: the key's name, a nonce and a tag
_KEY = re.compile(r"[0-9a-f]{32}")


class ResultLost(RuntimeError):
    """A result is not on the disk, or is not what was stored; the job must be asked for again."""


@dataclass(frozen=True)
class Stored:
    """A sealed result: its random key, and size and digest of the plain content."""

    key: str
    size: int
    sha256: str


def seal(source: Path) -> Stored:
    """Seal a file's content frame by frame, safe on the disk under its final name before this returns. Raises OSError."""
    key = secrets.token_hex(16)
    place = _place(key)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f".{key}.part")
    try:
        with source.open("rb") as plain, _new_file(draft) as sealed:
            size, digest = _seal_frames(plain, sealed, key)
            sealed.flush()
            os.fsync(sealed.fileno())
        os.replace(draft, place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync(place.parent)
    return Stored(key, size, digest)


def remove(key: str) -> None:
    """Delete a result; one that is not there is no fault."""
    if key:
        _place(key).unlink(missing_ok=True)


def keys_older_than(seconds: float) -> Iterator[str]:
    """The keys of results that have lain there for so long; drafts that a crash left behind are deleted on the way."""
    limit = time.time() - seconds
    for place in sorted((scratch.root() / "results").glob("*")) + sorted(
        (scratch.root() / "results").glob(".*.part")
    ):
        with contextlib.suppress(FileNotFoundError):  # another process was tidying as well
            if place.stat().st_mtime > limit:
                continue
            if place.name.endswith(".part"):
                place.unlink()
            elif _KEY.fullmatch(place.name):
                yield place.name


class ResultStream:
    """A result's plain content, a frame at a time. Opening it reads the first frame and raises ResultLost for a file that
    is gone, cut or changed; a later frame that is not right raises it while reading, so that the answer ends too short."""

    def __init__(self, key: str, *, size: int, sha256: str) -> None:
        self._key, self._size, self._sha256 = key, size, sha256
        self._frames = max(1, -(-size // FRAME))
        self._next, self._digest = 0, hashlib.sha256()
        try:
            self._file = _place(key).open("rb")
        except FileNotFoundError:
            raise ResultLost(f"the result {key} is not in the results folder") from None
        try:
            if os.fstat(self._file.fileno()).st_size != size + self._frames * OVERHEAD:
                raise ResultLost(f"the result {key} has not the length that was stored")
            self._first: bytes | None = self._read()
        except ResultLost:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next frame; after the last one the digest has been proven."""
        if self._first is not None:
            frame, self._first = self._first, None
            return frame
        if self._next >= self._frames:
            raise StopIteration
        try:
            return self._read()
        except ResultLost:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file; a web server calls this when the answer is sent or the reader has gone."""
        self._file.close()

    def _read(self) -> bytes:
        is_last = self._next == self._frames - 1
        sealed = self._file.read(FRAME + OVERHEAD)
        try:
            plain = vault.current().open(sealed, _context(self._key, self._next, is_last))
        except vault.KeyProblem as error:
            raise ResultLost(f"the result {self._key} is not what was stored") from error
        self._next += 1
        self._digest.update(plain)
        if is_last:
            self.close()
        if is_last and self._digest.hexdigest() != self._sha256:
            raise ResultLost(f"the result {self._key} is not what its job's record says")
        return plain


def _seal_frames(plain: BinaryIO, sealed: BinaryIO, key: str) -> tuple[int, str]:
    digest, size, index = hashlib.sha256(), 0, 0
    frame = plain.read(FRAME)
    while True:
        following = plain.read(FRAME) if len(frame) == FRAME else b""
        sealed.write(vault.current().seal(frame, _context(key, index, not following)))
        digest.update(frame)
        size += len(frame)
        if not following:
            return size, digest.hexdigest()
        frame, index = following, index + 1


def _context(key: str, index: int, is_last: bool) -> bytes:
    return f"job_result|{key}|{index}|{'last' if is_last else 'more'}".encode("ascii")


def _place(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise ResultLost("a result's key is 32 hexadecimal digits")
    return scratch.root() / "results" / key


def _new_file(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
