"""What a case gives to its volume: the papers and scans of each place in order, what of it is missing, what is unusual.

It reads and writes nothing. Text that stands on the sheets of the volume is Chinese in every language.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from portal import clock, settings
from portal.db import session
from portal.disputes.tasks import took_part
from portal.documents.models import Document
from portal.errors import N_
from portal.files.models import StoredFile
from portal.mediation.actions.rights import untold
from portal.mediation.agreements.heads import find_report, wants_opinion
from portal.mediation.agreements.models import Agreement, Confirmation, Obligation, Performance
from portal.mediation.agreements.papers import CLOSING
from portal.mediation.links.models import Referral
from portal.mediation.links.papers import OPINIONS
from portal.mediation.links.sheets import says_all
from portal.mediation.models import MediationCase
from portal.mediation.records import queries as records
from portal.mediation.records.models import EvidenceItem, Signature
from portal.mediation.volumes import items
from portal.mediation.volumes.items import Item
from portal.mediation.volumes.models import VolumeScan
from portal.mediation.volumes.originals import Original, originals_of

PAPER, SCAN = "paper", "scan"
# Which place the scans of signed papers belong to, by the class that was signed.
_SIGNED = {
    "MediationSession": "session",
    "Investigation": "investigation",
    "CaseAgent": "power",
}
# Of a list that was printed several times only the newest is bound.
_NEWEST_ONLY = frozenset({"mediation_identity", "mediation_evidence", OPINIONS})
PAPER_SIGNED = "（签名原件扫描件）"
PAPER_SUPPLEMENT = "补充"
PAPER_SIMPLE = "本案为简易调解，当场达成口头协议，未制作调解笔录，以口头协议登记表代替。"
PAPER_NO_IDENTITY = "没有收集身份证明的当事人：{names}。"
PAPER_NOT_ACCEPTED = "本案没有受理。"
PAPER_NO_SESSION = "本案没有达成协议，没有调解笔录。"
PAPER_OBJECTS = "下列实物没有装入本卷：{names}。"
PAPER_NO_SCAN = "下列证据没有扫描件，见纸质卷或者原件保管处：{names}。"
PAPER_RETURNED = "下列证据原件已经退还：{names}。"
PAPER_VOID = "本案作废、更正的文书 {count} 份，没有装入本卷。"
PAPER_ROUNDS = "本案经 {count} 轮调解。"
PAPER_LATER = "归档以后补充 {count} 份：{names}。"


@dataclass(frozen=True)
class Sheet:
    """One paper or scan: its place, what the catalogue calls it, and where its bytes are (`key` of a document or a file)."""

    item: str
    title: str
    source: str
    key: int
    note: str = ""


@dataclass(frozen=True)
class Missing:
    """Something that must be there: in marked words with parameters, and the page where it is made (empty: none)."""

    item: str
    words: str
    params: dict[str, Any] = field(default_factory=dict)
    endpoint: str = ""


@dataclass(frozen=True)
class Contents:
    """One case's share of a volume."""

    case: MediationCase
    sheets: tuple[Sheet, ...]
    missing: tuple[Missing, ...]
    unusual: tuple[str, ...]
    originals: tuple[Original, ...] = ()

    @property
    def wants_reason(self) -> bool:
        """Whether the notes must say why there is no record of a session although the parties could not agree (no. 8)."""
        return (
            self.case.accepted_on is not None
            and self.case.end_code == "no_accord"
            and self.case.agreed_on is None
            and not self.of("session")
        )

    def of(self, item: str) -> list[Sheet]:
        """The sheets of one place."""
        return [sheet for sheet in self.sheets if sheet.item == item]

    @property
    def digest(self) -> str:
        """The same as long as the same sheets are there in the same order, turned the same way."""
        told = [[s.item, s.source, s.key] for s in self.sheets]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def contents_of(case: MediationCase, day: dt.date | None = None) -> Contents:
    """What this case gives to its volume, as it stands now."""
    on = day or clock.today()
    papers = _papers(case)
    scans = _scans(case)
    sheets: list[Sheet] = []
    for item in items.ITEMS:
        if not items.is_bound(item, case.unit_id, on):
            continue
        for kind in item.kinds:
            sheets += [Sheet(item.code, one.title, PAPER, one.id, one.number) for one in papers.get(kind, ())]
        sheets += scans.get(item.code, ())
    originals = tuple(originals_of(case, sheets))
    missing = (
        *_drafts(case),
        *_missing(case, sheets, on),
        *_unopined(case),
        *_unheard(case, papers),
        *_unsigned(originals),
    )
    return Contents(case, tuple(sheets), missing, tuple(_unusual(case, sheets)), originals)


