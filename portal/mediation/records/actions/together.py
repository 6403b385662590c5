"""Many signatures under one record at once: all who signed the printed paper on one day, on one scan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.actor import Actor
from portal.disputes.models import DisputeParty
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.mediation.documents import who_signs_for
from portal.mediation.records import signing
from portal.mediation.records.models import Signature
from portal.mediation.records.signing import Wanted

# Who may have put a finger instead of a name; the committee's people write.
_BY_FINGER = frozenset({"party", "agent", "participant", "reader", "witness"})


@dataclass(frozen=True)
class Signer:
    """One who is ticked: which wanted signature, and under which name where the record knows none."""

    wanted: Wanted
    name: str = ""


def sign_together(
    actor: Actor,
    subject: Any,
    *,
    version: int | None,
    signers: Sequence[Signer],
    way: str,
    on: dt.date,
    file: StoredFile | None,
) -> list[Signature]:
    """Enter the signature of each as a row of its own, all with the same day and scan; all or none.

    Raises RuleBroken at `signers`, `file`, `on`, or at `name-<code>` of the one who has to be named; Conflict, Forbidden.
    """
    actor.must("mediation.mediate")
    signing.hold(subject, version)
    if not signers:
        raise RuleBroken("signers", N_("请勾选在纸上签了名的人。"))
    if file is None:
        raise RuleBroken("file", N_("请上传签名页的扫描件。逐个登记的可以不传。"))
    return [_sign(actor, subject, one, way=way, on=on, file=file) for one in signers]


def name_of(wanted: Wanted, party: DisputeParty | None) -> str:
    """Under which name somebody most likely signed, where the paper names only whom they stand for."""
    if wanted.name or wanted.kind != "party" or party is None or party.kind == "person":
        return wanted.name
    return who_signs_for(party)


def is_named(wanted: Wanted, party: DisputeParty | None) -> bool:
    """Whether the record itself says under which name this signature stands."""
    if wanted.name or wanted.mediator_id is not None or wanted.seal_only:
        return True
    return wanted.kind == "party" and party is not None and party.kind == "person"


def _sign(actor: Actor, subject: Any, one: Signer, *, way: str, on: dt.date, file: StoredFile) -> Signature:
    wanted = one.wanted
    mediators = {row.mediator_id: row.mediator for row in subject.case.mediators}
    by_finger = way == "fingerprint" and wanted.kind in _BY_FINGER
    try:
        return signing.sign(
            actor,
            subject,
            kind=wanted.kind,
            way="seal" if wanted.seal_only else ("fingerprint" if by_finger else "paper"),
            on=on,
            party=party_of(subject, wanted),
            mediator=mediators.get(wanted.mediator_id),
            name=wanted.name or one.name,
            file=file,
        )
    except RuleBroken as error:
        if error.field == "name":
            raise RuleBroken(f"name-{wanted.code}", error.message, **error.params) from error
        raise


def party_of(subject: Any, wanted: Wanted) -> DisputeParty | None:
    """The party whom a wanted signature concerns."""
    return next((party for party in subject.case.dispute.parties if party.id == wanted.party_id), None)
