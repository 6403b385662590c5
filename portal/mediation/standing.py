"""What is missing or due at a committee: members, chair, women, the end of the term, a change that was not reported yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from portal import clock, settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.errors import N_
from portal.mediation.actions.committees import FEWEST, MOST, may_keep, seated
from portal.mediation.limits import GROUP
from portal.mediation.models import Committee
from portal.mediation.queries import list_committees
from portal.standards.codes import FEMALE

TERM_SOON = settings.define(
    "mediation.term_soon_days",
    "integer",
    60,
    N_("提前几天提醒调委会任期届满"),
    GROUP,
    hint=N_("自然日。任期三年（人民调解法第八条）。"),
    minimum=0,
    maximum=365,
)
REPORT_WITHIN = settings.define(
    "mediation.report_change_days",
    "integer",
    30,
    N_("调委会组成变动的报告期限"),
    GROUP,
    hint=N_("工作日，从变动之日的次日算起。"),
    minimum=1,
    maximum=180,
)


@dataclass(frozen=True)
class Hint:
    """One thing to mend: a sentence with its params, and whether it is late."""

    message: str
    params: dict[str, Any]
    is_late: bool = False


def last_change(committee: Committee) -> dt.date | None:
    """The last day on which somebody took or left a seat."""
    days = [day for member in committee.members for day in (member.since, member.until) if day is not None]
    return max(days, default=None)


@dataclass(frozen=True)
class Limits:
    """How early and how long: the days before a term's end, and the working days within which a change is reported."""

    term_soon: int
    report_within: int


def limits_now() -> Limits:
    """Both as they are set today; asked once for all committees of a list."""
    today = clock.today()
    return Limits(settings.value(TERM_SOON.key, on=today), settings.value(REPORT_WITHIN.key, on=today))


def hints_of(committee: Committee, limits: Limits | None = None) -> list[Hint]:
    """Everything that whoever keeps the register should mend, the law's own demands first."""
    limits = limits or limits_now()
    now, today = seated(committee), clock.today()
    found = []
    if not FEWEST <= len(now) <= MOST:
        message = N_("委员会应由三至九人组成，现有 %(n)s 人。")
        found.append(Hint(message, {"n": len(now)}, True))
    if not any(row.role == "chair" for row in now):
        found.append(Hint(N_("还没有登记主任（设主任一人）。"), {}, True))
    if now and not any(row.mediator.sex == FEMALE for row in now):
        found.append(Hint(N_("委员中应当有妇女成员；多民族居住的地区应当有人数较少民族的成员。"), {}))
    if committee.term_end < today:
        found.append(
            Hint(
                N_("任期已于 %(day)s 届满，请换届并登记新任期。"),
                {"day": committee.term_end.isoformat()},
                True,
            )
        )
    elif (committee.term_end - today).days <= limits.term_soon:
        found.append(Hint(N_("任期将于 %(day)s 届满，请准备换届。"), {"day": committee.term_end.isoformat()}))
    found.extend(_unreported(committee, today, limits.report_within))
    return found


def _unreported(committee: Committee, today: dt.date, within: int) -> list[Hint]:
    changed = last_change(committee)
    if changed is None or (committee.reported_on is not None and committee.reported_on >= changed):
        return []
    due = due_after(changed, within).due
    params = {"changed": changed.isoformat(), "due": due.isoformat()}
    return [
        Hint(
            N_("%(changed)s 的组成变动还没有登记已报告司法所，报告期限 %(due)s。"),
            params,
            is_late=due < today,
        )
    ]


def list_hints(actor: Actor) -> list[tuple[Committee, list[Hint]]]:
    """The committees whose register this actor keeps and where something is to be mended, for the workbench."""
    if not actor.can("mediation.keep_committee"):
        return []
    kept = [one for one in list_committees(actor) if may_keep(actor, one)]
    limits = limits_now()
    return [(one, hints) for one in kept if (hints := hints_of(one, limits))]