def _unsigned(originals: tuple[Original, ...]) -> list[Missing]:
    """The papers that nobody has signed as far as the portal knows."""
    words = N_("“%(what)s”没有签名：没有在屏幕上签全，没有扫描件，也没有核对过纸质原件。")
    endpoint = "mediation_volumes.declare_originals"
    return [Missing(one.item, words, {"what": one.title}, endpoint) for one in originals if not one.how]


def _unopined(case: MediationCase) -> list[Missing]:
    """The opinion of the committee's head on the closing report, where the committee asks for one and binds the report."""
    if not items.is_bound(items.BY_CODE["closing"], case.unit_id, clock.today()) or not wants_opinion(case):
        return []
    words = N_("结案报告表没有主任或副主任签署的意见。")
    return [Missing("closing", words, {}, "mediation_agreements.give_opinion")]


def _unheard(case: MediationCase, papers: dict[str, list[Document]]) -> list[Missing]:
    """Of a joint mediation (联合调解) the sheet of what every body said, as they stand now, where the committee binds it."""
    binds = items.is_bound(items.BY_CODE["opinion"], case.unit_id, clock.today())
    if not binds or not took_part(case.dispute):
        return []
    words = N_("缺参加单位意见表。")
    if sheets := papers.get(OPINIONS):
        if says_all(sheets[-1], case):
            return []
        words = N_("参加单位意见表制作以后，单位或者意见有变化，请重新制作。")
    return [Missing("opinion", words, {}, "links.print_opinions")]


def _papers(case: MediationCase) -> dict[str, list[Document]]:
    """The valid papers of the case by kind, as they were issued."""
    found: dict[str, list[Document]] = defaultdict(list)
    query = select(Document).where(
        Document.subject_kind == "MediationCase",
        Document.subject_id == case.id,
        Document.status == "valid",
    )
    for one in session.scalars(query.order_by(Document.issued_on, Document.id)):
        if one.kind in _NEWEST_ONLY:
            found[one.kind] = [one]
        else:
            found[one.kind].append(one)
    return found


def _scans(case: MediationCase) -> dict[str, list[Sheet]]:
    """The scans of the case by place: of evidence, of signed originals, of proofs, of other bodies, and those added by hand."""
    found: dict[str, list[Sheet]] = defaultdict(list)
    seen: set[tuple[str, int]] = set()

    def put(item: str, title: str, file: StoredFile | int | None, note: str = "") -> None:
        key = file if isinstance(file, int) else (file.id if file else 0)
        if key and (item, key) not in seen:
            seen.add((item, key))
            found[item].append(Sheet(item, title, SCAN, key, note))

    for purpose in ("identity", "evidence"):
        for one in records.evidence_of(case, purpose):
            for place, scan in enumerate(one.scans, 1):
                put(purpose, _name_of(one) + (f"（{place}）" if len(one.scans) > 1 else ""), scan.file)
    for agent in records.agents_of(case):
        put("power", items.BY_CODE["power"].label + PAPER_SIGNED, agent.file)
    for signature in _signatures(case):
        code = _SIGNED.get(signature.subject_type) or _agreement_place(signature)
        if code:
            put(code, items.BY_CODE[code].label + PAPER_SIGNED, signature.file)
    _outside_scans(case, put)
    for added in list_scans(case):
        put(added.item, added.name, added.file, PAPER_SUPPLEMENT if added.is_supplement else "")
    return found


