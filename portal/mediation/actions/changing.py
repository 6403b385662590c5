"""Correcting what was registered: the matter, the source, the parties. What a paper says already stays on that paper."""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions import registering
from portal.disputes.models import DisputeParty
from portal.disputes.parties import NewParty, read_party
from portal.disputes.queries import get_category
from portal.errors import N_, NotFound, RuleBroken
from portal.mediation.actions.moves import note_event, read_reason
from portal.mediation.models import MediationCase
from portal.mediation.states import BEFORE_ACCEPTANCE, DIFFICULTIES, RUNNING

CHANGEABLE = BEFORE_ACCEPTANCE | RUNNING | {"suspended"}


def change_intake(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    category_id: int,
    title: str,
    story: str,
    demand: str = "",
    place: str = "",
    amount_fen: int = 0,
    people: int | None = None,
    difficulty: str = "general",
    is_public: bool = True,
    source_note: str = "",
    mediation_place: str = "",
) -> MediationCase:
    """Change what a case that has not ended is about. Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.open_case")
    case.expect_version(version)
    _must_run(case)
    if difficulty not in DIFFICULTIES:
        raise RuleBroken("difficulty", N_("请从所列选项中选择。"))
    dispute = case.dispute
    if category_id != dispute.category_id:
        dispute.category = get_category(category_id, dispute.found_on)
    registering.write_matter(
        dispute, title=title, story=story, demand=demand, place=place, amount_fen=amount_fen
    )
    dispute.people = max(people or 0, len(case.parties), 1)
    dispute.touch()
    case.difficulty, case.is_public = difficulty, is_public
    case.source_note, case.place = source_note.strip()[:150], mediation_place.strip()[:150]
    session.flush()
    audit.record(actor, "disputes.change_dispute", dispute, number=dispute.number)
    return note_event(actor, case, verb="change_intake")


def add_party(actor: Actor, case: MediationCase, *, version: int | None, new: NewParty) -> DisputeParty:
    """One more party, before the case has ended. Raises RuleBroken at `name`, Conflict."""
    actor.must("mediation.open_case")
    case.expect_version(version)
    _must_run(case)
    party = registering.add_party(actor, case.dispute, new=new)
    note_event(actor, case, verb="add_party", note=party.name)
    return party


def change_party(
    actor: Actor, case: MediationCase, *, party: DisputeParty, version: int | None, new: NewParty
) -> DisputeParty:
    """Correct the side, the name (of one whom the register does not know) and the details of a party."""
    actor.must("mediation.open_case")
    case.expect_version(version)
    _must_run(case)
    name, details = read_party(new)
    _must_keep_sides(case, party, new.side)
    party.side, party.cannot_read = new.side, new.cannot_read
    if party.resident_id is None and party.organisation_id is None:
        party.name = name
    party.details = details
    party.dispute.touch()
    session.flush()
    note_event(actor, case, verb="change_party", note=party.name)
    return party


def leave_party(
    actor: Actor, case: MediationCase, *, party: DisputeParty, version: int | None, reason: str
) -> DisputeParty:
    """A party takes no part any more; one of each side must stay. Raises RuleBroken at `reason`, Conflict."""
    actor.must("mediation.open_case")
    case.expect_version(version)
    _must_run(case)
    why = read_reason(reason)
    if not any(other.side == party.side for other in case.parties if other.id != party.id):
        raise RuleBroken(None, N_("每一方至少留一名当事人。一方全部退出的，请办理终止或撤回。"))
    registering.leave_party(actor, party, on=clock.today(), reason=why)
    note_event(actor, case, verb="leave_party", note=f"{party.name}：{why}"[:1000])
    return party


def _must_keep_sides(case: MediationCase, party: DisputeParty, side: str) -> None:
    """Once a case is accepted, each side keeps somebody."""
    others = {other.side for other in case.parties if other.id != party.id}
    if case.accepted_on is not None and not {"applicant", "respondent"} <= others | {side}:
        raise RuleBroken("side", N_("每一方至少留一名当事人。"))


def get_party(case: MediationCase, party_id: int) -> DisputeParty:
    """A party that still takes part; raises NotFound."""
    found = next((party for party in case.parties if party.id == party_id), None)
    if found is None:
        raise NotFound
    return found


def _must_run(case: MediationCase) -> None:
    if case.state not in CHANGEABLE:
        raise RuleBroken(None, N_("案件已经达成协议或已结束，登记的内容不能再改。"))
