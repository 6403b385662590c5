"""The common clauses (常用条款) that a committee's chair keeps: added, changed, retired. A place for a sum is 【金额】."""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, Conflict, RuleBroken
from portal.mediation.models import Committee
from portal.mediation.records import queries
from portal.mediation.records.choices import read_word
from portal.mediation.records.kinds import CLAUSE_PLACES
from portal.mediation.records.models import ClauseTemplate
from portal.mediation.records.sums import in_both, must_agree
from portal.mediation.records.wording import PAPER_CLAUSES, PAPER_SUM
from portal.standards.amounts import fen_of
from portal.standards.invalid import InvalidAmount

LONGEST_TITLE = 40
LONGEST_BODY = 1000


def add_clause(
    actor: Actor,
    committee: Committee,
    *,
    version: int | None,
    place: str,
    title: str,
    body: str,
    position: int = 0,
) -> ClauseTemplate:
    """Add a clause. Raises RuleBroken at the field: a title twice, sums that do not agree; Conflict."""
    actor.must("mediation.keep_clauses")
    committee.expect_version(version)
    made = ClauseTemplate(committee=committee, entered_by=actor.account_id)
    _fill(made, committee, place=place, title=title, body=body, position=position)
    session.add(made)
    session.flush()
    audit.record(actor, "mediation.keep_clause", made, title=made.title)
    return made


def change_clause(
    actor: Actor,
    clause: ClauseTemplate,
    *,
    version: int | None,
    place: str,
    title: str,
    body: str,
    position: int,
) -> ClauseTemplate:
    """Change a clause for the time to come; what was written with it stays. Raises RuleBroken, Conflict."""
    actor.must("mediation.keep_clauses")
    clause.expect_version(version)
    if clause.retired_on is not None:
        raise Conflict(clause)
    _fill(clause, clause.committee, place=place, title=title, body=body, position=position)
    session.flush()
    audit.record(actor, "mediation.keep_clause", clause, title=clause.title)
    return clause


def retire_clause(actor: Actor, clause: ClauseTemplate, *, version: int | None) -> ClauseTemplate:
    """Offer a clause no more."""
    actor.must("mediation.keep_clauses")
    clause.expect_version(version)
    clause.retired_on = clause.retired_on or clock.today()
    session.flush()
    audit.record(actor, "mediation.retire_clause", clause, title=clause.title)
    return clause


def suggest_clauses(actor: Actor, committee: Committee, *, version: int | None) -> list[ClauseTemplate]:
    """Give a committee without clauses those that most begin with."""
    actor.must("mediation.keep_clauses")
    committee.expect_version(version)
    if queries.list_clauses(committee.id):
        raise RuleBroken(None, N_("已经有常用条款了。"))
    return [
        add_clause(actor, committee, version=None, place=place, title=title, body=body, position=number * 10)
        for number, (place, title, body) in enumerate(PAPER_CLAUSES, 1)
    ]


def fill_clause(clause: ClauseTemplate, amount: str = "") -> str:
    """The words of a clause with its sum in figures and capitals; without a sum the place stays to be filled in.

    Raises RuleBroken at `amount` when it is no amount.
    """
    if not amount.strip():
        return clause.body
    try:
        written = in_both(fen_of(amount))
    except InvalidAmount as error:
        raise RuleBroken("amount", error.message, **error.params) from error
    if PAPER_SUM not in clause.body:
        raise RuleBroken("amount", N_("这一条里没有【金额】，不用填金额。"))
    return clause.body.replace(PAPER_SUM, written)


def _fill(
    clause: ClauseTemplate, committee: Committee, *, place: str, title: str, body: str, position: int
) -> None:
    if place not in CLAUSE_PLACES:
        raise RuleBroken("place", N_("请从所列选项中选择。"))
    title, body = read_word(title, "title", LONGEST_TITLE), body.strip()
    if not body or len(body) > LONGEST_BODY:
        raise RuleBroken("body", N_("请填写条款内容，最多 %(most)s 个字。"), most=LONGEST_BODY)
    must_agree(body, "body")
    if any(one.title == title and one.id != clause.id for one in queries.list_clauses(committee.id)):
        raise RuleBroken("title", N_("已经有同名的条款。"))
    clause.place, clause.title, clause.body = place, title, body
    clause.position = position or queries.next_position(
        ClauseTemplate, ClauseTemplate.committee_id == committee.id
    )
