"""What waits in screening: reports before and after their due time, signatures, objections, moved ground, grave matters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.actor import Actor
from portal.errors import N_
from portal.screening import waiting
from portal.screening.ledger import queries as ledger

DUTIES, CHASE, OBJECTIONS = "/screening/duties", "/screening/chasing", "/screening/objections"
REPORTS, BULLETINS, DOUBTS = "/screening/reports", "/screening/bulletins", "/screening/doubts"
DISPUTES, GRAVE = "/screening/disputes", "/screening/grave"
# The step of a street's report that waits for this very person, and what the pile is called.
_STEPS = {
    "make": N_("街道报告退回待改"),
    "review": N_("街道报告待审核"),
    "issue": N_("街道报告待签发"),
}


@dataclass(frozen=True)
class Pile:
    """One pile: a marked label, how many lie there, the page that shows them, and whether it is late or dangerous."""

    code: str
    label: str
    count: int
    href: str
    is_late: bool = False


def screening_piles(actor: Actor, *, at: dt.datetime | None = None) -> list[Pile]:
    """The piles that are not empty, for whoever may work on them, what is late first; at an instant (now when None)."""
    found = [
        *_grave(actor, at),
        *_own_reports(actor, at),
        *_desk(actor, at),
        *_street_reports(actor, at),
        *_disputes(actor),
        *_truth(actor, at),
    ]
    return sorted((pile for pile in found if pile.count), key=lambda pile: not pile.is_late)


def _grave(actor: Actor, at: dt.datetime | None) -> list[Pile]:
    """Reports of grave matters that nobody above has seen; for whoever writes them, those whose next one is due."""
    found = []
    if actor.can("screening.see_grave"):
        found.append(Pile("grave", N_("重大专报未阅"), len(ledger.list_grave(actor)), GRAVE, True))
    if actor.can("screening.report_grave"):
        count = waiting.count_grave_due(actor, at=at)
        found.append(Pile("grave-due", N_("重大专报该续报了"), count, f"{DISPUTES}?tab=grave", True))
    return found


def _own_reports(actor: Actor, at: dt.datetime | None) -> list[Pile]:
    """A community's own weeks and days; signatures only for whoever signs."""
    if not actor.can("screening.fill_report"):
        return []
    count = waiting.count_unit_reports(actor, at=at)
    found = [
        Pile("silent", N_("排查报告未报、漏报"), count.silent, DUTIES, True),
        Pile("soon", N_("排查报告即将到期"), count.soon, DUTIES),
    ]
    if actor.can("screening.sign_report"):
        found += [
            Pile("to-sign", N_("排查报告待签发"), count.drafts, DUTIES),
            Pile("corrections", N_("更正报告待签发"), count.unsigned, DUTIES),
        ]
    return found


def _desk(actor: Actor, at: dt.datetime | None) -> list[Pile]:
    """The street's desk: units that are silent or will soon be late, and objections."""
    found = []
    if actor.can("screening.draw_chase_list") and actor.can("screening.make_roll_up"):
        count = waiting.count_unit_reports(actor, at=at)
        found += [
            Pile("chase", N_("社区未报、漏报，待催报"), count.silent, CHASE, True),
            Pile("chase-soon", N_("社区报告即将到期"), count.soon, CHASE),
        ]
    if actor.can("screening.decide_objection"):
        count_open = waiting.count_objections(actor)
        found.append(Pile("objections", N_("排查异议待决定"), count_open, OBJECTIONS))
    return found


def _street_reports(actor: Actor, at: dt.datetime | None) -> list[Pile]:
    """The street's own reports on their way: made, signed, sent, and what moved under them; bulletins for the leader."""
    found = []
    if actor.can("screening.make_roll_up"):
        count = waiting.count_street_reports(actor, at=at)
        found += [
            Pile("make", N_("街道报告待制表"), count.to_make, REPORTS, bool(count.late)),
            Pile("send", N_("街道报告待报送"), count.to_send, REPORTS),
            Pile("moved", N_("已签发的街道报告数据有变化"), waiting.count_moved(actor, at=at), REPORTS),
        ]
    if any(actor.can(f"screening.{step}_roll_up") for step in _STEPS):
        steps = waiting.my_steps(actor)
        found += [Pile(f"street-{step}", label, steps[step], REPORTS) for step, label in _STEPS.items()]
    if actor.can("screening.issue_bulletin"):
        found.append(Pile("bulletins", N_("工作通报待签发"), waiting.count_bulletins(actor), BULLETINS))
    return found


def _disputes(actor: Actor) -> list[Pile]:
    """Disputes that are late; for the street those that wait for an answer from above, for a community those for a visit."""
    if not actor.can("screening.keep_dispute"):
        return []
    tabs = ledger.count_tabs(actor)
    found = [Pile("overdue", N_("纠纷化解超期"), tabs["overdue"], f"{DISPUTES}?tab=overdue", True)]
    if actor.can("screening.make_roll_up"):
        found.append(Pile("told", N_("上报的纠纷待答复"), tabs["told"], f"{DISPUTES}?tab=told"))
    if actor.can("screening.fill_report"):
        found.append(Pile("visits", N_("纠纷待走访"), tabs["visit"], f"{DISPUTES}?tab=visit"))
    return found


def _truth(actor: Actor, at: dt.datetime | None) -> list[Pile]:
    """For whoever watches over the street's desk: disputes entered late into periods reported as zero."""
    if not actor.can("screening.read_truth") or actor.can("screening.make_roll_up"):
        return []
    count, since = waiting.count_new_doubts(actor, at=at)
    return [Pile("doubts", N_("零报告待核实"), count, f"{DOUBTS}?from={since.isoformat()}")]
