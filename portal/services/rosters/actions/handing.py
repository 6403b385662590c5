"""Handing out: signed for by the person or by a named proxy, not collected and why, and closing the round."""

from __future__ import annotations

from collections.abc import Mapping

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.services.rosters import papers
from portal.services.rosters.actions.listing import must_be, read_word
from portal.services.rosters.chain import PREPARE
from portal.services.rosters.models import Roster, RosterLine
from portal.services.rosters.queries import get_line, totals_of

HAND_OUT = "rosters.hand_out"


def hand_out(
    actor: Actor,
    line: RosterLine,
    *,
    version: int | None,
    proxy_name: str = "",
    proxy_relation: str = "",
) -> RosterLine:
    """Enter that somebody signed for their portion, or a proxy did, with name and relation; a proxy gets a slip to sign.

    A community hands out to its own people only. Raises RuleBroken at `proxy_name` or `proxy_relation`, Conflict.
    """
    _may_hand(actor, line, version)
    if line.outcome == "received":
        raise RuleBroken(None, N_("%(name)s已经领取，不能再发。"), name=line.name)
    if proxy_relation.strip() and not proxy_name.strip():
        raise RuleBroken("proxy_name", N_("请填写代领人姓名。"))
    if proxy_name.strip():
        line.proxy_relation = read_word(proxy_relation, "proxy_relation")[:50]
        line.proxy_name = read_word(proxy_name, "proxy_name")[:100]
    _enter(actor, line)
    session.flush()
    if line.proxy_name:
        line.document = issue_document(
            actor,
            kind=papers.PROXY_RECEIPT,
            facts=papers.proxy_receipt(line, handed_by=actor.name),
            unit_id=line.roster.street_id,
            subject=line,
            last_fours=[p.number[-4:].upper() for p in line.resident.papers if p.number and not p.former],
        )
    session.flush()
    audit.record(
        actor, "rosters.hand_out", line, resident=line.resident_id, proxy=line.proxy_name, fen=line.money_fen
    )
    return line


def hand_out_many(
    actor: Actor, roster: Roster, *, version: int | None, lines: Mapping[int, int | None]
) -> int:
    """Enter that these people signed the sheet themselves; gives how many. Who received already is left as it is.

    `lines` are the versions that the reader saw, by the keys of the lines. Raises RuleBroken, Conflict.
    """
    actor.must(HAND_OUT)
    roster.expect_version(version)
    must_be(roster, "agreed")
    done = 0
    for key, seen in lines.items():
        line = get_line(actor, key)
        if line.roster_id == roster.id and line.outcome == "waiting" and not line.is_struck:
            hand_out(actor, line, version=seen)
            done += 1
    if not done:
        raise RuleBroken(None, N_("请勾选已经签字领取的人。"))
    return done


def record_uncollected(actor: Actor, line: RosterLine, *, version: int | None, reason: str) -> RosterLine:
    """Enter that a portion was not collected, and why; raises RuleBroken at `reason`, Conflict."""
    _may_hand(actor, line, version)
    if line.outcome == "received":
        raise RuleBroken(None, N_("%(name)s已经领取。"), name=line.name)
    line.uncollected_because = read_word(reason, "reason")
    line.outcome, line.handed_by, line.handed_at = "uncollected", actor.account_id, clock.now()
    session.flush()
    audit.record(
        actor, "rosters.record_uncollected", line, resident=line.resident_id, reason=line.uncollected_because
    )
    return line


def correct_handing(actor: Actor, line: RosterLine, *, version: int | None, reason: str) -> RosterLine:
    """Take back an entry of handing out that was wrong; the trail keeps it with the reason. Raises RuleBroken at `reason`."""
    _may_hand(actor, line, version)
    why = read_word(reason, "reason")
    if line.outcome == "waiting":
        raise RuleBroken(None, N_("这一行还没有登记。"))
    was = line.outcome
    line.outcome, line.received_on, line.handed_at, line.handed_by = "waiting", None, None, None
    line.proxy_name = line.proxy_relation = line.uncollected_because = ""
    line.document = None
    session.flush()
    audit.record(actor, "rosters.correct_handing", line, resident=line.resident_id, was=was, reason=why)
    return line


def settle_roster(actor: Actor, roster: Roster, *, version: int | None) -> Roster:
    """Close a round: everybody has received or has a reason why not, and the totals stand. Raises RuleBroken otherwise."""
    actor.must(PREPARE)
    roster.expect_version(version)
    must_be(roster, "agreed")
    totals = totals_of(actor, roster)
    if totals.waiting.people:
        raise RuleBroken(
            None,
            N_("还有 %(count)s 人没有登记领取情况，请登记领取或者未领取的原因。"),
            count=totals.waiting.people,
        )
    if not totals.reconciles:
        raise RuleBroken(None, N_("发放与结余合计不等于应发，请联系系统管理员。"))
    roster.settlement, roster.state = totals.to_plain(), "settled"
    roster.settled_on, roster.settled_by = clock.today(), actor.account_id
    session.flush()
    audit.record(
        actor,
        "rosters.settle_roster",
        roster,
        number=roster.number,
        handed=totals.handed.people,
        fen=totals.handed.money_fen,
    )
    return roster


def _may_hand(actor: Actor, line: RosterLine, version: int | None) -> None:
    actor.must(HAND_OUT)
    get_line(actor, line.id)
    line.expect_version(version)
    must_be(line.roster, "agreed")
    if line.is_struck:
        raise RuleBroken(None, N_("%(name)s已从花名册划去。"), name=line.name)


def _enter(actor: Actor, line: RosterLine) -> None:
    line.outcome, line.received_on, line.uncollected_because = "received", clock.today(), ""
    line.handed_by, line.handed_at = actor.account_id, clock.now()
