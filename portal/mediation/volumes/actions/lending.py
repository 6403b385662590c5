"""Lending a volume (借阅): to whom, for what, until when, and its return; reading the file is noted in the trail by its page."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation.volumes.actions.checking import read_words
from portal.mediation.volumes.kinds import LOAN_WAYS
from portal.mediation.volumes.models import Volume, VolumeLoan

RIGHT = "mediation.lend_volume"


def lend_volume(
    actor: Actor,
    volume: Volume,
    *,
    version: int | None,
    way: str,
    borrower: str,
    body: str,
    purpose: str,
    on: dt.date | None = None,
    due_on: dt.date | None = None,
) -> VolumeLoan:
    """Enter a loan, a reading on the spot or a copy. Raises RuleBroken at the field, Forbidden, Conflict."""
    actor.must(RIGHT)
    volume.expect_version(version)
    day = on or clock.today()
    if way not in LOAN_WAYS:
        raise RuleBroken("way", N_("请从所列选项中选择。"))
    if not volume.edition:
        raise RuleBroken(None, N_("这一卷还没有装订。"))
    if not volume.bound_on <= day <= clock.today():
        raise RuleBroken("on", N_("借阅日期不能早于立卷日期，也不能晚于今天。"))
    if way == "paper" and (due_on is None or due_on < day):
        raise RuleBroken("due_on", N_("请写明应归还的日期，不能早于借阅日期。"))
    if way == "paper" and any(one.way == "paper" and one.returned_on is None for one in volume.loans):
        raise RuleBroken(None, N_("纸质卷已经借出，归还以后才能再借。"))
    loan = VolumeLoan(
        volume=volume,
        way=way,
        borrower=read_words(borrower, "borrower", most=100, is_wanted=True),
        body=read_words(body, "body", most=150),
        purpose=read_words(purpose, "purpose", most=300, is_wanted=True),
        lent_on=day,
        due_on=due_on if way == "paper" else None,
        returned_on=None if way == "paper" else day,
        lent_by=actor.account_id,
    )
    session.add(loan)
    volume.touch()
    session.flush()
    audit.record(actor, RIGHT, volume, number=volume.number, way=way, name=loan.borrower)
    return loan


def return_volume(
    actor: Actor, loan: VolumeLoan, *, version: int | None, on: dt.date | None = None
) -> VolumeLoan:
    """The paper volume came back. Raises RuleBroken, Forbidden, Conflict."""
    actor.must(RIGHT)
    loan.expect_version(version)
    day = on or clock.today()
    if loan.returned_on is not None:
        raise RuleBroken(None, N_("已经登记归还。"))
    if not loan.lent_on <= day <= clock.today():
        raise RuleBroken("on", N_("归还日期不能早于借阅日期，也不能晚于今天。"))
    loan.returned_on = day
    loan.touch()
    loan.volume.touch()
    session.flush()
    audit.record(actor, "mediation.return_volume", loan.volume, number=loan.volume.number)
    return loan
