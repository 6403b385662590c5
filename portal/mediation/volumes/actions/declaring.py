"""A declaration that papers of a volume are signed on paper (原件已签), by whoever looked at the originals."""

from __future__ import annotations

from collections.abc import Collection

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation.models import MediationCase
from portal.mediation.volumes.contents import contents_of
from portal.mediation.volumes.models import VolumeOriginal


def declare_originals(
    actor: Actor, case: MediationCase, *, version: int | None, document_ids: Collection[int] | None = None
) -> list[VolumeOriginal]:
    """Declare these papers (None: every one that is not signed yet) signed on paper; each keeps who said so and when.

    Raises RuleBroken at `papers`, Forbidden, Conflict.
    """
    actor.must("mediation.bind_volume")
    case.expect_version(version)
    if case.state == "discarded":
        raise RuleBroken(None, N_("案件已作废。"))
    unsigned = {one.key for one in contents_of(case).originals if not one.how}
    chosen = unsigned if document_ids is None else set(document_ids)
    if not chosen:
        raise RuleBroken("papers", N_("请至少选一份已在纸上签名的文书。"))
    if not chosen <= unsigned:
        raise RuleBroken("papers", N_("请从所列选项中选择。"))
    rows = [
        VolumeOriginal(
            case_id=case.id, document_id=key, declared_on=clock.today(), declared_by=actor.account_id
        )
        for key in sorted(chosen)
    ]
    session.add_all(rows)
    case.touch()
    session.flush()
    audit.record(actor, "mediation.declare_originals", case, papers=len(rows))
    return rows
