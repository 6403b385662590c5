"""Telling the parties their rights and duties (人民调解法 arts. 23–24) before the mediation begins, one row a party."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeParty
from portal.errors import N_, RuleBroken
from portal.mediation import documents
from portal.mediation.actions.moves import note_event
from portal.mediation.models import MediationCase, Mediator, RightsTelling
from portal.mediation.states import RUNNING

WAYS = {"oral": N_("口头告知"), "written": N_("书面告知")}


def tell_rights(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    told_at: dt.datetime,
    way: str,
    told_by: Mediator,
    party_ids: Collection[int],
) -> MediationCase:
    """Record that these parties were told at an instant by a mediator of the committee; the paper 权利义务告知书 is frozen.

    Raises RuleBroken at the field, Conflict.
    """
    actor.must("mediation.mediate")
    case.expect_version(version)
    if case.state not in RUNNING:
        raise RuleBroken(None, N_("受理以后、结束以前才能登记告知。"))
    if way not in WAYS:
        raise RuleBroken("way", N_("请从所列选项中选择。"))
    _must_be_in_time(case, told_at)
    if told_by.committee_id != case.committee_id or not told_by.serves_on(clock.office_time(told_at).date()):
        raise RuleBroken("told_by_id", N_("告知人须是本委员会在任的调解员。"))
    parties = [party for party in untold(case) if party.id in set(party_ids)]
    if not parties:
        raise RuleBroken("party_ids", N_("请选择至少一名还没有告知的当事人。"))
    rows = [
        RightsTelling(
            case_id=case.id,
            party=party,
            told_at=told_at,
            way=way,
            told_by=told_by,
            entered_by=actor.account_id,
        )
        for party in parties
    ]
    case.tellings.extend(rows)
    session.flush()
    paper = documents.issue_rights(
        actor, case, parties=parties, way=WAYS[way], told_at=told_at, told_by=told_by
    )
    for row in rows:
        row.document_id = paper.id
    day = clock.office_time(told_at).date()
    names = "、".join(party.name for party in parties)
    return note_event(actor, case, verb="tell_rights", day=day, note=names[:500], document=paper)


def untold(case: MediationCase) -> list[DisputeParty]:
    """The parties that were not told yet, in the order of the file."""
    told = {telling.party_id for telling in case.tellings}
    return [party for party in case.parties if party.id not in told]


def _must_be_in_time(case: MediationCase, told_at: dt.datetime) -> None:
    if clock.is_ahead(told_at):
        raise RuleBroken("told_at", N_("告知时间不能晚于现在。"))
    if clock.office_time(told_at).date() < case.applied_on:
        raise RuleBroken("told_at", N_("告知时间不能早于申请日期。"))
