"""Who acts for a party (授权委托书), and who is invited to take part with the parties' consent (人民调解法 art. 20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.mediation.models import MediationCase
from portal.mediation.records import documents
from portal.mediation.records.choices import read_word
from portal.mediation.records.kinds import AUTHORITIES, CONSENT_WAYS, PARTICIPANT_KINDS, POWERS
from portal.mediation.records.models import CaseAgent, CaseParticipant
from portal.mediation.records.wording import PAPER_MATTERS
from portal.mediation.states import OPEN, STATES
from portal.standards.identity import check_identity
from portal.standards.invalid import InvalidIdentity

DETAILS = {
    "sex": N_("性别"),
    "age": N_("年龄"),
    "identity": N_("身份证号码"),
    "employer": N_("工作单位"),
    "phone": N_("联系电话"),
    "relation": N_("与委托人的关系"),
}
LONGEST_DETAIL = 150
LONGEST_MATTERS = 1000


@dataclass(frozen=True, kw_only=True)
class Power:
    """A power of attorney as it is typed: who for whom, how far, for what, from when to when."""

    party_id: int
    name: str
    authority: str
    powers: Sequence[str] = ()
    matters: str = PAPER_MATTERS
    granted_on: dt.date
    valid_from: dt.date
    valid_to: dt.date | None = None
    details: Mapping[str, str] = field(default_factory=dict)


def add_agent(actor: Actor, case: MediationCase, *, version: int | None, power: Power) -> CaseAgent:
    """Enter an agent with the power of attorney; its paper is made for the principal's signature.

    A special authority names what it covers, a general one covers none of that. Raises RuleBroken at the field, Conflict.
    """
    actor.must("mediation.mediate")
    case.expect_version(version)
    _must_be_open(case)
    party = next((one for one in case.parties if one.id == power.party_id), None)
    if party is None:
        raise RuleBroken("party_id", N_("请选择是哪一位当事人委托的。"))
    name = read_word(power.name, "name", 100)
    if name in {one.name for one in case.parties}:
        raise RuleBroken("name", N_("当事人不能做另一位当事人的代理人。"))
    if name in {row.mediator.name for row in case.mediators if row.until is None}:
        raise RuleBroken("name", N_("本案的调解员不能做当事人的代理人。"))
    _check_power(power)
    made = CaseAgent(
        case=case,
        party=party,
        name=name,
        authority=power.authority,
        powers=",".join(code for code in POWERS if code in power.powers),
        granted_on=power.granted_on,
        valid_from=power.valid_from,
        valid_to=power.valid_to,
        entered_by=actor.account_id,
    )
    made.matters = read_word(power.matters, "matters", LONGEST_MATTERS)
    made.details = _read_details(power.details)
    session.add(made)
    case.touch()
    session.flush()
    made.document = documents.issue_power(actor, made)
    audit.record(actor, "mediation.add_agent", case, party=party.id, authority=power.authority)
    return made


def attach_power(actor: Actor, agent: CaseAgent, *, version: int | None, file: StoredFile) -> CaseAgent:
    """Keep the scan of the signed power of attorney."""
    actor.must("mediation.mediate")
    agent.expect_version(version)
    agent.file = file
    session.flush()
    audit.record(actor, "mediation.attach_power", agent.case, sha256=file.sha256)
    return agent


def end_agent(actor: Actor, agent: CaseAgent, *, version: int | None, on: dt.date, reason: str) -> CaseAgent:
    """Note that a power ended on a day, with the reason (revoked, laid down, another one named)."""
    actor.must("mediation.mediate")
    agent.expect_version(version)
    if agent.ended_on is not None:
        raise RuleBroken(None, N_("这项委托已经终止。"))
    if not agent.granted_on <= on <= clock.today():
        raise RuleBroken("on", N_("终止日期不能早于委托日期，也不能晚于今天。"))
    agent.ended_on, agent.ended_because = on, read_word(reason, "reason", 300)
    session.flush()
    audit.record(actor, "mediation.end_agent", agent.case, party=agent.party_id, day=on)
    return agent


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Who is invited, in what capacity, and which party consented how."""

    kind: str
    name: str
    employer: str = ""
    relation: str = ""
    invited_on: dt.date
    consents: Mapping[int, str] = field(default_factory=dict)


