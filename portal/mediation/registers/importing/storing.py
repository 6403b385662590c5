"""Storing the rows of an old register as cases, in the caller's one transaction: disputes, cases, mediators, agreements, numbers.

What comes in is marked (`is_imported`), keeps its old number, and has one event that says so.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions import standing
from portal.disputes.models import Dispute, DisputeParty
from portal.disputes.numbers import DISPUTE
from portal.documents.actions.ranges import NumberInBook, allocate_numbers, declare_numbers, declare_used
from portal.documents.models import ON_PAPER, IssuedNumber, NumberSeries
from portal.mediation.agreements.models import Agreement
from portal.mediation.limits import mediation_due
from portal.mediation.models import CaseEvent, CaseMediator, Committee, MediationCase
from portal.mediation.numbers import CASE
from portal.mediation.registers.importing.rows import Row, kind_of
from portal.standards.amounts import capitals

VERB = "import_case"
NINE = dt.time(9)
PAPER_TITLE = "{applicant}与{respondent}{category}"
PAPER_DISPUTES = ("纠纷", "争议")
PAPER_DISPUTE = "纠纷"


def declare_start(actor: Actor, committee: Committee, year: int, last: int) -> None:
    """Enter the numbers 1 to `last` of a year as used on paper. Raises RuleBroken."""
    today = clock.today()
    on = today if year == today.year else dt.date(year, 12, 31)
    declare_used(actor, unit_id=committee.unit_id, kind=CASE.code, last=last, on=on)


def store_rows(actor: Actor, committee: Committee, rows: Sequence[Row]) -> list[MediationCase]:
    """Store every row; the cases in the order of the rows. Raises RuleBroken where a number is taken meanwhile."""
    numbers = _dispute_numbers(actor, committee, rows)
    declared = _case_numbers(actor, committee, rows)
    due_on = cache(lambda accepted, source: mediation_due(accepted, source, committee.unit_id))
    made: list[MediationCase] = []
    for row in rows:
        number = declared[row.case_number]
        case = _case(actor, committee, row, _dispute(actor, committee, row, numbers[row.number]))
        case.number, case.issued_number_id = number.text, number.id
        case.due_on = due_on(_accepted(row), row.source)
        made.append(case)
    session.add_all(made)
    session.flush()
    standing.came_in(actor, [case.dispute for case in made])
    for row, case in zip(rows, made, strict=True):
        session.add_all(_mediators(row, case))
        session.add(_event(actor, case))
        if row.result == "settled":
            session.add(_agreement(actor, row, case))
    session.flush()
    return made


def _dispute_numbers(actor: Actor, committee: Committee, rows: Sequence[Row]) -> dict[int, NumberInBook]:
    """A number of the book of disputes for each row, by the year in which it was accepted."""
    years: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        years[_accepted(row).year].append(row)
    found: dict[int, NumberInBook] = {}
    for _year, few in sorted(years.items()):
        taken = allocate_numbers(
            actor,
            unit_id=committee.unit_id,
            kind=DISPUTE.code,
            count=len(few),
            on=max(_accepted(row) for row in few),
        )
        found |= {row.number: number for row, number in zip(few, taken, strict=True)}
    return found


def _case_numbers(actor: Actor, committee: Committee, rows: Sequence[Row]) -> dict[str, NumberInBook]:
    """The old numbers of the rows as they stand in the books: those declared before, and the others, declared now."""
    found = _declared(committee, rows)
    news = [(row.case_number, _accepted(row)) for row in rows if row.case_number not in found]
    new = declare_numbers(actor, unit_id=committee.unit_id, kind=CASE.code, numbers=news)
    return found | dict(zip((text for text, _day in news), new, strict=True))


def _declared(committee: Committee, rows: Sequence[Row]) -> dict[str, NumberInBook]:
    """The numbers of the rows that were declared as used on paper already, with the start or before."""
    wanted = {row.case_number for row in rows}
    statement = (
        select(IssuedNumber.id, IssuedNumber.text)
        .join(NumberSeries, NumberSeries.id == IssuedNumber.series_id)
        .where(
            IssuedNumber.origin == ON_PAPER,
            IssuedNumber.state == "used",
            NumberSeries.kind == CASE.code,
            NumberSeries.unit_id == committee.unit_id,
        )
    )
    rows_of_book = session.execute(statement)
    return {one.text: NumberInBook(one.id, one.text) for one in rows_of_book if one.text in wanted}


def _accepted(row: Row) -> dt.date:
    return row.accepted or clock.today()


def _dispute(actor: Actor, committee: Committee, row: Row, number: NumberInBook) -> Dispute:
    settled = row.result == "settled"
    dispute = Dispute(
        number=number.text,
        issued_number_id=number.id,
        unit_id=committee.unit_id,
        title=_title(row),
        source="application",
        category_id=row.category_id,
        found_on=_accepted(row),
        people=max(row.people, len(row.applicants) + len(row.respondents)),
        amount_fen=row.fen,
        is_mass=row.mass,
        tends_criminal=row.criminal,
        state="resolved" if settled else "open",
        resolved_on=row.ended if settled else None,
        resolved_way="people" if settled else "",
        entered_by=actor.account_id,
    )
    dispute.story = row.story or None
    sides = [("applicant", name) for name in row.applicants] + [("respondent", n) for n in row.respondents]
    for position, (side, name) in enumerate(sides, start=1):
        party = DisputeParty(position=position, side=side, kind=kind_of(name), name=name)
        party.details = {"phone": row.phones} if position == 1 and row.phones else {}
        dispute.parties.append(party)
    return dispute


def _title(row: Row) -> str:
    category = row.category + ("" if row.category.endswith(PAPER_DISPUTES) else PAPER_DISPUTE)
    return PAPER_TITLE.format(applicant=row.applicants[0], respondent=row.respondents[0], category=category)[
        :150
    ]


def state_of(row: Row) -> str:
    """The state in which a row comes in."""
    if row.archived:
        return "archived"
    if row.closed:
        return "closed"
    if row.result == "settled":
        return row.performance or "performing"
    return {"terminated": "terminated", "withdrawn": "withdrawn"}.get(row.result, "mediating")


def _case(actor: Actor, committee: Committee, row: Row, dispute: Dispute) -> MediationCase:
    accepted, settled = _accepted(row), row.result == "settled"
    return MediationCase(
        dispute=dispute,
        committee_id=committee.id,
        unit_id=committee.unit_id,
        source=row.source,
        difficulty=row.difficulty,
        is_oral_application=row.is_oral,
        is_imported=True,
        respondent_wish="agrees",
        state=state_of(row),
        place=row.place,
        entered_by=actor.account_id,
        applied_on=accepted,
        accepted_on=accepted,
        accepted_by=actor.account_id,
        mediating_from=accepted,
        agreed_on=row.ended if settled else None,
        agreement_form=row.form if settled else "",
        performed_on=(row.closed or row.ended) if settled and row.performance == "performed" else None,
        terminated_on=row.ended if row.result == "terminated" else None,
        end_code="other" if row.result == "terminated" else "",
        withdrawn_on=row.ended if row.result == "withdrawn" else None,
        closed_on=row.closed or row.archived,
        archived_on=row.archived,
        remark=row.remark,
    )


def _mediators(row: Row, case: MediationCase) -> list[CaseMediator]:
    since = dt.datetime.combine(_accepted(row), NINE, clock.OFFICE_ZONE)
    roles = [("lead", row.lead), *(("joint", key) for key in row.joint)]
    if row.recorder is not None:
        roles.append(("recorder", row.recorder))
    return [CaseMediator(case_id=case.id, mediator_id=key, role=role, since=since) for role, key in roles]


def _event(actor: Actor, case: MediationCase) -> CaseEvent:
    return CaseEvent(
        case_id=case.id,
        verb=VERB,
        from_state="draft",
        to_state=case.state,
        day=clock.today(),
        account_id=actor.account_id,
        post_id=actor.post_id,
        actor_name=actor.name,
    )


def _agreement(actor: Actor, row: Row, case: MediationCase) -> Agreement:
    """The agreement of the old register; one without a number of its own bears that of its case."""
    day = row.ended or _accepted(row)
    made = Agreement(
        case_id=case.id,
        form=row.form,
        state="effective",
        number=row.agreement or case.number,
        reached_on=day,
        effective_on=day,
        place=row.place,
        amount_fen=row.fen,
        amount_capitals=capitals(row.fen) if row.fen else "",
        is_performed_at_once=row.performance == "performed",
        entered_by=actor.account_id,
    )
    made.manner = row.manner or None
    return made
