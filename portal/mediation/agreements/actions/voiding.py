"""A case of the door that was entered by mistake is void: the chair says why, its numbers stay in their books, its
papers are void."""

from __future__ import annotations

import datetime as dt

from portal import clock, settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions import standing
from portal.documents.actions import void_document, void_number
from portal.documents.models import IssuedNumber
from portal.documents.queries import list_documents_of
from portal.errors import N_, RuleBroken
from portal.mediation import life
from portal.mediation.actions.moves import move, read_reason
from portal.mediation.agreements import limits, queries
from portal.mediation.agreements.actions import drafting
from portal.mediation.agreements.kinds import ORAL
from portal.mediation.models import MediationCase


def void_case(actor: Actor, case: MediationCase, *, version: int | None, reason: str) -> MediationCase:
    """Declare a case of the door void that was entered by mistake, with its agreement, papers and numbers.

    It is kept with the reason and never counted. Raises RuleBroken at `reason`, or with what has happened since; Forbidden,
    Conflict.
    """
    case.expect_version(version)
    life.require(case, "void_case", actor)
    why = read_reason(reason)
    for agreement in queries.list_agreements(case):
        if agreement.state != "struck":
            drafting.void(actor, agreement, reason=why, on=clock.today())
    for paper in list_documents_of("MediationCase", case.id):
        if paper.status == "valid":
            void_document(actor, paper, reason=why[:300])
    _void_numbers(actor, case, why)
    case.visit_due_on = None
    standing.take_back(actor, case.dispute, reason=why)
    if case.dispute.state == "open" and not case.dispute.is_screened:
        standing.void(actor, case.dispute, note=why)
    return move(actor, case, verb="void_case", note=why)


def must_be_a_fresh_entry(case: MediationCase, actor: Actor) -> None:
    """The guard: an oral case of the door, entered within the days set, nothing done since but what the entry noted."""
    agreement = queries.agreement_in_force(case)
    if (
        not case.is_simple
        or case.is_imported
        or case.round > 1
        or agreement is None
        or agreement.form != ORAL
    ):
        raise RuleBroken(None, N_("只有当场调解登记的口头协议案件，登记错了可以作废。"))
    days = settings.value(limits.VOIDED_WITHIN.key, unit_id=case.unit_id)
    entered = clock.office_time(case.created_at).date()
    if clock.today() > entered + dt.timedelta(days=days):
        raise RuleBroken(
            None,
            N_("登记已超过 %(days)s 天，不能作废。内容要改的，请办理“重新调解”或者在备注中说明。"),
            days=days,
        )
    is_used = any(
        row.proof != "on_the_spot" or row.struck_on is not None or row.document_id is not None
        for one in agreement.obligations
        for row in one.performances
    )
    if is_used or queries.list_urgings(agreement) or queries.list_confirmations(agreement):
        raise RuleBroken(None, N_("协议已经登记履行、督促或者司法确认，案件不能作废。"))
    if queries.count_visits(case.id):
        raise RuleBroken(None, N_("案件已经回访，不能作废。"))


def _void_numbers(actor: Actor, case: MediationCase, why: str) -> None:
    """The numbers of the case and of its agreements, those that no paper has taken along already."""
    keys = [case.issued_number_id, *(one.issued_number_id for one in queries.list_agreements(case))]
    for key in keys:
        number = session.get(IssuedNumber, key) if key is not None else None
        if number is not None and number.state != "void":
            void_number(actor, number=number, reason=why)