def _name_of(one: EvidenceItem) -> str:
    return f"{one.party.name} {one.name}" if one.purpose == "identity" and one.party else one.name


def _signatures(case: MediationCase) -> list[Signature]:
    query = select(Signature).where(
        Signature.case_id == case.id, Signature.struck_at.is_(None), Signature.file_id.is_not(None)
    )
    return list(session.scalars(query.order_by(Signature.id)))


def _agreement_place(signature: Signature) -> str:
    if signature.subject_type != "Agreement":
        return ""
    agreement = session.get(Agreement, signature.subject_id)
    if agreement is None or agreement.state != "effective":
        return ""
    return "oral_agreement" if agreement.form == "oral" else "agreement"


def _outside_scans(case: MediationCase, put: Any) -> None:
    """What came from others: letters of transfer, opinions of joint bodies, proofs of payment, rulings."""
    referrals = select(Referral).where(Referral.case_id == case.id, Referral.recalled_on.is_(None))
    for one in session.scalars(referrals.order_by(Referral.id)):
        put("referral", f"{one.body} {one.number}".strip(), one.file)
    for task in case.dispute.tasks:
        if task.state == "answered":
            put("opinion", task.body, task.file)
    mine = Agreement.case_id == case.id
    proofs = select(Performance).join(Obligation).join(Agreement).where(mine, Performance.struck_on.is_(None))
    for proof in session.scalars(proofs.order_by(Performance.done_on, Performance.id)):
        put("receipt", items.BY_CODE["receipt"].label, proof.file)
    for ruling in session.scalars(select(Confirmation).join(Agreement).where(mine).order_by(Confirmation.id)):
        put("confirmation", ruling.ruling_number or items.BY_CODE["confirmation"].label, ruling.file)
    report = find_report(case)
    if report is not None:
        put("closing", items.BY_CODE["closing"].label + PAPER_SIGNED, report.opinion_file)


def list_scans(case: MediationCase) -> list[VolumeScan]:
    """The scans that were added to the volume by hand and stand."""
    query = select(VolumeScan).where(VolumeScan.case_id == case.id, VolumeScan.struck_because == "")
    return list(session.scalars(query.order_by(VolumeScan.id)))


def is_simple_oral(case: MediationCase) -> bool:
    """Whether the case was settled at the door by word of mouth."""
    return case.is_simple and case.agreement_form == "oral"


def needs(item: Item, case: MediationCase, day: dt.date) -> bool:
    """Whether the volume of this case must have something at this place (the two opening papers are asked together)."""

    def holds(setting: settings.Definition) -> bool:
        return bool(settings.value(setting.key, on=day, unit_id=case.unit_id))

    if case.accepted_on is None or item.need in (items.OPTIONAL, items.ONE_OF_TWO):
        return False
    agreed = case.agreed_on is not None and bool(case.agreement_form)
    by_setting = {
        "identity": agreed and (not is_simple_oral(case) or holds(items.SIMPLE_IDENTITY)),
        "session": agreed and (not is_simple_oral(case) or holds(items.SIMPLE_SESSION)),
        "visit": agreed and holds(items.VISIT_BOUND),
    }
    if item.need == items.BY_SETTING:
        return by_setting[item.code]
    if item.need in (items.WRITTEN, items.ORAL):
        return agreed and case.agreement_form == item.need
    return True


