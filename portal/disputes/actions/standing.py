"""How a dispute stands: found, resolved, open again, handed on, moved to another unit, merged, or not counted at all.

The only writer of a dispute's state and of its steps. The callers asked the right, and say what their own history says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes import steps
from portal.disputes.kinds import NOT_COUNTED, WAYS
from portal.disputes.models import Dispute, DisputeStep
from portal.errors import N_, RuleBroken
from portal.units.queries import get_unit

# A grid's, committee's or department's disputes count at the community or street that it stands in.
COUNTS_AT = frozenset({"community", "street"})
# Between why a step was struck and what it said before.
NOTES = "；"


def counting_unit_id(unit_id: int, on: dt.date) -> int:
    """The community or street in whose figures a unit's disputes count on a day; the unit itself where none is above."""
    unit = get_unit(unit_id)
    while unit.kind not in COUNTS_AT:
        above = unit.parent_id_on(on)
        if above is None:
            return unit_id
        unit = get_unit(above)
    return unit.id


def unit_now(dispute: Dispute) -> int:
    """The community or street where the dispute counts now."""
    standing = [
        step for step in dispute.steps if step.struck_at is None and step.kind in ("found", "moved_in")
    ]
    return standing[-1].unit_id if standing else counting_unit_id(dispute.unit_id, dispute.found_on)


def find(actor: Actor, dispute: Dispute) -> DisputeStep:
    """The dispute was found on its day, at its unit: the first step of each."""
    unit_id = counting_unit_id(dispute.unit_id, dispute.found_on)
    return _step(actor, dispute, "found", dispute.found_on, unit_id=unit_id)


def came_in(actor: Actor, disputes: Sequence[Dispute]) -> None:
    """Disputes of an old register, stored already with state and days: their steps, all at once."""
    units = cache(counting_unit_id)
    made = []
    for dispute in disputes:
        unit_id = units(dispute.unit_id, dispute.found_on)
        rows = [("found", dispute.found_on, "")]
        if dispute.resolved_on is not None:
            rows.append(("resolved", dispute.resolved_on, dispute.resolved_way))
        for kind, on, way in rows:
            made.append(
                DisputeStep(
                    dispute_id=dispute.id,
                    kind=kind,
                    on=on,
                    unit_id=unit_id,
                    way=way,
                    made_by=actor.account_id,
                )
            )
    session.add_all(made)
    session.flush()
    steps.announce(actor, made)


def resolve(actor: Actor, dispute: Dispute, *, on: dt.date, way: str, note: str = "") -> DisputeStep | None:
    """The dispute is settled (已化解) on a day, by a way; None where it was no longer open. Raises RuleBroken at `on`, `way`."""
    if dispute.state not in ("open", "handed_on"):
        return None
    if way not in WAYS:
        raise RuleBroken("way", N_("请从所列选项中选择。"))
    _must_follow(dispute, on)
    counts_here = (
        dispute.state == "open"
    )  # what was handed on counts where it went; here only its end is noted
    dispute.state, dispute.resolved_on, dispute.resolved_way = "resolved", on, way
    dispute.touch()
    return _step(actor, dispute, "resolved", on, way=way, note=note) if counts_here else None


def reopen(
    actor: Actor, dispute: Dispute, *, on: dt.date | None = None, note: str = ""
) -> DisputeStep | None:
    """The dispute is open again from a day on, after a breach; None where it was not settled."""
    if dispute.state != "resolved":
        return None
    dispute.state, dispute.resolved_on, dispute.resolved_way = "open", None, ""
    return _step(actor, dispute, "reopened", on or clock.today(), note=note)


def take_back(actor: Actor, dispute: Dispute, *, reason: str) -> DisputeStep | None:
    """The dispute was never settled, handed on or ended: the entry was wrong, its step is struck. None where there is none."""
    last = next((s for s in reversed(dispute.steps) if s.struck_at is None), None)
    if last is None or last.kind not in ("resolved", "handed_on", "ended"):
        return None
    last.struck_at, last.note = clock.now(), reason.strip()[:300]
    dispute.state, dispute.resolved_on, dispute.resolved_way = "open", None, ""
    dispute.touch()
    session.flush()
    steps.announce(actor, [last])
    return last


def hand_on(actor: Actor, dispute: Dispute, *, on: dt.date, note: str) -> DisputeStep:
    """The dispute went to a body that does not report here (移交、上报), named in the note. Raises RuleBroken."""
    _must_be_open(dispute)
    _must_follow(dispute, on)
    dispute.state = "handed_on"
    return _step(actor, dispute, "handed_on", on, note=note)


def end(actor: Actor, dispute: Dispute, *, on: dt.date, note: str) -> DisputeStep:
    """The dispute ended unsettled (终结): nothing is left to do, or those concerned go other ways. Raises RuleBroken."""
    _must_be_open(dispute)
    _must_follow(dispute, on)
    dispute.state = "ended"
    return _step(actor, dispute, "ended", on, note=note)


