"""People joining and leaving a file, month by month: one person in one household only, across all schemes and offices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.assistance.models import SupportFile, SupportMember
from portal.services.assistance.months import add_months
from portal.services.assistance.queries.memberships import standing_memberships
from portal.services.assistance.schemes import FILE_STATES, SCHEMES
from portal.standards.relations import RELATIONS

ELSEWHERE = N_(
    "%(name)s已在%(office)s享受%(scheme)s（户号%(number)s，%(state)s），同一人只能在一户保障；确需转入的，请先办理人员转出。"
)
HEAD = "01"


@dataclass(frozen=True)
class NewMember:
    """Somebody who joins a file; `relation` to the head is a code of GB/T 4761. Who does not count has a reason."""

    resident_id: int
    relation: str
    is_counted: bool = True
    not_counted_because: str = ""


def join(file: SupportFile, newcomers: Sequence[NewMember], since: dt.date) -> list[SupportMember]:
    """Let people into a file from a month on; raises RuleBroken at `members`, naming the other file of one who is in it.

    The database itself refuses two at once; its refusal comes back as the same sentence.
    """
    _must_differ(newcomers)
    for newcomer in newcomers:
        if newcomer.relation not in RELATIONS:
            raise RuleBroken("members", N_("请选择每位成员与户主的关系。"))
    counted = [n.resident_id for n in newcomers if n.is_counted]
    refuse_supported(counted, since, but=file.id)
    rows = [
        SupportMember(
            file_id=file.id,
            resident_id=n.resident_id,
            relation=n.relation,
            since_month=since,
            is_counted=n.is_counted,
            not_counted_because="" if n.is_counted else (n.not_counted_because or "other")[:30],
        )
        for n in newcomers
    ]
    try:
        with session.begin_nested():
            session.add_all(rows)
            session.flush()
    except IntegrityError:
        refuse_supported(counted, since, but=None)
        raise
    session.expire(file, ["members"])
    return rows


def refuse_supported(resident_ids: Sequence[int], since: dt.date, *, but: int | None) -> None:
    """Raise RuleBroken for the first of these people who is counted elsewhere in this month or later."""
    for found in standing_memberships(resident_ids, month=since, but=but):
        raise elsewhere(found)


def elsewhere(found: SupportMember) -> RuleBroken:
    """The refusal for somebody who is supported already: the other file's number, office and status, nothing of its people."""
    file = found.file
    return RuleBroken(
        "members",
        ELSEWHERE,
        name=found.resident.name,
        office=file.street.name,
        scheme=SCHEMES[file.scheme].name,
        number=file.number,
        state=FILE_STATES[file.state],
    )


def leave(
    member: SupportMember, month: dt.date, *, because: str, moved_to: SupportFile | None = None
) -> None:
    """Let somebody out from a month on: the month before is the last. Who never began is not counted at all."""
    last = add_months(month, -1)
    if last < member.since_month:
        member.is_counted, member.not_counted_because = False, because[:30]
        last = member.since_month
    member.until_month, member.left_because = last, because[:30]
    member.moved_to_id = moved_to.id if moved_to else None


def end_all(file: SupportFile, month: dt.date, *, because: str) -> None:
    """Let everybody out who is still in."""
    for member in file.members:
        if member.until_month is None:
            leave(member, month, because=because)


def head_of(newcomers: Sequence[NewMember], head: Resident) -> list[NewMember]:
    """The newcomers with the head among them: as the first one, where nobody named them."""
    if any(n.resident_id == head.id for n in newcomers):
        return list(newcomers)
    return [NewMember(head.id, HEAD), *newcomers]


def _must_differ(newcomers: Sequence[NewMember]) -> None:
    keys = [n.resident_id for n in newcomers]
    if len(keys) != len(set(keys)):
        raise RuleBroken("members", N_("同一人在成员中出现了两次。"))
