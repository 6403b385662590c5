"""The paper of a list of payment by the case (以案定补发放表), as frozen facts: what each mediator gets, the three signers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind
from portal.mediation.models import Mediator
from portal.mediation.volumes.pay.chain import CHAIN
from portal.mediation.volumes.pay_models import PayList
from portal.signoffs import printed_signers
from portal.standards.amounts import capitals, figures

PAY = "mediation_pay"
PAPER_TITLE, PAPER_SEAL = "人民调解以案定补发放表", "单位公章"
READ_PAY = "mediation.read_pay"


@dataclass(frozen=True, kw_only=True)
class PaidMediator:
    """One mediator: how many cases of each grade, what they come to.

    `correction` is what earlier lists paid too much or too little.
    """

    name: str = said("调解员")
    committee: str = said("调解委员会")
    simple: int = 0
    general: int = 0
    complex: int = 0
    correction: str = said("更正金额", default="")
    figures: str = said("金额")


@dataclass(frozen=True, kw_only=True)
class PaySigner:
    """Who signed the list: step (制表、审核、审批), name, post and day."""

    label: str = said("签批步骤")
    name: str = said("签署人")
    post: str = said("签署人岗位")
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class PayFacts(PaperFacts):
    """以案定补发放表: the period, each mediator, the whole sum twice, who signed."""

    first: dt.date
    last: dt.date
    cases: int
    figures: str = said("合计")
    capitals: str = said("合计大写")
    mediators: tuple[PaidMediator, ...] = said("调解员", default=())
    signers: tuple[PaySigner, ...] = said("签批", default=())
    approved_on: dt.date


define_kind(
    PAY,
    PAPER_TITLE,
    PayFacts,
    template=PAY,
    formats=("a4",),
    seal=PAPER_SEAL,
    permission=READ_PAY,
)


def pay_paper(pay_list: PayList, day: dt.date) -> PayFacts:
    """What the paper of an approved list says."""
    unit = pay_list.unit
    return PayFacts(
        office=unit.name_on(day),
        office_phone=unit.phone,
        office_address=unit.address,
        first=pay_list.period_first,
        last=pay_list.period_last,
        cases=sum(1 for line in pay_list.standing if line.corrects_id is None),
        figures=figures(pay_list.total_fen),
        capitals=capitals(pay_list.total_fen),
        mediators=tuple(_paid(pay_list, one, day) for one in mediators_of(pay_list)),
        signers=tuple(
            PaySigner(label=one.label, name=one.name, post=one.post, day=one.day)
            for one in printed_signers(pay_list, CHAIN)
        ),
        approved_on=day,
    )


def mediators_of(pay_list: PayList) -> list[Mediator]:
    """Who gets something by a list, by committee and name."""
    found = {line.mediator_id: line.mediator for line in pay_list.standing}
    return sorted(found.values(), key=lambda one: (one.committee_id, one.name, one.id))


def _paid(pay_list: PayList, mediator: Mediator, day: dt.date) -> PaidMediator:
    own = [line for line in pay_list.standing if line.mediator_id == mediator.id]
    counts = {
        grade: sum(1 for line in own if line.grade == grade and line.corrects_id is None)
        for grade in ("simple", "general", "complex")
    }
    corrections = sum(line.fen for line in own if line.corrects_id is not None)
    return PaidMediator(
        name=mediator.name,
        committee=mediator.committee.unit.name_on(day),
        correction=signed(corrections) if corrections else "",
        figures=signed(sum(line.fen for line in own)),
        **counts,
    )


def signed(fen: int) -> str:
    """A sum in figures that may be less than nothing."""
    return ("-" if fen < 0 else "") + figures(abs(fen))
