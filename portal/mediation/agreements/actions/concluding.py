"""An agreement begins to bind: the last of three acts is there (人民调解法 art. 29), or the oral one is recorded (art. 30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions import standing
from portal.errors import N_, RuleBroken
from portal.mediation import life
from portal.mediation.actions.moves import move
from portal.mediation.agreements import limits
from portal.mediation.agreements.actions import drafting
from portal.mediation.agreements.actions.preventing import write_preventions
from portal.mediation.agreements.kinds import ORAL
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.queries import agreement_in_force, open_agreement
from portal.mediation.agreements.terms import effective_day
from portal.mediation.models import MediationCase
from portal.mediation.records import signing
from portal.mediation.records.signing import SignedKind, Wanted

PAPER_RECORDER = "{}（记录人）签名"


def conclude(
    actor: Actor,
    agreement: Agreement,
    *,
    version: int | None,
    sealed_on: dt.date | None = None,
    preventions: Mapping[str, int] | None = None,
) -> MediationCase:
    """Put the committee's seal under an agreement that everybody has signed: it binds, and its performance begins.

    A written one binds from the last of the three acts, an oral one from the day it was reached. Raises RuleBroken that says
    whose signature is missing (nothing is sealed then and the case stays in mediation), Forbidden, Conflict.
    """
    case = agreement.case
    transition = life.allow(case, "conclude", actor)
    agreement.expect_version(version)
    if agreement.state != "signing":
        raise RuleBroken(None, N_("协议还没有定稿，请先点“定稿，准备签字”。"))
    life.must_be_free(transition, case, actor)
    day = sealed_on or clock.today()
    if not agreement.reached_on <= day <= clock.today():
        raise RuleBroken("sealed_on", N_("盖章日期不能早于达成协议的日期，也不能晚于今天。"))
    if agreement.form != ORAL or sealed_on is not None:
        _seal(actor, agreement, day)
    _take_effect(actor, agreement)
    if preventions is not None:
        write_preventions(actor, case, preventions)
    resolve(actor, case, agreement)
    return move(actor, case, verb="conclude", day=agreement.reached_on, document=agreement.document)


def must_be_signed(agreement: Agreement) -> None:
    """Raise RuleBroken with everybody whose signature is missing; the seal comes after them."""
    missing = missing_signers(agreement)
    if missing:
        raise RuleBroken(
            None,
            N_("还缺：%(who)s。协议没有生效，不能盖章，案件仍在调解中。"),
            who="、".join(missing),
        )


def must_be_ready(case: MediationCase, actor: Actor) -> None:
    """The guard of the conclusion: an agreement that is being signed has all its signatures."""
    agreement = open_agreement(case)
    if agreement is not None and agreement.state == "signing":
        must_be_signed(agreement)


def missing_signers(agreement: Agreement) -> list[str]:
    """Whose signatures are missing, in words, the committee's seal aside."""
    wanted = signing.missing_wanted(agreement.case, agreement, wants_seal=agreement.form != ORAL)
    return [one.words for one in wanted if one.kind != "seal"]


def wanted_signers(case: MediationCase, agreement: Agreement, _wants_seal: bool) -> list[Wanted]:
    """Who signs an agreement: every party (of an oral one by setting), with its seal where a firm agrees in writing, the leading
    mediator, the recorders. The committee's seal comes last and is not asked here."""
    sealed = agreement.form != ORAL
    parties = agreement.form != ORAL or settings.value(
        limits.ORAL_SIGNED.key, on=agreement.reached_on, unit_id=case.unit_id
    )
    found: list[Wanted] = []
    if parties:
        found = [one for party in case.parties for one in signing.party_wants(party, wants_seal=sealed)]
    lead = case.lead
    found.append(
        Wanted("mediator", N_("主持的人民调解员签名")) if lead is None else signing.mediator_wanted(lead)
    )
    return found + [
        Wanted("recorder", PAPER_RECORDER.format(row.mediator.name), mediator_id=row.mediator_id)
        for row in case.mediators
        if row.role == "recorder" and row.until is None
    ]


def _not_yet(agreement: Agreement) -> str:
    if agreement.state == "draft":
        return N_("协议还没有定稿，请先点“定稿，准备签字”。")
    return "" if agreement.state == "signing" else N_("这份协议已经生效或作废，不能再签字。")


def _fixed(agreement: Agreement) -> str:
    if agreement.state != "effective":
        return ""
    return N_(
        "协议已经生效，签名不能再划去。内容要改的，办理“重新调解”，由各方另签新协议；"
        "当场调解登记错了的，由主任“作废登记”。"
    )


SIGNED = SignedKind(
    wanted=wanted_signers,
    first_day=lambda agreement: agreement.reached_on,
    text=drafting.text_of,
    not_yet=_not_yet,
    fixed=_fixed,
    special=True,
)


def _seal(actor: Actor, agreement: Agreement, day: dt.date) -> None:
    if any(one.kind == "seal" for one in signing.signatures_of(agreement)):
        return
    signing.sign(actor, agreement, kind="seal", way="seal", on=day)


def _take_effect(actor: Actor, agreement: Agreement) -> None:
    case, there = agreement.case, signing.signatures_of(agreement)
    day = effective_day(
        agreement.form,
        agreement.reached_on,
        parties=[one.signed_on for one in there if one.kind in ("party", "agent")],
        mediators=[one.signed_on for one in there if one.kind == "mediator"],
        seals=[one.signed_on for one in there if one.kind == "seal"],
    )
    if day is None:
        raise RuleBroken(None, N_("签字、盖章还不齐，协议没有生效。"))
    before = agreement_in_force(case)
    if before is not None:
        drafting.void(actor, before, reason=N_("重新调解达成新协议，由新协议代替"), on=day)
    agreement.state, agreement.effective_on = "effective", day
    agreement.touch()
    if agreement.document is None or any(one.way == "screen" for one in there):
        drafting.paper(actor, agreement, reason=N_("屏幕签名完成，制作带签名的文本"))
    case.agreement_form = agreement.form
    last = max((one.due_on for one in agreement.obligations), default=day)
    case.visit_due_on = limits.visit_due(max(last, day), case.unit_id)
    session.flush()


def resolve(actor: Actor, case: MediationCase, agreement: Agreement) -> None:
    """The dispute is settled (已化解) by this way from the day of the agreement."""
    standing.resolve(actor, case.dispute, on=agreement.reached_on, way=case.nature)


def reopen(actor: Actor, case: MediationCase) -> None:
    """The dispute is open again after a breach."""
    standing.reopen(actor, case.dispute, note=case.number or "")
