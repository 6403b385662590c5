"""Filing a bound case (归档), and what comes to the volume besides: scans before it is bound, supplements after it was filed."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.actions import open_file
from portal.files.models import StoredFile
from portal.mediation import life
from portal.mediation.actions.moves import move, note_event, read_reason
from portal.mediation.models import MediationCase
from portal.mediation.volumes import items, queries
from portal.mediation.volumes.actions.binding import Cover, ask_again, must_say_why
from portal.mediation.volumes.contents import contents_of
from portal.mediation.volumes.kinds import TURNS
from portal.mediation.volumes.models import ScanTurn, Volume, VolumeScan
from portal.mediation.volumes.plan import holds_all
from portal.mediation.volumes.scans import why_not_archivable

RIGHT = "mediation.bind_volume"


def must_be_bound(case: MediationCase, actor: Actor) -> None:
    """The guard of the filing: every must item is there, nothing is a draft, and the bound file holds everything."""
    contents = contents_of(case)
    if contents.missing:
        words = "".join(one.words % one.params for one in contents.missing)
        raise RuleBroken(None, N_("不能归档，必须有的材料不齐：%(what)s"), what=words)
    volume = queries.find_volume(case)
    if volume is None or not volume.edition:
        raise RuleBroken(None, N_("还没有装订卷宗，装订以后才能归档。"))
    must_say_why([contents], volume.notes or "")
    if not holds_all(volume, contents):
        raise RuleBroken(None, N_("装订以后材料有变动，请重新装订再归档。"))


def archive_case(
    actor: Actor, case: MediationCase, *, version: int | None, on: dt.date | None = None
) -> MediationCase:
    """File a closed case whose volume is bound.

    Raises RuleBroken at `on` or with what stands in the way, Forbidden, Conflict.
    """
    case.expect_version(version)
    life.require(case, "archive_case", actor)
    day = on or clock.today()
    if not (case.closed_on or case.applied_on) <= day <= clock.today():
        raise RuleBroken("on", N_("归档日期不能早于结案日期，也不能晚于今天。"))
    volume = queries.find_volume(case)
    return move(actor, case, verb="archive_case", day=day, note=volume.number if volume else "")


def archive_volume(actor: Actor, volume: Volume, *, version: int | None) -> int:
    """File every closed case of a joint volume; gives how many. Raises RuleBroken for the first that cannot be, Conflict."""
    volume.expect_version(version)
    waiting = [case for case in volume.cases if case.state == "closed"]
    if not waiting:
        raise RuleBroken(None, N_("这一卷的案件都已经归档。"))
    for case in waiting:
        archive_case(actor, case, version=None)
    volume.touch()
    session.flush()
    return len(waiting)


def add_scan(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    item: str,
    name: str,
    file: StoredFile,
    because: str = "",
) -> VolumeScan:
    """Put a scan behind the papers of a place. To an archived case it is a supplement, which wants a reason; it is bound anew.

    Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must(RIGHT)
    case.expect_version(version)
    if case.state == "discarded":
        raise RuleBroken(None, N_("案件已作废。"))
    if item not in items.BY_CODE:
        raise RuleBroken("item", N_("请从所列选项中选择。"))
    problem = why_not_archivable(open_file(file)) if file.media_type == "application/pdf" else ""
    if problem:
        raise RuleBroken("file", problem)
    is_late = case.state == "archived"
    scan = VolumeScan(
        case=case,
        item=item,
        name=" ".join(name.split())[:150] or items.BY_CODE[item].label,
        file=file,
        because=read_reason(because, "because")[:300] if is_late else because.strip()[:300],
        is_supplement=is_late,
        added_on=clock.today(),
        added_by=actor.account_id,
    )
    session.add(scan)
    session.flush()
    audit.record(actor, "mediation.add_volume_scan", case, item=item, sha256=file.sha256)
    if is_late:
        note_event(actor, case, verb="supplement_volume", note=f"{scan.name}：{scan.because}"[:500])
        _bind_anew(actor, case, scan.because)
    else:
        case.touch()
        session.flush()
    return scan


def _bind_anew(actor: Actor, case: MediationCase, because: str) -> None:
    volume = queries.find_volume(case)
    if volume is None:
        raise RuleBroken(None, N_("这一案件没有卷宗。"))
    cover = Cover(
        bound_on=clock.today(),
        retention=volume.retention,
        title=volume.title,
        remark=volume.remark,
        notes=volume.notes or "",
    )
    ask_again(actor, volume, version=None, cover=cover, because=because)


def strike_scan(
    actor: Actor, case: MediationCase, *, scan: VolumeScan, version: int | None, reason: str
) -> VolumeScan:
    """Take a scan out again, with the reason; of an archived case nothing is taken out. Raises RuleBroken, Conflict."""
    actor.must(RIGHT)
    case.expect_version(version)
    if case.state == "archived":
        raise RuleBroken(None, N_("案件已归档，卷内材料只能补充，不能抽出。"))
    scan.struck_because = read_reason(reason)[:300]
    case.touch()
    session.flush()
    audit.record(actor, "mediation.strike_volume_scan", case, item=scan.item, reason=scan.struck_because)
    return scan


def turn_scan(actor: Actor, case: MediationCase, *, file_id: int, version: int | None) -> int:
    """Turn a scan of this case another quarter clockwise in the volume; gives how far. Raises RuleBroken, Conflict."""
    actor.must(RIGHT)
    case.expect_version(version)
    if file_id not in {sheet.key for sheet in contents_of(case).sheets if sheet.source == "scan"}:
        raise RuleBroken(None, N_("卷内没有这份扫描件。"))
    if case.state == "archived":
        raise RuleBroken(None, N_("案件已归档，请用补充材料的方式更换。"))
    row = session.query(ScanTurn).filter_by(file_id=file_id).first()
    if row is None:
        row = ScanTurn(file_id=file_id, turn=0, turned_by=actor.account_id)
        session.add(row)
    row.turn = TURNS[(TURNS.index(row.turn) + 1) % len(TURNS)]
    case.touch()
    session.flush()
    audit.record(actor, "mediation.turn_scan", case, file=file_id, turn=row.turn)
    return row.turn
