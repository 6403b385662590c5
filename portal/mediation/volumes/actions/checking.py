"""The judicial office (司法所) checks volumes, the committee answers; and its guidance notes to committees with their answers."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation.mediators import accounts_of
from portal.mediation.models import Committee
from portal.mediation.volumes import queries
from portal.mediation.volumes.kinds import CHECK_RESULTS
from portal.mediation.volumes.models import GuidanceNote, Volume, VolumeCheck

LONGEST = 3000


def check_volume(
    actor: Actor,
    volume: Volume,
    *,
    version: int | None,
    result: str,
    defects: str = "",
    mend_by: dt.date | None = None,
    on: dt.date | None = None,
) -> VolumeCheck:
    """Enter what a check of the current edition found: good, or defects with their reasons and the day to mend them by.

    Nobody checks a volume of a case they mediated, or that they had bound: the committee is paid by it.
    Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must("mediation.check_volume")
    edition = volume.current
    binder = edition.asked_by if edition is not None else None
    actor.must_differ_from("mediation.check_volume", binder, *accounts_of(volume.cases))
    volume.expect_version(version)
    day = on or clock.today()
    if edition is None:
        raise RuleBroken(None, N_("这一卷还没有装订，不能检查。"))
    if result not in CHECK_RESULTS:
        raise RuleBroken("result", N_("请从所列选项中选择。"))
    if not volume.bound_on <= day <= clock.today():
        raise RuleBroken("on", N_("检查日期不能早于立卷日期，也不能晚于今天。"))
    words = read_words(defects, "defects", is_wanted=result == "defects")
    if result == "defects" and (mend_by is None or mend_by < day):
        raise RuleBroken("mend_by", N_("请写明在哪一天以前补正，不能早于检查日期。"))
    check = VolumeCheck(
        volume=volume,
        edition=volume.edition,
        checked_on=day,
        result=result,
        mend_by=mend_by if result == "defects" else None,
        checked_by=actor.account_id,
    )
    check.defects = words or None
    session.add(check)
    volume.touch()
    session.flush()
    audit.record(
        actor, "mediation.check_volume", volume, number=volume.number, edition=check.edition, result=result
    )
    return check


def answer_check(actor: Actor, check: VolumeCheck, *, version: int | None, answer: str) -> VolumeCheck:
    """The committee says what it has mended, or why nothing is to be mended. Raises RuleBroken, Forbidden, Conflict."""
    actor.must("mediation.bind_volume")
    check.expect_version(version)
    if check.result != "defects" or check is not queries.last_check(check.volume):
        raise RuleBroken(None, N_("这次检查没有等待答复的缺陷。"))
    if check.answered_on is not None:
        raise RuleBroken(None, N_("已经答复过，请等司法所复查。"))
    check.answer = read_words(answer, "answer", is_wanted=True)
    check.answered_on, check.answered_by = clock.today(), actor.account_id
    check.volume.touch()
    check.touch()
    session.flush()
    audit.record(actor, "mediation.answer_check", check.volume, number=check.volume.number)
    return check


def note_guidance(
    actor: Actor, *, committee: Committee, title: str, note: str, on: dt.date | None = None
) -> GuidanceNote:
    """Tell a committee something about its work. Raises RuleBroken at the field, Forbidden."""
    actor.must("mediation.guide_committees")
    day = on or clock.today()
    if day > clock.today():
        raise RuleBroken("on", N_("日期不能晚于今天。"))
    made = GuidanceNote(committee=committee, noted_on=day, noted_by=actor.account_id)
    made.title = read_words(title, "title", most=150, is_wanted=True)
    made.note = read_words(note, "note", is_wanted=True)
    session.add(made)
    session.flush()
    audit.record(actor, "mediation.note_guidance", committee, title=made.title)
    return made


def answer_guidance(actor: Actor, note: GuidanceNote, *, version: int | None, answer: str) -> GuidanceNote:
    """The committee answers a note, once. Raises RuleBroken, Forbidden, Conflict."""
    actor.must("mediation.bind_volume")
    note.expect_version(version)
    if note.answered_on is not None:
        raise RuleBroken(None, N_("已经答复过。"))
    note.answer = read_words(answer, "answer", is_wanted=True)
    note.answered_on, note.answered_by = clock.today(), actor.account_id
    note.touch()
    session.flush()
    audit.record(actor, "mediation.answer_guidance", note.committee, title=note.title)
    return note


def read_words(text: str, field: str, *, most: int = LONGEST, is_wanted: bool = False) -> str:
    """Words as they are kept; raises RuleBroken at the field when there are none, or too many."""
    words = text.strip()
    if is_wanted and not words:
        raise RuleBroken(field, N_("请填写这一项。"))
    if len(words) > most:
        raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=most)
    return words
