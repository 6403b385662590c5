"""Keeping uploads: sealed, whole, cleared away when nobody knows them; on both databases."""

from __future__ import annotations

import datetime as dt
import io
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.errors import NotFound, RuleBroken
from portal.files import actions, queries, store
from portal.files.models import StoredFile
from portal.web.application import Portal
from tests.factories import staff
from tests.files import sample

pytestmark = pytest.mark.usefixtures("database", "folder")


@pytest.fixture
def folder(database: None, tmp_path: Path) -> Path:
    """A folder of its own for the files of each test."""
    store.use_folder(tmp_path / "files")
    return tmp_path / "files"


def keep(content: bytes | None = None, name: str = "照片.jpg", **more: int) -> StoredFile:
    stream = io.BytesIO(sample.picture() if content is None else content)
    return actions.store_file(staff.actor("clerk"), stream=stream, name=name, purpose="proof", **more)  # type: ignore[arg-type]


def on_disk(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


class TestStoreFile:
    def test_it_comes_back_as_it_was_cleaned_and_is_sealed_on_disk(self, folder: Path) -> None:
        with transaction():
            key = keep().id
        with transaction("read"):
            stored = queries.get_file(key)
            content = actions.open_file(stored)
            assert content.startswith(b"\xff\xd8\xff")
            assert (stored.media_type, stored.width, stored.height) == ("image/jpeg", 400, 560)
            assert stored.size == len(content)
            [place] = on_disk(folder)
            assert place.parent.name == stored.key[:2]
            assert place.name == stored.key
            assert content[:40] not in place.read_bytes()
            assert place.stat().st_mode & 0o077 == 0
            entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "files.store_file")).one()
            assert entry.facts["sha256"] == stored.sha256

    def test_a_pdf_keeps_its_page_count(self) -> None:
        with transaction():
            stored = keep(sample.pdf(3), "证明.pdf")
            assert (stored.media_type, stored.pages, stored.width) == ("application/pdf", 3, None)

    @pytest.mark.parametrize(
        ("content", "limit", "why"),
        [
            (b"", 1000, "空的"),
            (sample.picture(), 1000, "文件太大：不能超过 1 MB"),
            (b"MZ", 1000, "内容与扩展名不符"),
        ],
    )
    def test_what_is_refused_leaves_nothing_on_disk(
        self, folder: Path, content: bytes, limit: int, why: str
    ) -> None:
        with transaction(), pytest.raises(RuleBroken, match=why) as refused:
            keep(content, max_bytes=limit)
        assert refused.value.field == "file"
        assert on_disk(folder) == []

    def test_a_full_disk_is_a_sentence_and_leaves_nothing(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with transaction() as verdict:
            with pytest.raises(RuleBroken, match="磁盘可能已满"):
                keep()
            verdict.keep = False
        assert on_disk(folder) == []

    @pytest.mark.both
    def test_a_person_keeps_so_much_a_day_and_the_disk_keeps_some_room(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with transaction():
            keep().size = 1000 * actions.MEGABYTE
            with pytest.raises(RuleBroken, match="1000 MB 的上限") as refused:
                keep()
            assert refused.value.field == "file"
            session.scalars(select(StoredFile)).one().uploaded_at = clock.now() - dt.timedelta(days=2)
            session.flush()
            keep()
            monkeypatch.setattr(store, "free_bytes", lambda: 200 * actions.MEGABYTE)
            with pytest.raises(RuleBroken, match="磁盘空间不足"):
                keep()
        assert len(on_disk(folder)) == 2


class TestOpenFile:
    def test_a_lost_or_exchanged_file_is_noticed(self, folder: Path) -> None:
        from portal.vault import KeyProblem

        with transaction():
            first, second = keep(), keep(sample.pdf(), "证明.pdf")
            one, other = store._place(first.key), store._place(second.key)
        with transaction("read"):
            stored = queries.get_file(1)
            one.write_bytes(other.read_bytes())
            with pytest.raises(KeyProblem):
                actions.open_file(stored)
            one.unlink()
            with pytest.raises(RuleBroken, match="从备份恢复"):
                actions.open_file(stored)
            assert [
                (found.id, "not in the files folder" in why) for found, why in queries.find_damaged()
            ] == [(1, True)]
            with pytest.raises(NotFound):
                queries.get_file(99)

    @pytest.mark.parametrize("key", ["../../etc/passwd", "", "0" * 31, "Z" * 32])
    def test_a_key_is_no_path(self, key: str) -> None:
        with pytest.raises(store.FileLost):
            store.read(key, "")


class TestCropPhoto:
    def test_the_portrait_is_kept_beside_the_picture(self) -> None:
        with transaction():
            stored = keep(sample.picture(size=(1000, 1000)))
            cut = actions.crop_photo(staff.actor("clerk"), stored, box=(100, 100, 500, 700))
            assert (cut.width, cut.height, cut.purpose) == (500, 700, "portrait")
            assert cut.key != stored.key
            assert cut.original_name == "照片.jpg"

    def test_a_pdf_is_no_portrait(self) -> None:
        with transaction():
            stored = keep(sample.pdf(), "证明.pdf")
            with pytest.raises(RuleBroken, match="只有图片"):
                actions.crop_photo(staff.actor("clerk"), stored)


class TestDiscardFile:
    def test_the_file_goes_when_the_deletion_is_stored(self, folder: Path) -> None:
        with transaction():
            key = keep().id
        with transaction() as verdict:
            actions.discard_file(staff.actor("clerk"), queries.get_file(key))
            verdict.keep = False
        assert len(on_disk(folder)) == 1
        with transaction():
            actions.discard_file(staff.actor("clerk"), queries.get_file(key))
        assert on_disk(folder) == []


class TestRemoveOrphans:
    def test_only_old_files_without_a_record_go(self, folder: Path) -> None:
        with transaction():
            keep()
        with transaction() as verdict:
            keep()
            verdict.keep = False
        draft = folder / "ab" / ".ab.part"
        draft.parent.mkdir(exist_ok=True)
        draft.write_bytes(b"half")
        assert len(on_disk(folder)) == 3
        with transaction("read"):
            assert actions.remove_orphans() == 0
            assert actions.remove_orphans(older_than=-1) == 1
        assert len(on_disk(folder)) == 1


def test_the_commands_clean_and_verify(app: Portal, folder: Path) -> None:
    with transaction():
        keep()
    runner = app.test_cli_runner()
    assert "0 files" in runner.invoke(args=["files", "clean"]).output
    assert runner.invoke(args=["files", "verify"]).exit_code == 0
    on_disk(folder)[0].unlink()
    damaged = runner.invoke(args=["files", "verify"])
    assert damaged.exit_code == 1
    assert "1 files are damaged" in damaged.output
