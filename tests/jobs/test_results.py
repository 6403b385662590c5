"""Sealed results: whole and unchanged, or refused."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.jobs import results, scratch
from portal.jobs.results import FRAME, ResultLost, ResultStream, Stored

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def own_folder(tmp_path: Path, app: object) -> Iterator[Path]:
    """A jobs folder for this test alone."""
    before = scratch.root()
    scratch.use_folder(tmp_path)
    yield tmp_path / "results"
    scratch.use_folder(before)


def seal(folder: Path, content: bytes) -> Stored:
    """Seal this content."""
    source = folder.parent / "plain"
    source.write_bytes(content)
    return results.seal(source)


def read(stored: Stored) -> bytes:
    """Read a result as a download does."""
    return b"".join(ResultStream(stored.key, size=stored.size, sha256=stored.sha256))


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
def test_what_is_read_is_what_was_sealed(own_folder: Path, size: int) -> None:
    content = os.urandom(size)
    stored = seal(own_folder, content)
    assert (stored.size, read(stored)) == (size, content)
    assert [p.name for p in own_folder.iterdir()] == [stored.key]
    assert (own_folder / stored.key).stat().st_mode & 0o777 == 0o600


def test_nothing_of_it_can_be_read_on_the_disk(own_folder: Path) -> None:
    stored = seal(own_folder, "张示例".encode() * 1000)
    assert "张示例".encode() not in (own_folder / stored.key).read_bytes()


class TestOpening:
    def test_refuses_what_was_cut_off_at_a_frame(self, own_folder: Path) -> None:
        stored = seal(own_folder, os.urandom(3 * FRAME))
        os.truncate(own_folder / stored.key, 2 * (FRAME + results.OVERHEAD))
        with pytest.raises(ResultLost):
            read(stored)
        shorter = Stored(stored.key, 2 * FRAME, stored.sha256)
        with pytest.raises(ResultLost):
            read(
                shorter
            )  # even where the record were changed to fit: the last frame is not marked as the last

    def test_refuses_frames_in_another_order(self, own_folder: Path) -> None:
        stored = seal(own_folder, os.urandom(3 * FRAME))
        place, step = own_folder / stored.key, FRAME + results.OVERHEAD
        sealed = place.read_bytes()
        place.write_bytes(sealed[step : 2 * step] + sealed[:step] + sealed[2 * step :])
        with pytest.raises(ResultLost):
            read(stored)

    def test_refuses_another_jobs_result_in_its_place(self, own_folder: Path) -> None:
        mine, other = seal(own_folder, b"mine"), seal(own_folder, b"othe")
        os.replace(own_folder / other.key, own_folder / mine.key)
        with pytest.raises(ResultLost):
            read(mine)

    def test_refuses_a_changed_byte_before_it_is_given(self, own_folder: Path) -> None:
        stored = seal(own_folder, os.urandom(2 * FRAME))
        with (own_folder / stored.key).open("r+b") as file:
            file.seek(FRAME + results.OVERHEAD + 100)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 1]))
        stream = ResultStream(stored.key, size=stored.size, sha256=stored.sha256)
        assert len(next(stream)) == FRAME
        with pytest.raises(ResultLost):
            next(stream)
        stream.close()

    def test_refuses_what_is_gone(self, own_folder: Path) -> None:
        stored = seal(own_folder, b"x")
        results.remove(stored.key)
        results.remove(stored.key)
        with pytest.raises(ResultLost):
            read(stored)

    def test_refuses_a_key_that_leads_elsewhere(self, own_folder: Path) -> None:
        with pytest.raises(ResultLost):
            ResultStream("../../portal.db", size=1, sha256="")


def test_a_full_disk_leaves_no_half_file(own_folder: Path) -> None:
    """The limit on file sizes stands in for the full disk: the write of the third frame fails in the same place."""
    source = own_folder.parent / "plain"
    source.write_bytes(os.urandom(3 * FRAME))
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * FRAME, before[1]))
    try:
        with pytest.raises(OSError, match="large"):
            results.seal(source)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(own_folder.iterdir()) == []


def test_reading_takes_the_memory_of_a_frame(own_folder: Path) -> None:
    """A result of 60 frames is read with less than 8 of them in memory."""
    import tracemalloc

    stored = seal(own_folder, bytes(60 * FRAME))
    stream = ResultStream(stored.key, size=stored.size, sha256=stored.sha256)
    tracemalloc.start()
    try:
        assert sum(len(frame) for frame in stream) == 60 * FRAME
        assert tracemalloc.get_traced_memory()[1] < 8 * FRAME
    finally:
        tracemalloc.stop()
