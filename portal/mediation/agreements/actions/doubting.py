"""What is asked about a case of the door before it is saved: sums that disagree, the same quarrel twice, a late
entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from portal import clock, settings
from portal.db import session
from portal.disputes import likeness
from portal.errors import N_, RuleBroken
from portal.mediation.agreements import limits
from portal.mediation.models import Committee, MediationCase
from portal.mediation.records.sums import find_sums, must_agree
from portal.standards.amounts import figures

if TYPE_CHECKING:
    from portal.mediation.agreements.actions.settling import Settled


def must_be_plausible(committee: Committee, settled: Settled) -> None:
    """Raise RuleBroken at `terms`, `is_another` or `remark` where the entry has to be confirmed or explained first."""
    _sums_must_agree(settled)
    _must_be_another(committee, settled)
    _must_be_explained(committee, settled)


def _sums_must_agree(settled: Settled) -> None:
    must_agree(settled.terms, "terms")
    if settled.has_other_sums:
        return
    for words, fen in find_sums(settled.terms):
        if fen == settled.amount_fen:
            continue
        if not settled.amount_fen:
            raise RuleBroken(
                "terms",
                N_("条款里写的是“%(said)s”，金额没有填。请填写金额；条款里的不是协议金额的，勾选下面一项。"),
                said=words,
            )
        raise RuleBroken(
            "terms",
            N_("条款里写的是“%(said)s”，金额填的是 %(amount)s 元。请改成一致；确是另一笔的，勾选下面一项。"),
            said=words,
            amount=figures(settled.amount_fen),
        )


def _must_be_another(committee: Committee, settled: Settled) -> None:
    if settled.is_another:
        return
    same_day = session.scalars(
        select(MediationCase)
        .where(
            MediationCase.committee_id == committee.id,
            MediationCase.applied_on == settled.on,
            MediationCase.state != "discarded",
        )
        .order_by(MediationCase.id)
    )
    for case in same_day:
        is_like = case.dispute.category_id == settled.category_id or likeness.has_same_story(
            case.dispute, settled.story
        )
        if is_like and likeness.has_same_parties(case.dispute, settled.parties):
            raise RuleBroken(
                "is_another",
                N_("同一天已有相同当事人的同类纠纷（%(number)s）。不要重复登记；确实是另一件的，请勾选。"),
                number=case.number or N_("未编号"),
            )


def _must_be_explained(committee: Committee, settled: Settled) -> None:
    today = clock.today()
    days = settings.value(limits.LATE_ENTRY.key, on=today, unit_id=committee.unit_id)
    if (today - settled.on).days > days and not settled.remark.strip():
        raise RuleBroken(
            "remark",
            N_("日期早于今天 %(days)s 天以上，请写明为什么现在才登记。"),
            days=days,
        )
