"""Filling in the papers of temporary relief from the application and what was assessed."""

from __future__ import annotations

from typing import Any

from portal import clock
from portal.ledgers.wording import yuan
from portal.services import documents as hall
from portal.services.items.temporary_relief.models import DISTRICT_ANSWERS, FORMS, TemporaryRelief
from portal.services.items.temporary_relief.papers import ReliefApproval, ReliefNotice, ReliefSigner
from portal.services.items.temporary_relief.signing import CHAIN
from portal.services.models import Application
from portal.signoffs import printed_signers
from portal.standards.amounts import capitals
from portal.standards.chinese_dates import chinese_date

PAPER_SUM = "{form} {figures} 元"
PAPER_RECKONING = "月保障标准 {standard} 元 × {percent}%"
PAPER_PERSONS = " × {0} 人"
PAPER_EQUALS = " = {0} 元"
PAPER_FIRST = "{day}先行救助：{because}"
PAPER_DISTRICT = "{answer}（{number}，{day}）"


def sum_text(relief: TemporaryRelief) -> str:
    """Form and sum in a few words."""
    return PAPER_SUM.format(form=FORMS[relief.form], figures=yuan(relief.amount_fen))


def approval_form(application: Application, relief: TemporaryRelief) -> ReliefApproval:
    """临时救助审批表 of a granted application."""
    return ReliefApproval(
        **_facts(application, relief),
        place=relief.place,
        need=relief.need,
        persons=relief.persons,
        reckoning=reckoning_text(relief),
        first=PAPER_FIRST.format(day=chinese_date(relief.first_on), because=relief.first_because)
        if relief.first_on
        else "",
        district=PAPER_DISTRICT.format(
            answer=DISTRICT_ANSWERS[relief.district_answer],
            number=relief.district_number or "—",
            day=chinese_date(relief.district_on),
        )
        if relief.district_on
        else "",
        signers=tuple(
            ReliefSigner(label=one.label, name=one.name, post=one.post, day=one.day)
            for one in printed_signers(application, CHAIN)
        ),
    )


def reckoning_text(relief: TemporaryRelief) -> str:
    """How the sum was found."""
    text = PAPER_RECKONING.format(standard=yuan(relief.standard_fen), percent=relief.percent)
    single = (relief.standard_fen * relief.percent + 50) // 100
    if relief.amount_fen != single:
        text += PAPER_PERSONS.format(relief.persons)
    return text + PAPER_EQUALS.format(yuan(relief.amount_fen))


def relief_notice(application: Application, relief: TemporaryRelief) -> ReliefNotice:
    """临时救助告知书 of a granted application."""
    facts = _facts(application, relief)
    return ReliefNotice(**facts, remedies=hall.remedies(application.unit_id, facts["decided_on"]))


def _facts(application: Application, relief: TemporaryRelief) -> dict[str, Any]:
    day = application.decided_on or clock.today()
    definition = application.definition
    business = definition.business(relief.kind)
    who = hall.applicant_facts(application)
    return {
        **hall.office_facts(application.unit, day, definition),
        "applicant": application.subject_name,
        "identity_masked": who["identity_masked"],
        "application_number": application.number or "",
        "kind": business.name if business else relief.kind,
        "event_on": relief.event_on,
        "reason": relief.reason,
        "form": FORMS[relief.form],
        "goods": relief.goods,
        "figures": yuan(relief.amount_fen),
        "capitals": capitals(relief.amount_fen),
        "decided_on": day,
    }
