"""Asking for a volume to be bound (装订): what must be there is there, then a job makes the file. Filing it is `filing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.numbering import allocate_number
from portal.documents.glyphs import check_printable
from portal.errors import N_, RuleBroken
from portal.files.actions import open_file
from portal.files.models import StoredFile
from portal.jobs import actions as jobs
from portal.mediation.models import Committee, MediationCase
from portal.mediation.numbers import VOLUME
from portal.mediation.records import documents as record_papers
from portal.mediation.records import queries as records
from portal.mediation.volumes import contents as reading
from portal.mediation.volumes import items, queries
from portal.mediation.volumes.actions.declaring import declare_originals
from portal.mediation.volumes.contents import Contents
from portal.mediation.volumes.models import Volume, VolumeCase, VolumeEdition
from portal.mediation.volumes.plan import facts_of
from portal.mediation.volumes.scans import why_not_archivable

KIND = "mediation.bind_volume"
BOUND_IN = frozenset({"closed", "archived"})
LONGEST_NOTES = 2000
MOST_CASES = 200
PAPER_JOB = "装订卷宗 {number}"
PAPER_JOINT = "{office}简易调解案件（{first}至{last}）"


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What is typed for the cover and the notes; empty words stand for what is known.

    `are_signed` declares every paper that is not signed otherwise signed on paper (of the simple cases bound together).
    """

    bound_on: dt.date
    bound_by: str = ""
    retention: str = ""
    title: str = ""
    remark: str = ""
    notes: str = ""
    are_signed: bool = False


def ask_binding(
    actor: Actor, case: MediationCase, *, version: int | None, cover: Cover, because: str = ""
) -> Volume:
    """Have a closed case bound (or an archived one anew, with the reason), in a job.

    Raises RuleBroken at the field, or with everything that is missing; Forbidden, Conflict.
    """
    actor.must(KIND)
    case.expect_version(version)
    volume = queries.find_volume(case)
    if volume is not None and volume.kind != "case":
        raise RuleBroken(None, N_("这一案件在合订卷 %(number)s 中，请在那一卷装订。"), number=volume.number)
    _check(cover, [case])
    _make_lists(actor, case)
    contents = reading.contents_of(case, cover.bound_on)
    _must_be_whole([contents])
    must_say_why([contents], cover.notes)
    if volume is None:
        volume = _new(actor, case.committee, "case", _number(actor, case, cover.bound_on))
        volume.members.append(VolumeCase(case=case, position=1))
    _dress(volume, cover, title=case.dispute.title, category=case.dispute.category.name, by=actor.name)
    return _ask(actor, volume, because)


def ask_joint_binding(
    actor: Actor,
    *,
    committee: Committee,
    cases: Sequence[MediationCase],
    first: dt.date,
    last: dt.date,
    cover: Cover,
) -> Volume:
    """Have the simple oral cases of a month or a quarter bound together. Raises RuleBroken, Forbidden."""
    actor.must(KIND)
    if not cases:
        raise RuleBroken("cases", N_("请至少选一件简易口头案件。"))
    if len(cases) > MOST_CASES:
        raise RuleBroken("cases", N_("一卷最多 %(most)s 件。"), most=MOST_CASES)
    for case in cases:
        if case.committee_id != committee.id or not reading.is_simple_oral(case):
            raise RuleBroken("cases", N_("只有本委员会的简易口头案件可以合订。"))
        if queries.find_volume(case) is not None:
            raise RuleBroken("cases", N_("%(number)s 已经在一卷中。"), number=case.number)
    _check(cover, cases)
    if cover.are_signed:
        _declare(actor, cases)
    _must_be_whole([reading.contents_of(case, cover.bound_on) for case in cases])
    number = allocate_number(actor, unit_id=committee.unit_id, kind=VOLUME.code, on=cover.bound_on)
    volume = _new(actor, committee, "joint", number.text, number.id)
    volume.period_first, volume.period_last = first, last
    ordered = sorted(cases, key=lambda case: (case.accepted_on or case.applied_on, case.id))
    volume.members = [VolumeCase(case=case, position=n) for n, case in enumerate(ordered, 1)]
    title = PAPER_JOINT.format(office=committee.unit.name_on(cover.bound_on), first=first, last=last)
    _dress(volume, cover, title=title, category="", by=actor.name)
    return _ask(actor, volume, "")


def ask_again(actor: Actor, volume: Volume, *, version: int | None, cover: Cover, because: str) -> Volume:
    """Make a new edition of a volume that was bound before, with the reason. Raises RuleBroken, Forbidden, Conflict."""
    actor.must(KIND)
    volume.expect_version(version)
    _check(cover, volume.cases)
    for case in volume.cases:
        _make_lists(actor, case)
    contents = [reading.contents_of(case, cover.bound_on) for case in volume.cases]
    _must_be_whole(contents)
    must_say_why(contents, cover.notes)
    category = volume.cases[0].dispute.category.name if volume.kind == "case" else ""
    _dress(volume, cover, title=volume.title, category=category, by=actor.name)
    return _ask(actor, volume, because)