def invite_participant(
    actor: Actor, case: MediationCase, *, version: int | None, invitation: Invitation
) -> CaseParticipant:
    """Invite somebody to take part. Every party must have consented (art. 20). Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.mediate")
    case.expect_version(version)
    _must_be_open(case)
    if invitation.kind not in PARTICIPANT_KINDS:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    if invitation.invited_on > clock.today():
        raise RuleBroken("invited_on", N_("日期不能晚于今天。"))
    name = read_word(invitation.name, "name", 100)
    if name in {one.name for one in case.parties}:
        raise RuleBroken("name", N_("当事人本人不用邀请。"))
    without = [one for one in case.parties if invitation.consents.get(one.id) not in CONSENT_WAYS]
    if without:
        raise RuleBroken(
            "consents",
            N_("邀请他人参加要经各方当事人同意。还没有记录%(names)s的同意。"),
            names="、".join(one.name for one in without),
        )
    made = CaseParticipant(
        case=case,
        kind=invitation.kind,
        name=name,
        employer=read_word(invitation.employer, "employer", 100, wanted=False),
        relation=read_word(invitation.relation, "relation", 100, wanted=False),
        invited_on=invitation.invited_on,
        entered_by=actor.account_id,
    )
    made.consents = [
        {"party_id": one.id, "name": one.name, "way": invitation.consents[one.id]} for one in case.parties
    ]
    session.add(made)
    case.touch()
    session.flush()
    audit.record(actor, "mediation.invite_participant", case, kind=invitation.kind)
    return made


def release_participant(
    actor: Actor, one: CaseParticipant, *, version: int | None, on: dt.date
) -> CaseParticipant:
    """Note from which day on somebody takes part no more."""
    actor.must("mediation.mediate")
    one.expect_version(version)
    if one.left_on is not None:
        raise RuleBroken(None, N_("已经登记退出。"))
    if not one.invited_on <= on <= clock.today():
        raise RuleBroken("on", N_("退出日期不能早于邀请日期，也不能晚于今天。"))
    one.left_on = on
    session.flush()
    audit.record(actor, "mediation.release_participant", one.case, day=on)
    return one


def _check_power(power: Power) -> None:
    if power.authority not in AUTHORITIES:
        raise RuleBroken("authority", N_("请从所列选项中选择。"))
    if any(code not in POWERS for code in power.powers):
        raise RuleBroken("powers", N_("请从所列选项中选择。"))
    if power.authority == "special" and not power.powers:
        raise RuleBroken("powers", N_("特别授权要逐项写明，请勾选代理人可以做的事。"))
    if power.authority == "general" and power.powers:
        raise RuleBroken("powers", N_("一般授权不包括这些事项。要包括的，请改选特别授权。"))
    if power.granted_on > clock.today():
        raise RuleBroken("granted_on", N_("日期不能晚于今天。"))
    if power.valid_from < power.granted_on:
        raise RuleBroken("valid_from", N_("不能早于委托日期。"))
    if power.valid_to is not None and power.valid_to < power.valid_from:
        raise RuleBroken("valid_to", N_("结束日期不能早于开始日期。"))


def _read_details(details: Mapping[str, str]) -> dict[str, str]:
    found = {key: read_word(details.get(key, ""), key, LONGEST_DETAIL, wanted=False) for key in DETAILS}
    if found["identity"]:
        try:
            check_identity(found["identity"], clock.today())
        except InvalidIdentity as error:
            raise RuleBroken("identity", error.message, **error.params) from error
    return found


def _must_be_open(case: MediationCase) -> None:
    if case.state not in OPEN:
        raise RuleBroken(None, N_("这一案件现在是“%(state)s”，不能再登记。"), state=STATES[case.state])
