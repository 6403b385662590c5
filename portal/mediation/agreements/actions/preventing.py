"""What a mediation kept from happening (防止民转刑 …, reference A.7): entered when a case is concluded or closed, never else."""

from __future__ import annotations

from collections.abc import Mapping

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation.models import CasePrevention, MediationCase
from portal.mediation.states import PREVENTIONS

MOST_PEOPLE = 99_999


def write_preventions(actor: Actor, case: MediationCase, people: Mapping[str, int]) -> None:
    """Put down for how many people each danger was prevented; 0 takes a line away. The caller has asked the life of the case.

    Raises RuleBroken at the field named as the kind.
    """
    there = {row.kind: row for row in case.preventions}
    for kind, number in people.items():
        if kind not in PREVENTIONS:
            raise RuleBroken(None, N_("请从所列选项中选择。"))
        if not 0 <= number <= MOST_PEOPLE:
            raise RuleBroken(f"prevented_{kind}", N_("请填写人数，没有的填 0。"))
        row = there.get(kind)
        if number == 0 and row is not None:
            case.preventions.remove(row)
            session.delete(row)
        elif number and row is not None:
            row.people = number
        elif number:
            case.preventions.append(CasePrevention(case_id=case.id, kind=kind, people=number))
    session.flush()
    audit.record(
        actor,
        "mediation.count_prevention",
        case,
        **{kind: number for kind, number in people.items() if number},
    )
