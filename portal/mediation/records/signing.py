"""Who must sign a record, who has signed, and the three acts there are: sign, strike, ask what is missing.

Kinds of records say by `define_signed` what is signed, from which day on and by whom; one that says nothing is signed by every
party, the leading mediator and the recorders. The words of the answers are Chinese as on paper.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import DisputeParty
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.records.kinds import SIGNERS, WAYS
from portal.mediation.records.models import CaseAgent, Signature
from portal.mediation.records.strokes import read_strokes
from portal.mediation.records.wording import sign_words

LONGEST_NAME = 100
LONGEST_DEVICE = 200
_PUT_AWAY = frozenset({"closed", "archived", "discarded"})


@dataclass(frozen=True)
class Wanted:
    """One signature that a record needs; `words` names it as the list of what is missing does."""

    kind: str
    words: str
    party_id: int | None = None
    mediator_id: int | None = None
    name: str = ""
    seal_only: bool = False

    @property
    def code(self) -> str:
        """A name for an address, the same as long as the same signature is wanted."""
        told = f"{self.kind} {self.party_id} {self.mediator_id} {self.name} {self.seal_only}"
        return hashlib.sha256(told.encode()).hexdigest()[:10]

    def is_met_by(self, one: Signature) -> bool:
        """Whether this signature is the wanted one (an agent signs in the party's place)."""
        if self.seal_only != (one.way == "seal"):
            return False
        if self.kind == "party":
            return one.kind in ("party", "agent") and one.party_id == self.party_id
        if one.kind != self.kind or one.party_id != self.party_id:
            return False
        if self.mediator_id is not None:
            return one.mediator_id == self.mediator_id
        return not self.name or one.name == self.name


@dataclass(frozen=True)
class SignedKind:
    """What a kind of record says about being signed.

    `wanted` gives who must sign, `first_day` the first day on which it can be signed, `text` the words that are signed (empty:
    not followed), `not_yet` a sentence why it cannot be signed now, `fixed` one why no signature under it can be struck,
    `special` whether an agent needs the special authority.
    """

    wanted: Callable[[MediationCase, Any, bool], Sequence[Wanted]] | None = None
    first_day: Callable[[Any], dt.date | None] = lambda subject: None
    text: Callable[[Any], str] = lambda subject: ""
    not_yet: Callable[[Any], str] = lambda subject: ""
    fixed: Callable[[Any], str] = lambda subject: ""
    special: bool = False


_kinds: dict[str, SignedKind] = {}


def define_signed(subject_type: str, kind: SignedKind) -> None:
    """Say how records of this class name are signed."""
    _kinds[subject_type] = kind


def signed_kind(subject: Any) -> SignedKind:
    """What the subject's class said, or what holds for all."""
    return _kinds.get(type(subject).__name__, SignedKind())


def party_wants(party: DisputeParty, *, wants_seal: bool = False) -> list[Wanted]:
    """What one party's signature takes: two more people where the party cannot read, the seal of an organisation."""
    found = [Wanted("party", sign_words("party", party.name), party_id=party.id)]
    if party.kind == "organisation" and wants_seal:
        found.append(Wanted("party", sign_words("party_seal", party.name), party_id=party.id, seal_only=True))
    if party.cannot_read:
        found.append(Wanted("reader", sign_words("reader", party.name), party_id=party.id))
        found.append(Wanted("witness", sign_words("witness", party.name), party_id=party.id))
    return found


def wanted_signers(case: MediationCase, subject: Any, *, wants_seal: bool = False) -> list[Wanted]:
    """Everybody who must sign this record, in the order of the paper."""
    said = signed_kind(subject).wanted
    if said is not None:
        found = list(said(case, subject, wants_seal))
    else:
        found = [one for party in case.parties for one in party_wants(party, wants_seal=wants_seal)]
        found += _of_the_committee(case)
    if wants_seal:
        found.append(Wanted("seal", sign_words("seal", case.committee.unit.name), seal_only=True))
    return found


def _of_the_committee(case: MediationCase) -> list[Wanted]:
    lead = case.lead
    found = [Wanted("mediator", sign_words("lead"))] if lead is None else [mediator_wanted(lead)]
    for row in case.mediators:
        if row.role == "recorder" and row.until is None:
            words = sign_words("recorder", row.mediator.name)
            found.append(Wanted("recorder", words, mediator_id=row.mediator_id))
    return found


def mediator_wanted(mediator: Mediator, kind: str = "mediator") -> Wanted:
    """The signature of one mediator, as mediator or as investigator."""
    return Wanted(kind, sign_words(kind, mediator.name), mediator_id=mediator.id)


def signatures_of(subject: Any, *, with_struck: bool = False) -> list[Signature]:
    """The signatures under a record, in the order of signing; struck ones only when asked."""
    query = select(Signature).where(
        Signature.subject_type == type(subject).__name__, Signature.subject_id == subject.id
    )
    if not with_struck:
        query = query.where(Signature.struck_at.is_(None))
    return list(session.scalars(query.order_by(Signature.id)))


def missing_wanted(case: MediationCase, subject: Any, *, wants_seal: bool = False) -> list[Wanted]:
    """Which wanted signatures are not there, those under other words than today's not counted."""
    digest = digest_of(subject)
    there = [one for one in signatures_of(subject) if one.text_digest == digest]
    wanted = wanted_signers(case, subject, wants_seal=wants_seal)
    return [one for one in wanted if not any(one.is_met_by(each) for each in there)]


def missing_signers(case: MediationCase, subject: Any, *, wants_seal: bool = False) -> list[str]:
    """The signatures that are still missing, in words; empty when all have signed."""
    return [one.words for one in missing_wanted(case, subject, wants_seal=wants_seal)]


def why_fixed(subject: Any) -> str:
    """Why a signature under this record is not struck any more, in words; empty while it may be."""
    if subject.case.state in _PUT_AWAY:
        return N_(
            "案件已结案、归档或者作废，签名不能再划去。确有错误的，在卷宗备注中写明更正，原来的签名照留。"
        )
    return signed_kind(subject).fixed(subject)


def digest_of(subject: Any) -> str:
    """The fingerprint of the words that are signed; empty where the kind of record follows none."""
    words = signed_kind(subject).text(subject)
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def hold(subject: Any, version: int | None) -> None:
    """Wait for whoever signs the same record at this moment, then expect the version that was seen.

    Without waiting, the second of two would fail when it is stored, and its page could not give the strokes back.
    Raises Conflict.
    """
    session.refresh(subject, ["version"], with_for_update=True)
    subject.expect_version(version)


def sign(
    actor: Actor,
    subject: Any,
    *,
    kind: str,
    way: str,
    on: dt.date,
    party: DisputeParty | None = None,
    mediator: Mediator | None = None,
    name: str = "",
    strokes: Any = None,
    device: str = "",
    file: StoredFile | None = None,
    version: int | None = None,
) -> Signature:
    """Put one signature, fingerprint or seal under a record that has `case`, `id` and a version.

    `on` is the day on which it was made. A screen signature needs its strokes; on paper the tick with the day is enough, a scan
    may follow. Raises RuleBroken at the field, Conflict, Forbidden.
    """
    actor.must("mediation.mediate")
    hold(subject, version)
    case: MediationCase = subject.case
    _check_act(subject, kind, way, on)
    name = _signer_name(case, kind, way, party, mediator, name)
    _must_be_allowed(case, subject, kind, party, mediator, name, way, on)
    row = Signature(
        case_id=case.id,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        kind=kind,
        party_id=party.id if party else None,
        mediator_id=mediator.id if mediator else None,
        name=name,
        way=way,
        signed_on=on,
        text_digest=digest_of(subject),
        file_id=file.id if file else None,
        entered_by=actor.account_id,
    )
    row.strokes = read_strokes(strokes) if way == "screen" else None
    row.device = device[:LONGEST_DEVICE] if way == "screen" else None
    session.add(row)
    subject.touch()
    session.flush()
    record = f"{row.subject_type} {row.subject_id}"
    audit.record(actor, "mediation.sign_record", case, record=record, signer=kind, way=way, day=on)
    return row


def strike(actor: Actor, subject: Any, reason: str) -> list[Signature]:
    """Strike every signature under a record, because its text changes; raises RuleBroken without a reason."""
    actor.must("mediation.mediate")
    return [_strike(actor, one, reason) for one in signatures_of(subject)]


def strike_one(
    actor: Actor, subject: Any, signature: Signature, *, reason: str, version: int | None = None
) -> Signature:
    """Strike one signature that was entered wrongly, as long as another can take its place.

    Raises RuleBroken once the agreement binds or the case is closed, or without a reason; Conflict.
    """
    actor.must("mediation.mediate")
    hold(subject, version)
    fixed = why_fixed(subject)
    if fixed:
        raise RuleBroken(None, fixed)
    if signature.struck_at is not None:
        raise RuleBroken(None, N_("这个签名已经划去。"))
    subject.touch()
    return _strike(actor, signature, reason)


def _strike(actor: Actor, one: Signature, reason: str) -> Signature:
    reason = reason.strip()
    if not reason:
        raise RuleBroken("reason", N_("请写明为什么划去签名。"))
    if len(reason) > 300:
        raise RuleBroken("reason", N_("最多 %(most)s 个字。"), most=300)
    one.struck_at, one.struck_by, one.struck_because = clock.now(), actor.account_id, reason
    session.flush()
    audit.record(
        actor,
        "mediation.strike_signature",
        one.case,
        record=f"{one.subject_type} {one.subject_id}",
        signer=one.kind,
        way=one.way,
    )
    return one


def _check_act(subject: Any, kind: str, way: str, on: dt.date) -> None:
    if kind not in SIGNERS or way not in WAYS:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    if (way == "seal") != (kind == "seal") and not (kind == "party" and way == "seal"):
        raise RuleBroken("way", N_("盖章只用于单位和调委会；个人请选签名或者捺指印。"))
    said = signed_kind(subject)
    not_yet = said.not_yet(subject)
    if not_yet:
        raise RuleBroken(None, not_yet)
    first = said.first_day(subject)
    if on > clock.today():
        raise RuleBroken("on", N_("签名的日期不能晚于今天。"))
    if first is not None and on < first:
        raise RuleBroken("on", N_("签名的日期不能早于 %(day)s。"), day=first)


def _signer_name(
    case: MediationCase,
    kind: str,
    way: str,
    party: DisputeParty | None,
    mediator: Mediator | None,
    name: str,
) -> str:
    """Under which name the signature stands; raises RuleBroken where somebody has to be named."""
    name = " ".join(name.split())
    if kind in ("party", "agent") and party is None:
        raise RuleBroken("party", N_("请选择是哪一位当事人。"))
    if party is not None and party not in case.dispute.parties:
        raise RuleBroken("party", N_("这不是本案的当事人。"))
    if kind == "party" and party is not None and (party.kind == "person" or way == "seal"):
        return party.name
    if kind == "seal":
        return case.committee.unit.name
    if mediator is not None:
        return mediator.name
    if not name:
        raise RuleBroken("name", N_("请写明签名人的姓名。"))
    if len(name) > LONGEST_NAME:
        raise RuleBroken("name", N_("最多 %(most)s 个字。"), most=LONGEST_NAME)
    return name


def _must_be_agent(
    case: MediationCase, party: DisputeParty | None, name: str, on: dt.date, *, special: bool
) -> None:
    """An agent signs only under a power that is in force on the day, and an agreement only under the special one."""
    agents = session.scalars(
        select(CaseAgent).where(
            CaseAgent.case_id == case.id, CaseAgent.party_id == (party.id if party else 0)
        )
    )
    powers = [one for one in agents if one.name == name and one.acts_on(on)]
    if not powers:
        raise RuleBroken("name", N_("%(name)s 在这一天没有有效的授权委托书，不能代为签名。"), name=name)
    if special and not any(one.authority == "special" and "settle" in one.power_codes for one in powers):
        raise RuleBroken(
            "name", N_("%(name)s 只有一般授权，不能代签调解协议，需要特别授权或者当事人本人签名。"), name=name
        )


def _must_be_allowed(
    case: MediationCase,
    subject: Any,
    kind: str,
    party: DisputeParty | None,
    mediator: Mediator | None,
    name: str,
    way: str,
    on: dt.date,
) -> None:
    """One person signs once in one role; reader and witness are two people, and the witness stands on no side."""
    if kind == "agent":
        _must_be_agent(case, party, name, on, special=signed_kind(subject).special)
    there = signatures_of(subject)
    for one in there:
        same_person = one.party_id == (party.id if party else None) and one.name == name
        if same_person and one.kind == kind and (one.way == "seal") == (way == "seal"):
            raise RuleBroken(None, N_("%(name)s 已经签过。签错了请先划去原来的签名。"), name=name)
    if kind not in ("reader", "witness"):
        return
    if name in {one.name for one in case.dispute.parties}:
        raise RuleBroken("name", N_("宣读人、见证人不能是当事人。"))
    if kind == "witness" and (mediator is not None or name in {row.mediator.name for row in case.mediators}):
        raise RuleBroken("name", N_("见证人不能是本案的调解员。"))
    other = "witness" if kind == "reader" else "reader"
    if any(
        one.kind == other and one.party_id == (party.id if party else None) and one.name == name
        for one in there
    ):
        raise RuleBroken("name", N_("宣读人和见证人应当是两个人。"))
