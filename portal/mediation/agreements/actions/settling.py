"""The two-minute case (简易调解): a quarrel that is settled at the door goes through the whole life of a case in one transaction,
by the same verbs as every other, and ends with its oral agreement (口头协议登记表)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions.registering import register_dispute
from portal.disputes.models import Dispute
from portal.disputes.parties import NewParty
from portal.disputes.queries import get_category
from portal.errors import N_, RuleBroken
from portal.mediation.actions.accepting import accept_case
from portal.mediation.actions.assigning import assign_mediator
from portal.mediation.actions.opening import open_case
from portal.mediation.actions.rights import tell_rights
from portal.mediation.actions.running import begin_mediation
from portal.mediation.agreements import limits
from portal.mediation.agreements.actions.concluding import conclude
from portal.mediation.agreements.actions.doubting import must_be_plausible
from portal.mediation.agreements.actions.drafting import draft_agreement, issue_agreement
from portal.mediation.agreements.actions.performing import finish_performance, record_performance
from portal.mediation.agreements.kinds import ORAL
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.terms import NewAgreement, NewObligation
from portal.mediation.models import Committee, MediationCase, Mediator
from portal.mediation.records import signing

PAPER_TITLE = "{names}{category}纠纷"
PAPER_SUFFIX = "纠纷"
PAPER_AND = "与"
SIGNING_WAYS = ("paper", "fingerprint", "screen")


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What is typed on the one page.

    `payer` is the place of the party that pays or acts (0 the first), the others receive. Without `perform_by` everything was
    done at once. `strokes` holds what was written on a screen, by the place of the party. `has_other_sums`
    says that sums in the terms beside the amount are meant, `is_another` that a like case of the same day is another quarrel,
    `remark` why the entry comes late.
    """

    parties: Sequence[NewParty]
    category_id: int
    story: str
    terms: str
    on: dt.date
    title: str = ""
    place: str = ""
    amount_fen: int = 0
    amount_capitals: str = ""
    payer: int = 1
    perform_by: dt.date | None = None
    way: str = "paper"
    strokes: Mapping[int, object] = field(default_factory=dict)
    device: str = ""
    reader: str = ""
    witness: str = ""
    preventions: Mapping[str, int] = field(default_factory=dict)
    has_other_sums: bool = False
    is_another: bool = False
    remark: str = ""


def settle_case(actor: Actor, *, committee: Committee, mediator: Mediator, settled: Settled) -> Agreement:
    """Register, accept, tell the rights, mediate, record the oral agreement and its performance: all on one day, or nothing.

    The case counts as accepted and settled once. Raises RuleBroken at the field of the page, Forbidden; the rules of every step
    hold (a mediator who is kin of a party stops here as on assignment).
    """
    day = settled.on
    _check(settled)
    must_be_plausible(committee, settled)
    dispute = _register(actor, committee, settled)
    case = open_case(
        actor,
        committee=committee,
        dispute=dispute,
        source="application",
        applied_on=day,
        is_simple=True,
        difficulty="simple",
        respondent_wish="agrees",
        place=settled.place,
    )
    case.remark = settled.remark.strip()[:300]
    accept_case(actor, case, version=None, on=day)
    assign_mediator(actor, case, version=None, mediator=mediator)
    _tell(actor, case, mediator, day)
    begin_mediation(actor, case, version=None, on=day)
    agreement = draft_agreement(actor, case, version=None, new=_agreement(case, mediator, settled))
    issue_agreement(actor, agreement, version=None, with_paper=False)
    _sign(actor, agreement, mediator, settled)
    conclude(actor, agreement, version=None, preventions=settled.preventions or None)
    if settled.perform_by is None:
        _perform(actor, agreement, day)
    return agreement


def _check(settled: Settled) -> None:
    if len(settled.parties) < 2:
        raise RuleBroken("parties", N_("请至少填写双方当事人。"))
    if settled.way not in SIGNING_WAYS:
        raise RuleBroken("way", N_("请从所列选项中选择。"))
    if settled.on > clock.today():
        raise RuleBroken("on", N_("日期不能晚于今天。"))
    if settled.perform_by is not None and settled.perform_by < settled.on:
        raise RuleBroken("perform_by", N_("履行日期不能早于达成协议的日期。"))
    if not 0 <= settled.payer < len(settled.parties):
        raise RuleBroken("payer", N_("请选择由谁履行。"))
    if any(party.cannot_read for party in settled.parties):
        for name, person in (("reader", settled.reader), ("witness", settled.witness)):
            if not person.strip():
                raise RuleBroken(name, N_("有当事人不识字，请写明宣读人和见证人的姓名。"))