def move_to(actor: Actor, dispute: Dispute, *, unit_id: int, on: dt.date, note: str) -> DisputeStep | None:
    """From a day on the dispute belongs to another unit (转办); None where it counts there already. Raises RuleBroken."""
    _must_be_open(dispute)
    _must_follow(dispute, on)
    here, there = unit_now(dispute), counting_unit_id(unit_id, on)
    if here == there:
        return None
    dispute.unit_id, dispute.grid_id = unit_id, None
    _step(actor, dispute, "moved_out", on, unit_id=here, other_unit_id=there, note=note)
    return _step(actor, dispute, "moved_in", on, unit_id=there, other_unit_id=here, note=note)


def inherit(dispute: Dispute, *, unit_id: int, on: dt.date, note: str) -> None:
    """The unit of an open dispute was closed: from the day after, it counts at its successor. Nobody's act, so nobody's name."""
    here, there = unit_now(dispute), counting_unit_id(unit_id, on)
    day = max([on, *(step.on for step in dispute.steps if step.struck_at is None)])
    dispute.unit_id, dispute.grid_id = unit_id, None
    _step(None, dispute, "moved_out", day, unit_id=here, other_unit_id=there, note=note)
    _step(None, dispute, "moved_in", day, unit_id=there, other_unit_id=here, note=note)


def belonged_to(actor: Actor, dispute: Dispute, *, unit_id: int, note: str) -> DisputeStep:
    """The dispute was another unit's from its first day: what was counted here is struck and counted there."""
    found = [step for step in dispute.steps if step.struck_at is None]
    dispute.unit_id, dispute.grid_id = unit_id, None
    there = counting_unit_id(unit_id, dispute.found_on)
    new = [(s.kind, s.on, s.way) for s in found if s.kind not in ("moved_in", "moved_out")]
    _strike(actor, dispute, found, note)
    made = [_step(actor, dispute, kind, on, unit_id=there, way=way, note=note) for kind, on, way in new]
    return made[0]


def void(actor: Actor, dispute: Dispute, *, note: str) -> None:
    """The dispute was entered by mistake, or is none: it counts in no period, whatever was reported before."""
    _leave_the_count(actor, dispute, "void", note)


def merge(actor: Actor, dispute: Dispute, *, into: Dispute, note: str) -> None:
    """The dispute was reported twice: the other one stays, this one counts no more. Raises RuleBroken at `into`."""
    target = into.merged_into or into
    if target.id == dispute.id or target.state in NOT_COUNTED:
        raise RuleBroken("into", N_("请选择另一件仍在登记中的纠纷。"))
    dispute.merged_into = target
    _leave_the_count(actor, dispute, "merged", note)


def _leave_the_count(actor: Actor, dispute: Dispute, state: str, note: str) -> None:
    dispute.state, dispute.resolved_on, dispute.resolved_way = state, None, ""
    _strike(actor, dispute, [step for step in dispute.steps if step.struck_at is None], note)


def _strike(actor: Actor, dispute: Dispute, found: list[DisputeStep], note: str) -> None:
    for step in found:
        step.struck_at = clock.now()
        step.note = NOTES.join(dict.fromkeys(one for one in (note.strip(), step.note) if one))[:300]
    dispute.touch()
    session.flush()
    steps.announce(actor, found)


def _step(
    actor: Actor | None,
    dispute: Dispute,
    kind: str,
    on: dt.date,
    *,
    unit_id: int | None = None,
    other_unit_id: int | None = None,
    way: str = "",
    note: str = "",
) -> DisputeStep:
    step = DisputeStep(
        dispute=dispute,
        kind=kind,
        on=on,
        unit_id=unit_id if unit_id is not None else unit_now(dispute),
        other_unit_id=other_unit_id,
        way=way,
        note=note.strip()[:300],
        made_by=actor.account_id if actor else None,
    )
    session.add(step)
    dispute.touch()
    session.flush()
    steps.announce(actor, [step])
    return step


def _must_be_open(dispute: Dispute) -> None:
    if dispute.state != "open":
        raise RuleBroken(None, N_("这件纠纷现在不是“未化解”，请刷新页面。"))


def _must_follow(dispute: Dispute, on: dt.date) -> None:
    """Nothing happens before the dispute was found, before its last step, or after today."""
    if on > clock.today():
        raise RuleBroken("on", N_("日期不能晚于今天。"))
    last = max((s.on for s in dispute.steps if s.struck_at is None), default=dispute.found_on)
    if on < max(last, dispute.found_on):
        raise RuleBroken("on", N_("日期不能早于 %(day)s（上一步的日期）。"), day=max(last, dispute.found_on))
