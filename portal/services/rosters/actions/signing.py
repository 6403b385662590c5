"""Signing a roster: handed in, reviewed by another person, sent back with reasons, agreed to by the leader."""

from __future__ import annotations

from portal import audit, clock, signoffs
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.rosters.actions.listing import must_be, read_word
from portal.services.rosters.chain import AGREE, PREPARE, REVIEW
from portal.services.rosters.models import CHAIN, Roster, RosterLine
from portal.services.rosters.queries import lines_of


def submit_roster(actor: Actor, roster: Roster, *, version: int | None) -> Roster:
    """Hand a draft in for review. Raises RuleBroken without items or people, or while a question has no answer."""
    actor.must(PREPARE)
    roster.expect_version(version)
    must_be(roster, "draft")
    lines = [one for one in lines_of(roster.id) if not one.is_struck]
    if not roster.items:
        raise RuleBroken(None, N_("还没有确定发放内容。"))
    if not lines:
        raise RuleBroken(None, N_("花名册上还没有人。"))
    open_questions = [one for one in lines if one.questioned and not one.answer]
    if open_questions:
        raise RuleBroken(
            None,
            N_("审核人对第 %(at)s 号%(name)s提出了意见，请划去或者写明核实情况。"),
            at=open_questions[0].position,
            name=open_questions[0].name,
        )
    dead = [one for one in lines if one.resident.death_date is not None]
    if dead:
        raise RuleBroken(None, N_("%(name)s已登记为死亡，请划去。"), name=dead[0].name)
    roster.state, roster.returned_because = "reviewing", ""
    session.flush()
    signoffs.sign(actor, roster, chain=CHAIN, step="prepare")
    audit.record(actor, "rosters.submit_roster", roster, number=roster.number, lines=len(lines))
    return roster


def question_line(actor: Actor, line: RosterLine, *, version: int | None, reason: str) -> RosterLine:
    """Mark somebody on a list under review as sent back, with the reason; the whole list then goes back. Raises RuleBroken."""
    actor.must(REVIEW)
    line.expect_version(version)
    must_be(line.roster, "reviewing")
    _another_than(actor, line.roster)
    line.questioned, line.answer = read_word(reason, "reason"), ""
    session.flush()
    audit.record(actor, "rosters.question_line", line, resident=line.resident_id, reason=line.questioned)
    return line


def answer_line(actor: Actor, line: RosterLine, *, version: int | None, answer: str) -> RosterLine:
    """Say what was found out about somebody who was sent back and stays on the list; raises RuleBroken at `answer`."""
    actor.must(PREPARE)
    line.expect_version(version)
    must_be(line.roster, "draft")
    if not line.questioned:
        raise RuleBroken(None, N_("审核人没有对这一行提出意见。"))
    line.answer = read_word(answer, "answer")
    session.flush()
    audit.record(actor, "rosters.answer_line", line, resident=line.resident_id, answer=line.answer)
    return line


def review_roster(actor: Actor, roster: Roster, *, version: int | None) -> Roster:
    """Pass a list, as another person than the one who made it; raises RuleBroken while somebody on it is sent back."""
    actor.must(REVIEW)
    roster.expect_version(version)
    must_be(roster, "reviewing")
    _another_than(actor, roster)
    if any(one.questioned and not one.answer and not one.is_struck for one in lines_of(roster.id)):
        raise RuleBroken(None, N_("名单中有退回的人，请退回整份花名册。"))
    signoffs.sign(actor, roster, chain=CHAIN, step="review")
    roster.state = "reviewed"
    session.flush()
    audit.record(actor, "rosters.review_roster", roster, number=roster.number)
    return roster


def return_roster(actor: Actor, roster: Roster, *, version: int | None, reason: str) -> Roster:
    """Send a list back to its maker, with the reason; the signatures given so far are struck. Raises RuleBroken at `reason`."""
    actor.must(REVIEW if roster.state == "reviewing" else AGREE)
    roster.expect_version(version)
    must_be(roster, "reviewing", "reviewed")
    _another_than(actor, roster)
    roster.returned_because, roster.state = read_word(reason, "reason"), "draft"
    session.flush()
    signoffs.clear(actor, roster, chain=CHAIN, reason=roster.returned_because)
    audit.record(actor, "rosters.return_roster", roster, number=roster.number, reason=roster.returned_because)
    return roster


def agree_roster(actor: Actor, roster: Roster, *, version: int | None) -> Roster:
    """Agree to a list that was reviewed; from now on it is handed out. Raises RuleBroken, Forbidden."""
    actor.must(AGREE)
    roster.expect_version(version)
    must_be(roster, "reviewed")
    _another_than(actor, roster)
    signoffs.sign(actor, roster, chain=CHAIN, step="agree")
    roster.state, roster.agreed_on = "agreed", clock.today()
    session.flush()
    audit.record(actor, "rosters.agree_roster", roster, number=roster.number)
    return roster


def _another_than(actor: Actor, roster: Roster) -> None:
    if actor.account_id == roster.prepared_by:
        raise RuleBroken(None, N_("须由制表人以外的人审核和审批。"))
