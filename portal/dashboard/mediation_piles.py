"""What waits in people's mediation and in joint work on disputes: counts by pile, dangers first, then what is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import func, select

from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.mediation import piles as cases
from portal.mediation.agreements import work as agreements
from portal.mediation.links import work as links
from portal.mediation.records import queries as records
from portal.mediation.records.models import MediationSession
from portal.mediation.registers import waiting
from portal.mediation.volumes import queries as volumes
from portal.mediation.volumes.pay.queries import waiting_lists

FOLLOW, SESSIONS = "/mediation/following", "/mediation/sessions"
VOLUMES, PAY = "/mediation/volumes", "/mediation/pay-lists"
REPORTS, IMPORTS = "/mediation/reports", "/mediation/imports"
DANGERS = "dangers"
# Lists of agreements that are worked off by whoever follows them; the visits stand among the cases already.
_FOLLOWED = {
    "overdue": N_("协议逾期未履行"),
    "due": N_("协议即将到期"),
    "signing": N_("协议待签字盖章"),
    "confirmations": N_("司法确认中"),
}


class AnyPile(Protocol):
    """What each room calls a pile: its marked label, how many lie there, the page that shows them, and whether it is late."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def href(self) -> str: ...
    @property
    def is_late(self) -> bool: ...


def mediation_piles(actor: Actor, today: dt.date) -> list[AnyPile]:
    """The piles of this room that are not empty, for whoever may work on them; needs a request, for the addresses."""
    found: list[AnyPile] = [*cases.piles_of(actor), *links.piles_of(actor), *_agreements(actor, today)]
    if actor.can("mediation.mediate"):
        found += _sessions(actor)
    found += _volumes(actor) + _register(actor)
    full = [pile for pile in found if pile.count]
    return sorted(full, key=lambda pile: (pile.code != DANGERS, not pile.is_late))


def _agreements(actor: Actor, today: dt.date) -> list[AnyPile]:
    """What the agreements want: a mediator sees all of it, whoever only watches sees what is overdue."""
    if not actor.can("mediation.read_case"):
        return []
    wanted = tuple(_FOLLOWED) if actor.can("mediation.follow_agreement") else ("overdue",)
    counts = agreements.counts(actor, today, wanted)
    return [
        cases.Pile(f"agreements-{tab}", _FOLLOWED[tab], counts[tab], f"{FOLLOW}?tab={tab}", tab == "overdue")
        for tab in wanted
    ]


def _sessions(actor: Actor) -> list[AnyPile]:
    """This person's own sessions: those that nobody has ended yet, and those whose paper nobody has signed."""
    running, unsigned = records.list_running(actor), records.list_unsigned(actor)
    return [
        cases.Pile("sessions-running", N_("调解记录未写完"), len(running), _oldest(running, "/table")),
        cases.Pile("sessions-unsigned", N_("调解记录待签名"), len(unsigned), _oldest(unsigned, "")),
    ]


def _oldest(sessions: Sequence[MediationSession], page: str) -> str:
    """Where the first of them stands; there is no page of all of them, they are worked off one after another."""
    return f"{SESSIONS}/{sessions[0].id}{page}" if sessions else SESSIONS


def _volumes(actor: Actor) -> list[AnyPile]:
    """Cases to bind and what the checker found, for a committee; volumes to check and lists of pay to sign, for those who do."""
    found: list[AnyPile] = []
    if actor.can("mediation.bind_volume"):
        found += [
            cases.Pile("unbound", N_("已结案待装订"), volumes.count_unbound(actor), VOLUMES),
            _volume_pile(actor, "defects", N_("卷宗检查发现缺陷"), is_late=True),
        ]
    if actor.can("mediation.check_volume"):
        found.append(_volume_pile(actor, "waiting", N_("卷宗待检查")))
    lists = waiting_lists(actor)
    return [*found, cases.Pile("pay-lists", N_("以案定补表待签名"), len(lists), PAY)]


def _volume_pile(actor: Actor, tab: str, label: str, *, is_late: bool = False) -> AnyPile:
    listed = volumes.volumes(actor, tab).order_by(None).subquery()
    count = session.scalar(select(func.count()).select_from(listed)) or 0
    return cases.Pile(f"volumes-{tab}", label, count, f"{VOLUMES}?tab={tab}", is_late)


def _register(actor: Actor) -> list[AnyPile]:
    """Reports that want this actor's signature, and old registers that may come in."""
    reports, registers = waiting.reports_to_sign(actor), waiting.registers_to_let_in(actor)
    report = f"{REPORTS}/{reports[0].id}" if len(reports) == 1 else REPORTS
    return [
        cases.Pile("reports-to-sign", N_("调解统计报表待签字"), len(reports), report),
        cases.Pile("registers", N_("原登记簿待确认导入"), len(registers), IMPORTS),
    ]
