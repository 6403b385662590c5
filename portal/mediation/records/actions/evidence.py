"""The evidence list and the identity proofs: what was supplied by whom, its scans, when it went back. Lines are struck."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.mediation.models import MediationCase
from portal.mediation.records import documents, queries
from portal.mediation.records.choices import read_word
from portal.mediation.records.kinds import EVIDENCE_FORMS, EVIDENCE_PURPOSES, IDENTITY_PROOFS
from portal.mediation.records.models import EvidenceItem, EvidenceScan

MOST_PAGES = 2000
MOST_SCANS = 60
_GONE = frozenset({"archived", "discarded"})


@dataclass(frozen=True, kw_only=True)
class Supplied:
    """One line as it is typed. An identity proof names its party and kind; evidence says who supplied it."""

    purpose: str = "evidence"
    proof: str = ""
    name: str = ""
    source: str = ""
    form: str = "copy"
    pages: int = 1
    party_id: int | None = None
    supplied_by: str = ""
    supplied_on: dt.date


def add_evidence(actor: Actor, case: MediationCase, *, version: int | None, line: Supplied) -> EvidenceItem:
    """Add one line at the end of its list. Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.mediate")
    case.expect_version(version)
    _must_be_open(case)
    if line.purpose not in EVIDENCE_PURPOSES:
        raise RuleBroken("purpose", N_("请从所列选项中选择。"))
    position = queries.next_position(
        EvidenceItem, EvidenceItem.case_id == case.id, EvidenceItem.purpose == line.purpose
    )
    made = EvidenceItem(case=case, purpose=line.purpose, position=position, entered_by=actor.account_id)
    made.received_by = actor.name
    _fill(case, made, line)
    session.add(made)
    case.touch()
    session.flush()
    audit.record(actor, "mediation.add_evidence", case, position=position, purpose=line.purpose)
    return made


def change_evidence(actor: Actor, item: EvidenceItem, *, version: int | None, line: Supplied) -> EvidenceItem:
    """Correct a line of the list. Raises RuleBroken at the field, Conflict."""
    _must_stand(actor, item, version)
    _fill(item.case, item, line)
    session.flush()
    audit.record(actor, "mediation.change_evidence", item.case, position=item.position, purpose=item.purpose)
    return item


def attach_scans(
    actor: Actor, item: EvidenceItem, *, version: int | None, files: Sequence[StoredFile]
) -> EvidenceItem:
    """Add scans or photos, stored already (checked, turned upright and sized), behind those that are there."""
    _must_stand(actor, item, version)
    if len(item.scans) + len(files) > MOST_SCANS:
        raise RuleBroken("files", N_("一项最多 %(most)s 个附件，请合并成一份 PDF。"), most=MOST_SCANS)
    for file in files:
        position = (item.scans[-1].position if item.scans else 0) + 1
        item.scans.append(EvidenceScan(position=position, file=file))
        audit.record(actor, "mediation.attach_scan", item.case, position=item.position, sha256=file.sha256)
    item.touch()
    session.flush()
    return item


def return_evidence(
    actor: Actor, item: EvidenceItem, *, version: int | None, on: dt.date, to: str
) -> EvidenceItem:
    """Note that the thing went back, when and to whom. Raises RuleBroken at the field, Conflict."""
    _must_stand(actor, item, version)
    if item.returned_on is not None:
        raise RuleBroken(None, N_("已经登记退还。"))
    if not item.supplied_on <= on <= clock.today():
        raise RuleBroken("on", N_("退还日期不能早于提交日期，也不能晚于今天。"))
    item.returned_on, item.returned_to = on, read_word(to, "to", 100)
    session.flush()
    audit.record(actor, "mediation.return_evidence", item.case, position=item.position, day=on)
    return item


def strike_evidence(actor: Actor, item: EvidenceItem, *, version: int | None, reason: str) -> EvidenceItem:
    """Take a line out of the list that was entered wrongly; it stays readable with its reason, its number is not used again."""
    _must_stand(actor, item, version)
    item.struck_because = read_word(reason, "reason", 300)
    session.flush()
    audit.record(actor, "mediation.strike_evidence", item.case, position=item.position, purpose=item.purpose)
    return item


def print_list(actor: Actor, case: MediationCase, *, version: int | None, purpose: str) -> Document:
    """The paper of a list as it stands now; raises RuleBroken when nothing is in it, Conflict."""
    actor.must("mediation.mediate")
    case.expect_version(version)
    if purpose not in EVIDENCE_PURPOSES:
        raise RuleBroken("purpose", N_("请从所列选项中选择。"))
    if not queries.evidence_of(case, purpose):
        raise RuleBroken(None, N_("清单里还没有内容。"))
    return documents.issue_list(actor, case, purpose)


def _fill(case: MediationCase, item: EvidenceItem, line: Supplied) -> None:
    if line.form not in EVIDENCE_FORMS:
        raise RuleBroken("form", N_("请从所列选项中选择。"))
    if not 1 <= line.pages <= MOST_PAGES:
        raise RuleBroken("pages", N_("页数应在 1 到 %(most)s 之间。"), most=MOST_PAGES)
    if line.supplied_on > clock.today():
        raise RuleBroken("supplied_on", N_("日期不能晚于今天。"))
    party = next((one for one in case.dispute.parties if one.id == line.party_id), None)
    if line.party_id is not None and party is None:
        raise RuleBroken("party_id", N_("这不是本案的当事人。"))
    if item.purpose == "identity":
        if party is None:
            raise RuleBroken("party_id", N_("请选择是哪一位当事人的证明。"))
        if line.proof not in IDENTITY_PROOFS:
            raise RuleBroken("proof", N_("请从所列选项中选择。"))
        item.proof = line.proof
    typed = line.name or (IDENTITY_PROOFS[line.proof] if item.purpose == "identity" else "")
    item.name = read_word(typed, "name", 150)
    item.source = read_word(line.source, "source", 150, wanted=False)
    item.form, item.pages = line.form, line.pages
    item.party_id = party.id if party else None
    item.supplied_by = read_word(line.supplied_by or (party.name if party else ""), "supplied_by", 100)
    item.supplied_on = line.supplied_on


def _must_stand(actor: Actor, item: EvidenceItem, version: int | None) -> None:
    actor.must("mediation.mediate")
    item.expect_version(version)
    _must_be_open(item.case)
    if item.struck_because:
        raise RuleBroken(None, N_("这一项已经从清单中划去。"))


def _must_be_open(case: MediationCase) -> None:
    if case.state in _GONE:
        raise RuleBroken(None, N_("案件已归档或作废，清单不能再改。"))
