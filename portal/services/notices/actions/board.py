"""What the community does at its board: posting with a photograph, taking down with another, the sealed return slip."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.files.actions import store_file
from portal.files.contents import IMAGE, PDF
from portal.files.models import StoredFile
from portal.services.notices import documents, limits
from portal.services.notices.models import PublicNotice
from portal.services.notices.states import SLIP_RESULTS
from portal.services.notices.wording import read_text

ONE_DAY = dt.timedelta(days=1)
Upload = tuple[BinaryIO, str]


def post_notice(
    actor: Actor,
    notice: PublicNotice,
    *,
    version: int | None,
    place: str,
    posted_on: dt.date | None = None,
    photo: Upload | StoredFile | None = None,
) -> PublicNotice:
    """The sheet hangs since `posted_on` (today when None), which must be the day printed on it. Raises RuleBroken, Conflict.

    It is registered while it hangs and a few days late at most, so that nobody writes down afterwards what never hung.
    """
    actor.must("services.post_notice")
    notice.expect_version(version)
    _must_be(notice, "to_post", N_("这份公示已经登记张贴，请刷新页面。"))
    if clock.today() > notice.until:
        raise RuleBroken("posted_on", N_("公示期已过，请先改张贴日。"))
    day = posted_on or clock.today()
    if day > clock.today():
        raise RuleBroken("posted_on", N_("张贴日期不能晚于今天。"))
    if day != notice.post_on:
        raise RuleBroken(
            "posted_on",
            N_("公示单上印的张贴日是 %(printed)s。不是这一天张贴的，请先改张贴日、重印公示单。"),
            printed=notice.post_on,
        )
    late = limits.late_days(notice.unit_id)
    if (clock.today() - day).days > late:
        raise RuleBroken(
            "posted_on", N_("张贴最多可以晚 %(days)s 天登记。请先改张贴日、重印公示单。"), days=late
        )
    notice.place = read_text(place, "place", 100, N_("请填写张贴地点。"))
    notice.posted_photo = _photo(actor, notice, photo)
    notice.posted_on, notice.posted_by, notice.state = day, actor.account_id, "posted"
    session.flush()
    audit.record(actor, "services.post_notice", notice, day=day, unit=notice.unit_id)
    return notice


def remove_notice(
    actor: Actor,
    notice: PublicNotice,
    *,
    version: int | None,
    removed_on: dt.date | None = None,
    photo: Upload | StoredFile | None = None,
) -> PublicNotice:
    """The sheet was taken down, on a day after the last one; the return slip is issued for signature and seal.

    Raises RuleBroken at `removed_on` or `photo`, Conflict.
    """
    actor.must("services.remove_notice")
    notice.expect_version(version)
    _must_be(notice, "posted", N_("这份公示没有在张贴中，请刷新页面。"))
    day = removed_on or clock.today()
    if day > clock.today():
        raise RuleBroken("removed_on", N_("撤下日期不能晚于今天。"))
    if day <= notice.until:
        raise RuleBroken(
            "removed_on",
            N_("公示期到 %(until)s 24:00，最早 %(earliest)s 才能撤下。"),
            until=notice.until,
            earliest=notice.until + ONE_DAY,
        )
    notice.removed_photo = _photo(actor, notice, photo)
    notice.removed_on, notice.removed_by, notice.state = day, actor.account_id, "removed"
    session.flush()
    document = issue_document(
        actor,
        kind="notice_return_slip",
        facts=documents.return_slip(notice),
        unit_id=notice.unit_id,
        subject=notice,
    )
    notice.slip_document_id = document.id
    session.flush()
    audit.record(actor, "services.remove_notice", notice, day=day, unit=notice.unit_id)
    return notice


def enter_return_slip(
    actor: Actor,
    notice: PublicNotice,
    *,
    version: int | None,
    result: str,
    scan: Upload | StoredFile | None,
    on: dt.date | None = None,
    note: str = "",
) -> PublicNotice:
    """The slip came back signed and sealed: what it reports, its day, and the scan (an image or a PDF).

    Raises RuleBroken when it does not agree with the objections that are recorded, Conflict.
    """
    actor.must("services.enter_return_slip")
    notice.expect_version(version)
    _must_be(notice, "removed", N_("公示撤下后才能录入反馈单，一份公示只录一次。"))
    day = on or clock.today()
    if result not in SLIP_RESULTS:
        raise RuleBroken("result", N_("请从所列选项中选择。"))
    if result == "none" and notice.objections:
        raise RuleBroken("result", N_("已登记过异议，反馈单不能写“无异议”。请社区核对后重新盖章。"))
    if result == "objections" and not notice.objections:
        raise RuleBroken("result", N_("反馈单写有异议，请先逐条登记异议，再录入反馈单。"))
    if day > clock.today() or (notice.removed_on is not None and day < notice.removed_on):
        raise RuleBroken("on", N_("反馈单的日期应在撤下公示之后、不晚于今天。"))
    if scan is None:
        raise RuleBroken("scan", N_("请上传盖章的反馈单扫描件或照片。"))
    notice.slip_file = _kept(actor, scan, "services.return_slip", "scan", (IMAGE, PDF))
    notice.slip_result, notice.slip_on, notice.slip_by = result, day, actor.account_id
    notice.slip_note = read_text(note, "note")
    notice.state = "reported"
    session.flush()
    audit.record(actor, "services.enter_return_slip", notice, day=day, result=SLIP_RESULTS[result])
    return notice


def _must_be(notice: PublicNotice, state: str, sentence: str) -> None:
    if notice.state != state:
        raise RuleBroken(None, sentence)


def _photo(actor: Actor, notice: PublicNotice, given: Upload | StoredFile | None) -> StoredFile | None:
    if given is None:
        if limits.wants_photos(notice.unit_id):
            raise RuleBroken("photo", N_("请上传现场照片。"))
        return None
    return _kept(actor, given, "services.notice_photo", "photo", (IMAGE,))


def _kept(
    actor: Actor, given: Upload | StoredFile, purpose: str, field: str, allow: tuple[str, ...]
) -> StoredFile:
    if isinstance(given, StoredFile):
        return given
    return store_file(actor, stream=given[0], name=given[1], purpose=purpose, allow=allow, field=field)