def _missing(case: MediationCase, sheets: list[Sheet], day: dt.date) -> list[Missing]:
    there = {sheet.item for sheet in sheets}
    found: list[Missing] = []
    opening = {"application", "acceptance_form"}
    if case.accepted_on is None:
        opening |= {"refusal", "withdrawal"}
    if not opening & there:
        found.append(Missing("application", N_("缺人民调解申请书或者受理登记表。")))
    for item in items.ITEMS:
        if not needs(item, case, day):
            continue
        if item.code == "identity":
            found += _without_identity(case)
        elif item.code == "rights":
            names = "、".join(party.name for party in untold(case))
            if names:
                words = N_("没有告知权利义务：%(names)s。")
                found.append(Missing("rights", words, {"names": names}, item.endpoint))
            elif "rights" not in there:
                found.append(Missing("rights", N_("缺当事人权利义务告知书。"), {}, item.endpoint))
        elif item.code not in there:
            found.append(Missing(item.code, N_("缺%(what)s。"), {"what": item.label}, item.endpoint))
    return found


def _without_identity(case: MediationCase) -> list[Missing]:
    names = "、".join(party.name for party in _unproven(case))
    if not names:
        return []
    words = N_("缺身份证明的扫描件：%(names)s。")
    return [Missing("identity", words, {"names": names}, items.BY_CODE["identity"].endpoint)]


def _unproven(case: MediationCase) -> list[Any]:
    """The parties of whom the file has no scan of an identity proof."""
    proven = {one.party_id for one in records.evidence_of(case, "identity") if one.scans}
    if any(scan.item == "identity" for scan in list_scans(case)):
        return []
    return [party for party in case.parties if party.id not in proven]


def _drafts(case: MediationCase) -> list[Missing]:
    """What is still being written: nothing is bound or filed beside a draft."""
    found = []
    for session_ in records.sessions_of(case):
        if not session_.is_finished:
            words = N_("第 %(n)s 次调解记录还没有完成。")
            found.append(Missing("session", words, {"n": session_.position}))
    for one in records.investigations_of(case):
        if not one.is_finished:
            words = N_("第 %(n)s 份调查记录还没有完成。")
            found.append(Missing("investigation", words, {"n": one.position}))
    open_ones = select(Agreement.id).where(
        Agreement.case_id == case.id, Agreement.state.in_(("draft", "signing"))
    )
    if session.scalar(open_ones) is not None:
        found.append(Missing("agreement", N_("还有没有签完的协议，请签完或者作废。")))
    if any(recusal.is_granted is None for recusal in case.recusals):
        found.append(Missing("recusal", N_("还有回避申请没有决定。")))
    return found


def _unusual(case: MediationCase, sheets: list[Sheet]) -> list[str]:
    """What the 卷宗情况说明 says by itself."""
    found: list[str] = []
    there = {sheet.item for sheet in sheets}
    if case.accepted_on is None:
        found.append(PAPER_NOT_ACCEPTED)
    elif "session" not in there:
        found.append(PAPER_SIMPLE if is_simple_oral(case) else PAPER_NO_SESSION)
    without = _unproven(case) if case.accepted_on is not None else []
    if without:
        found.append(PAPER_NO_IDENTITY.format(names="、".join(party.name for party in without)))
    evidence = records.evidence_of(case)
    for words, chosen in (
        (PAPER_OBJECTS, [one.name for one in evidence if one.form == "object"]),
        (PAPER_NO_SCAN, [one.name for one in evidence if one.form != "object" and not one.scans]),
        (PAPER_RETURNED, [one.name for one in evidence if one.returned_on is not None]),
    ):
        if chosen:
            found.append(words.format(names="、".join(chosen)))
    void = select(Document.id).where(
        Document.subject_kind == "MediationCase",
        Document.subject_id == case.id,
        Document.status != "valid",
        Document.kind != CLOSING,  # printed anew with the head's opinion, which corrects nothing
    )
    count = len(list(session.scalars(void)))
    if count:
        found.append(PAPER_VOID.format(count=count))
    if case.round > 1:
        found.append(PAPER_ROUNDS.format(count=case.round))
    later = [scan.name for scan in list_scans(case) if scan.is_supplement]
    if later:
        found.append(PAPER_LATER.format(count=len(later), names="、".join(later)))
    return found


def issued_kinds(case: MediationCase) -> set[str]:
    """The kinds of the valid papers of a case."""
    return set(_papers(case))
