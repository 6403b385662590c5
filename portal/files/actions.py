"""Keeping an upload: read within a limit, recognised, cleaned, sealed on the disk. Rooms call these inside their own actions,
which have checked the permission."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import BinaryIO

from sqlalchemy import func, select

from portal import audit, clock, db, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files import store
from portal.files.contents import IMAGE, PDF, Cleaned, clean_name, recognise
from portal.files.models import StoredFile
from portal.files.pdfs import clean_pdf
from portal.files.pictures import PORTRAIT_MM, Box, clean_picture, crop_portrait

MOST_BYTES = 10 * 1024 * 1024
ORPHAN_SECONDS = 24 * 3600
MEGABYTE = 1024 * 1024
QUOTA, FLOOR = "files.daily_megabytes", "files.least_free_megabytes"
settings.define(
    QUOTA,
    "integer",
    1000,
    N_("每人每天上传附件的上限（MB）"),
    N_("附件"),
    hint=N_("一个账号 24 小时内保存的附件合计。窗口高拍仪一天一般不超过 300 MB。"),
    minimum=10,
    maximum=1_000_000,
)
settings.define(
    FLOOR,
    "integer",
    200,
    N_("磁盘剩余空间下限（MB）"),
    N_("附件"),
    hint=N_("服务器磁盘剩余空间低于此数时不再接收附件，给数据库和文书留出余地。"),
    minimum=0,
    maximum=1_000_000,
)


def store_file(
    actor: Actor,
    *,
    stream: BinaryIO,
    name: str,
    purpose: str,
    allow: tuple[str, ...] = (IMAGE, PDF),
    max_bytes: int = MOST_BYTES,
    field: str = "file",
) -> StoredFile:
    """Keep an upload under a random key; `purpose` says for whom, in the words of the room that asks.

    Raises RuleBroken at `field` when it is empty, too big, broken, not allowed, or not what its name says.
    """
    content = stream.read(max_bytes + 1)
    if not content:
        raise RuleBroken(field, N_("文件是空的，请重新选择。"))
    if len(content) > max_bytes:
        limit = max(1, max_bytes // 1024 // 1024)
        raise RuleBroken(field, N_("文件太大：不能超过 %(limit)s MB。请压缩或分开上传。"), limit=limit)
    kind = recognise(content, name, allow, field)
    cleaned = clean_picture(content, field) if kind == IMAGE else clean_pdf(content, field)
    return _keep(actor, cleaned, name=clean_name(name), purpose=purpose, field=field)


def crop_photo(
    actor: Actor,
    stored: StoredFile,
    *,
    box: Box | None = None,
    purpose: str = "portrait",
    size_mm: tuple[float, float] = PORTRAIT_MM,
    field: str = "photo",
) -> StoredFile:
    """A portrait cut out of a stored picture, kept beside it: 25×35 mm at 300 to 600 dpi unless another size is asked.

    `box` is x, y, width, height in pixels of the stored picture; None takes its middle. Raises RuleBroken at `field` when
    the file is no picture or the cut would be too coarse.
    """
    if not stored.media_type.startswith("image/"):
        raise RuleBroken(field, N_("只有图片可以裁成照片。"))
    cut = crop_portrait(open_file(stored), box, field, size_mm)
    return _keep(actor, cut, name=stored.original_name, purpose=purpose, field=field)


def open_file(stored: StoredFile) -> bytes:
    """The content of a stored file; raises RuleBroken when it is lost, which only a restored backup mends."""
    try:
        return store.read(stored.key, stored.sha256)
    except store.FileLost:
        raise RuleBroken(
            None,
            N_("附件“%(name)s”在服务器上缺失或已损坏，请联系系统管理员从备份恢复。"),
            name=stored.original_name,
        ) from None


def discard_file(actor: Actor, stored: StoredFile) -> None:
    """Delete an attachment that its room no longer needs; the file goes once the deletion is stored."""
    key = stored.key
    audit.record(actor, "files.discard_file", stored, name=stored.original_name, sha256=stored.sha256)
    session.delete(stored)
    session.flush()
    db.after_commit(lambda: store.remove(key))


def remove_orphans(older_than: float = ORPHAN_SECONDS) -> int:
    """Delete files that no record knows (their upload was not stored in the end); gives how many. Reads the database only."""
    removed = 0
    for key in list(store.keys_older_than(older_than)):
        if session.scalar(select(StoredFile.id).where(StoredFile.key == key)) is None:
            store.remove(key)
            removed += 1
    return removed


def _must_have_room(actor: Actor, size: int, field: str) -> None:
    """Raise RuleBroken at `field` where this person has kept enough for a day, or the disk is nearly full."""
    since = clock.now() - dt.timedelta(days=1)
    statement = select(func.coalesce(func.sum(StoredFile.size), 0)).where(
        StoredFile.uploaded_by == actor.account_id, StoredFile.uploaded_at > since
    )
    limit = settings.value(QUOTA)
    if int(session.scalar(statement) or 0) + size > limit * MEGABYTE:
        raise RuleBroken(
            field,
            N_(
                "您 24 小时内上传的附件已达到 %(limit)s MB 的上限，请稍后再传；确有需要的，请系统管理员调整参数。"
            ),
            limit=limit,
        )
    if store.free_bytes() - size < settings.value(FLOOR) * MEGABYTE:
        raise RuleBroken(field, N_("服务器磁盘空间不足，暂时不能上传附件，请联系系统管理员。"))


def _keep(actor: Actor, cleaned: Cleaned, *, name: str, purpose: str, field: str) -> StoredFile:
    _must_have_room(actor, len(cleaned.content), field)
    try:
        key = store.write(cleaned.content)
    except OSError:
        raise RuleBroken(
            field, N_("附件没有存下来，磁盘可能已满。其他内容没有丢失，请稍后重试或联系系统管理员。")
        ) from None
    stored = StoredFile(
        key=key,
        sha256=hashlib.sha256(cleaned.content).hexdigest(),
        media_type=cleaned.media_type,
        size=len(cleaned.content),
        original_name=name,
        purpose=purpose,
        width=cleaned.width,
        height=cleaned.height,
        pages=cleaned.pages,
        uploaded_by=actor.account_id,
    )
    session.add(stored)
    session.flush()
    audit.record(
        actor, "files.store_file", stored, purpose=purpose, media_type=stored.media_type, sha256=stored.sha256
    )
    return stored
