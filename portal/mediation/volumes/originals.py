"""Whether the papers that a volume must have are signed: on a screen, on a scan, or declared after a look at the paper original.

It reads and writes nothing; the declaration itself is `actions.declaring`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from portal.db import session
from portal.errors import N_
from portal.mediation.agreements.models import Agreement
from portal.mediation.models import MediationCase
from portal.mediation.records import queries as records
from portal.mediation.records.models import Signature
from portal.mediation.records.signing import missing_signers, signatures_of
from portal.mediation.volumes import items
from portal.mediation.volumes.models import VolumeOriginal

if TYPE_CHECKING:
    from portal.mediation.volumes.contents import Sheet

# The places whose papers are signed by hand; the other must papers are copies.
SIGNED_PLACES = (
    "application",
    "acceptance_form",
    "rights",
    "session",
    "agreement",
    "oral_agreement",
    "visit",
)
HOW = {
    "screen": N_("屏幕上签名"),
    "scan": N_("有签名原件扫描件"),
    "declared": N_("已核对纸质原件"),
    "": N_("没有签名"),
}
_ON_FILE = ("screen", "seal")


@dataclass(frozen=True)
class Original:
    """One paper that must be signed: its place, the key of its document, and how it is (`how` a key of HOW, empty: it is not)."""

    item: str
    title: str
    key: int
    how: str
    declared: VolumeOriginal | None = None

    @property
    def label(self) -> str:
        """How it is signed, as a marked word."""
        return HOW[self.how]


def originals_of(case: MediationCase, sheets: Sequence[Sheet]) -> list[Original]:
    """Each paper of a volume that must be signed, in the order of the volume."""
    declared = {one.document_id: one for one in declarations_of(case)}
    scanned = {sheet.item for sheet in sheets if sheet.source == "scan"}
    on_screen = {place for place in ("session", "agreement", "oral_agreement") if _on_screen(case, place)}
    found = []
    for sheet in sheets:
        if sheet.item not in SIGNED_PLACES or sheet.source != "paper":
            continue
        row = declared.get(sheet.key)
        how = "screen" if sheet.item in on_screen else "scan" if sheet.item in scanned else ""
        if not how and row is not None:
            how = "declared"
        title = items.BY_CODE[sheet.item].label
        found.append(Original(sheet.item, sheet.title or title, sheet.key, how, row))
    return found


def declarations_of(case: MediationCase) -> list[VolumeOriginal]:
    """What was declared about the papers of a case, oldest first."""
    query = select(VolumeOriginal).where(VolumeOriginal.case_id == case.id)
    return list(session.scalars(query.order_by(VolumeOriginal.id)))


def _on_screen(case: MediationCase, place: str) -> bool:
    """Whether every record of a place has all its signatures where the portal can show them."""
    subjects: list[Any]
    if place == "session":
        subjects = list(records.sessions_of(case))
    else:
        form = "oral" if place == "oral_agreement" else "written"
        query = select(Agreement).where(Agreement.case_id == case.id, Agreement.state == "effective")
        subjects = list(session.scalars(query.where(Agreement.form == form)))
    return bool(subjects) and all(_is_signed(case, subject) for subject in subjects)


def _is_signed(case: MediationCase, subject: Any) -> bool:
    there: list[Signature] = signatures_of(subject)
    shown = all(one.way in _ON_FILE or one.file_id is not None for one in there)
    return bool(there) and shown and not missing_signers(case, subject)