def _register(actor: Actor, committee: Committee, settled: Settled) -> Dispute:
    category = get_category(settled.category_id, settled.on)
    names = PAPER_AND.join(party.name.strip() for party in settled.parties[:2])
    return register_dispute(
        actor,
        unit_id=committee.unit_id,
        source="application",
        found_on=settled.on,
        category_id=category.id,
        title=settled.title.strip()
        or PAPER_TITLE.format(names=names, category=category.name.removesuffix(PAPER_SUFFIX)),
        story=settled.story,
        parties=settled.parties,
        place=settled.place,
        amount_fen=settled.amount_fen,
    )


def _tell(actor: Actor, case: MediationCase, mediator: Mediator, day: dt.date) -> None:
    """The rights were told by word of mouth, as the page says beside its button."""
    now = clock.office_time()
    told_at = dt.datetime.combine(day, dt.time(now.hour, now.minute), clock.OFFICE_ZONE)
    tell_rights(
        actor,
        case,
        version=None,
        told_at=told_at,
        way="oral",
        told_by=mediator,
        party_ids=[party.id for party in case.parties],
    )


def _agreement(case: MediationCase, mediator: Mediator, settled: Settled) -> NewAgreement:
    at_once = settled.perform_by is None
    payer = case.parties[settled.payer]
    others = [party for party in case.parties if party is not payer]
    owed: tuple[NewObligation, ...] = ()
    if settled.amount_fen or not at_once:
        owed = (
            NewObligation(
                debtor_id=payer.id,
                creditor_id=others[0].id,
                fen=settled.amount_fen,
                what="" if settled.amount_fen else settled.terms.strip()[:300],
                due_on=settled.perform_by or settled.on,
            ),
        )
    return NewAgreement(
        form=ORAL,
        reached_on=settled.on,
        facts=settled.story,
        terms=settled.terms,
        place=settled.place,
        recorder=mediator.name,
        amount_fen=settled.amount_fen,
        amount_capitals=settled.amount_capitals,
        is_performed_at_once=at_once,
        obligations=owed,
    )


def _sign(actor: Actor, agreement: Agreement, mediator: Mediator, settled: Settled) -> None:
    case, day = agreement.case, settled.on
    if settings.value(limits.ORAL_SIGNED.key, on=day, unit_id=case.unit_id):
        for place, party in enumerate(case.parties):
            strokes = settled.strokes.get(place)
            if settled.way == "screen" and not strokes:
                raise RuleBroken("way", N_("%(name)s还没有在屏幕上签名。"), name=party.name)
            signer: dict[str, Any] = {"party": party, "way": settled.way, "on": day}
            if party.kind == "organisation":
                told = party.details or {}
                signer["name"] = (
                    told.get("attending", "") or told.get("legal_representative", "") or party.name
                )
            signing.sign(actor, agreement, kind="party", strokes=strokes, device=settled.device, **signer)
            if party.cannot_read:
                for kind, name in (("reader", settled.reader), ("witness", settled.witness)):
                    _sign_beside(actor, agreement, kind, name, party, day)
    signing.sign(actor, agreement, kind="mediator", mediator=mediator, way="paper", on=day)


def _sign_beside(
    actor: Actor, agreement: Agreement, kind: str, name: str, party: object, day: dt.date
) -> None:
    try:
        signing.sign(actor, agreement, kind=kind, name=name, party=party, way="paper", on=day)  # type: ignore[arg-type]
    except RuleBroken as error:
        raise RuleBroken(kind, error.message, **error.params) from error


def _perform(actor: Actor, agreement: Agreement, day: dt.date) -> None:
    for one in agreement.obligations:
        record_performance(actor, one, version=None, done_on=day, fen=one.fen, proof="on_the_spot")
    finish_performance(actor, agreement.case, agreement, version=None, on=day)
    session.flush()
