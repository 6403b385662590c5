"""Hearing somebody before a reduction or a stop (听取意见; 社会救助法 art. 48): the record of two staff, its signed scan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import audit, clock
from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.services.assistance import documents
from portal.services.assistance.actions.proposing import must_be_open
from portal.services.assistance.changes import WAYS
from portal.services.assistance.models import SupportChange, SupportHearing
from portal.services.assistance.queries.staff import may_do

LONGEST = 1000


def record_hearing(
    actor: Actor,
    change: SupportChange,
    *,
    version: int | None,
    told_on: dt.date | None,
    heard_on: dt.date | None,
    way: str,
    heard_name: str,
    opinion: str = "",
    is_waived: bool = False,
    evidence: str = "",
    reply: str = "",
    staff_two: int | None,
    signed: StoredFile | None = None,
) -> SupportHearing:
    """Record what was said: planned decision and reasons are the proposal's; opinion, or that none was wanted (放弃陈述).

    Makes the paper that is signed. Raises RuleBroken at the field at fault, Conflict when out of date.
    """
    actor.must("assistance.record_hearing")
    change.expect_version(version)
    must_be_open(change)
    planned = _planned(change)
    told, heard = _days(change, told_on, heard_on)
    second = _second(actor, staff_two)
    _check_words(change, way, heard_name, opinion, is_waived)
    hearing = SupportHearing(
        change=change,
        told_on=told,
        heard_on=heard,
        way=way,
        heard_name=heard_name.strip()[:100],
        is_waived=is_waived,
        staff_one=actor.account_id,
        staff_two=second.id,
        signed_file_id=signed.id if signed else None,
    )
    hearing.words = {
        "opinion": opinion.strip()[:LONGEST],
        "evidence": evidence.strip()[:LONGEST],
        "reply": reply.strip()[:LONGEST],
        "fen": planned["total_fen"],
    }
    session.add(hearing)
    change.touch()
    session.flush()
    _issue_record(actor, hearing, second.name)
    audit.record(actor, "assistance.record_hearing", hearing, file_number=change.file.number, way=way)
    return hearing


def _issue_record(actor: Actor, hearing: SupportHearing, second: str) -> None:
    hearing.document = issue_document(
        actor,
        kind="support_hearing",
        facts=documents.hearing_record(hearing, actor.name, second),
        unit_id=hearing.change.file.street_id,
        subject=hearing,
    )
    session.flush()


def _planned(change: SupportChange) -> dict[str, Any]:
    if change.planned is None or change.planned.get("total_fen") is None:
        raise RuleBroken(None, N_("请先核算变更后的金额，再听取意见。"))
    return dict(change.planned)


def _check_words(change: SupportChange, way: str, heard_name: str, opinion: str, is_waived: bool) -> None:
    if way not in WAYS:
        raise RuleBroken("way", N_("请选择听取的方式。"))
    if not heard_name.strip():
        raise RuleBroken("heard_name", N_("请填写听取了谁的意见。"))
    _must_live(change, heard_name.strip())
    if not is_waived and not opinion.strip():
        raise RuleBroken("opinion", N_("请写下当事人的意见；不愿陈述的，勾选“放弃陈述”。"))
    if is_waived and opinion.strip():
        raise RuleBroken("is_waived", N_("已写了当事人的意见，记录上就不能写放弃陈述，请核对。"))


def _must_live(change: SupportChange, name: str) -> None:
    """Nobody is heard who is registered as dead; somebody else of the same name in the household may be."""
    named = [one.resident for one in change.file.members if one.resident.name == name]
    if named and all(one.death_date is not None for one in named):
        raise RuleBroken("heard_name", N_("%(name)s已登记死亡，请填写听取了谁的意见。"), name=name)


def attach_signed_record(
    actor: Actor, hearing: SupportHearing, *, version: int | None, signed: StoredFile
) -> SupportHearing:
    """Add the scan of the signed record; raises Conflict when out of date."""
    actor.must("assistance.record_hearing")
    hearing.change.expect_version(version)
    must_be_open(hearing.change)
    hearing.signed_file_id = signed.id
    hearing.change.touch()
    session.flush()
    audit.record(actor, "assistance.attach_signed_record", hearing, file_number=hearing.change.file.number)
    return hearing


def record_kin(
    actor: Actor, change: SupportChange, *, version: int | None, kin_contact: str
) -> SupportChange:
    """Note which relative was told when nobody is left to hear; raises RuleBroken at `kin_contact`."""
    actor.must("assistance.record_hearing")
    change.expect_version(version)
    must_be_open(change)
    text = kin_contact.strip()[:200]
    if not text:
        raise RuleBroken("kin_contact", N_("请写明联系了哪位亲属、何时、用什么方式；没有亲属的也请写明。"))
    change.kin_contact = text
    session.flush()
    audit.record(actor, "assistance.record_kin", change, file_number=change.file.number)
    return change


def _days(
    change: SupportChange, told_on: dt.date | None, heard_on: dt.date | None
) -> tuple[dt.date, dt.date]:
    today = clock.today()
    if told_on is None:
        raise RuleBroken("told_on", N_("请填写告知当事人的日期。"))
    if heard_on is None:
        raise RuleBroken("heard_on", N_("请填写听取意见的日期。"))
    if heard_on < told_on:
        raise RuleBroken("heard_on", N_("听取意见不能早于告知。"))
    if heard_on > today:
        raise RuleBroken("heard_on", N_("听取意见的日期不能晚于今天。"))
    return told_on, heard_on


def _second(actor: Actor, account_id: int | None) -> StaffAccount:
    found = session.get(StaffAccount, account_id) if account_id else None
    if found is None:
        raise RuleBroken("staff_two", N_("请选择在场的第二位工作人员。"))
    if found.id == actor.account_id:
        raise RuleBroken("staff_two", N_("须有两位工作人员，请选择另一位。"))
    if not may_do(found.id, "assistance.record_hearing"):
        raise RuleBroken("staff_two", N_("%(name)s的岗位不办理听取意见，请选择另一位。"), name=found.name)
    return found