def _check(cover: Cover, cases: Sequence[MediationCase]) -> None:
    for case in cases:
        if case.state not in BOUND_IN:
            raise RuleBroken(None, N_("%(title)s还没有结案，不能装订。"), title=case.dispute.title)
    closed = max(case.closed_on or case.applied_on for case in cases)
    if not closed <= cover.bound_on <= clock.today():
        raise RuleBroken("bound_on", N_("立卷日期不能早于结案日期 %(first)s，也不能晚于今天。"), first=closed)
    if cover.retention and cover.retention not in items.RETENTIONS:
        raise RuleBroken("retention", N_("请从所列选项中选择。"))
    for field, text, most in (
        ("bound_by", cover.bound_by, 100),
        ("title", cover.title, 200),
        ("remark", cover.remark, 300),
        ("notes", cover.notes, LONGEST_NOTES),
    ):
        if len(text) > most:
            raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=most)


def must_say_why(contents: Sequence[Contents], notes: str) -> None:
    """Raise RuleBroken at the notes where a case ended without accord, has no record of a session, and nobody says why."""
    if not notes.strip() and any(one.wants_reason for one in contents):
        raise RuleBroken("notes", N_("当事人无法达成一致而终止，却没有调解笔录，请在情况说明中写明原因。"))


def _declare(actor: Actor, cases: Sequence[MediationCase]) -> None:
    for case in cases:
        if any(not one.how for one in reading.contents_of(case).originals):
            declare_originals(actor, case, version=None)


def _must_be_whole(contents: Sequence[Contents]) -> None:
    """Raise RuleBroken with everything that is missing, and with every scan that no archive could show."""
    found: list[str] = []
    for one in contents:
        words = "".join(missing.words % missing.params for missing in one.missing)
        if words:
            found.append(
                f"{one.case.number or one.case.dispute.title}：{words}" if len(contents) > 1 else words
            )
    if found:
        raise RuleBroken(None, N_("不能装订，必须有的材料不齐：%(what)s"), what="".join(found))
    for one in contents:
        for sheet in one.sheets:
            if sheet.source != reading.SCAN:
                continue
            stored = session.get_one(StoredFile, sheet.key)
            problem = why_not_archivable(open_file(stored)) if stored.media_type == "application/pdf" else ""
            if problem:
                raise RuleBroken(None, N_("“%(name)s”：%(why)s"), name=sheet.title, why=problem)


def _make_lists(actor: Actor, case: MediationCase) -> None:
    """The lists of proofs and evidence, where something stands in them and nobody has printed one."""
    papers = reading.issued_kinds(case)
    for purpose, kind in (("identity", "mediation_identity"), ("evidence", "mediation_evidence")):
        if kind not in papers and records.evidence_of(case, purpose):
            record_papers.issue_list(actor, case, purpose)


def _number(actor: Actor, case: MediationCase, day: dt.date) -> str:
    """The case's own number; a case that was never accepted takes one from the book of volumes."""
    if case.number:
        return case.number
    return allocate_number(actor, unit_id=case.unit_id, kind=VOLUME.code, on=day).text


def _new(actor: Actor, committee: Committee, kind: str, number: str, number_id: int | None = None) -> Volume:
    return Volume(
        kind=kind,
        committee=committee,
        unit_id=committee.unit_id,
        number=number,
        issued_number_id=number_id,
        edition=0,
    )


def _dress(volume: Volume, cover: Cover, *, title: str, category: str, by: str) -> None:
    volume.title = " ".join(cover.title.split()) or title
    volume.bound_on = cover.bound_on
    volume.bound_by = " ".join(cover.bound_by.split()) or by
    retention = cover.retention or items.retention_of(category, volume.unit_id, cover.bound_on)
    volume.retention = retention
    volume.remark = cover.remark.strip()
    volume.notes = cover.notes.strip() or None
    session.add(volume)
    session.flush()
    check_printable(facts_of(volume, tuple(reading.contents_of(case) for case in volume.cases)))


def _ask(actor: Actor, volume: Volume, because: str) -> Volume:
    running = volume.asked
    if running is not None:
        if running.job is not None and running.job.is_open:
            raise RuleBroken(None, N_("这一卷正在装订，请稍候再看。"))
        running.state = "dropped"
    because = because.strip()
    if volume.edition and not because:
        raise RuleBroken("because", N_("请写明为什么重新装订。"))
    edition = VolumeEdition(
        volume=volume, edition=volume.edition + 1, because=because[:300], asked_by=actor.account_id
    )
    session.add(edition)
    volume.touch()
    session.flush()
    job = jobs.ask_for(
        actor, KIND, title=PAPER_JOB.format(number=volume.number), arguments={"edition": edition.id}
    )
    edition.job_id = job.id
    session.flush()
    audit.record(
        actor, KIND, volume, number=volume.number, edition=edition.edition, cases=len(volume.members)
    )
    return volume
