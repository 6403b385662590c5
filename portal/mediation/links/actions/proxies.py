"""Petition proxies (信访代理): who they are, which matters they took under a power of attorney, and what became of each.

A matter that is fit for mediation becomes a case of a committee, whose source is the proxy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions.registering import register_dispute
from portal.disputes.parties import NewParty, read_name
from portal.documents.actions import issue_document
from portal.documents.models import Document
from portal.errors import N_, NotFound, RuleBroken
from portal.files.actions import store_file
from portal.mediation.actions.opening import open_case
from portal.mediation.links.kinds import AUTHORITIES, MATTER_STATES
from portal.mediation.links.matters import reach_of
from portal.mediation.links.models import PetitionProxy, ProxyMatter
from portal.mediation.links.papers import PROXY_POWER, ProxyPower
from portal.mediation.links.reading import must_be_past, read_word
from portal.mediation.models import Committee, MediationCase
from portal.units.queries import get_unit

KINDS_WITH_PROXIES = frozenset({"street", "community"})
ENDS = tuple(code for code in MATTER_STATES if code not in {"open", "case"})


def add_proxy(
    actor: Actor, *, unit_id: int, name: str, valid_from: dt.date, post: str = "", phone: str = ""
) -> PetitionProxy:
    """Enter a proxy of a street or community in the actor's sight. Raises RuleBroken at the field, NotFound."""
    actor.must("mediation.keep_proxy")
    _must_see(actor, unit_id)
    if get_unit(unit_id).kind not in KINDS_WITH_PROXIES:
        raise RuleBroken("unit_id", N_("只有街道和社区登记信访代理员。"))
    row = PetitionProxy(
        unit_id=unit_id,
        name=read_name(name, "person"),
        post=read_word(post, "post", 60),
        valid_from=valid_from,
    )
    row.phone = read_word(phone, "phone", 30) or None
    session.add(row)
    session.flush()
    audit.record(actor, "mediation.add_proxy", row, day=valid_from)
    return row


def end_proxy(actor: Actor, proxy: PetitionProxy, *, version: int | None, on: dt.date) -> PetitionProxy:
    """The proxy takes no matter after this day. Raises RuleBroken at `on`, Conflict."""
    actor.must("mediation.keep_proxy")
    proxy.expect_version(version)
    _must_see(actor, proxy.unit_id)
    if on < proxy.valid_from:
        raise RuleBroken("on", N_("日期不能早于任职日期。"))
    proxy.valid_to = on
    session.flush()
    audit.record(actor, "mediation.end_proxy", proxy, day=on)
    return proxy


def print_power(
    actor: Actor,
    proxy: PetitionProxy,
    *,
    version: int | None,
    petitioner: str = "",
    phone: str = "",
    petition_number: str = "",
    matter: str = "",
    authority: str = "",
    power_until: dt.date | None = None,
) -> Document:
    """The power of attorney for the petitioner's signature: with what is known already, the rest left to be written by hand.

    Raises RuleBroken at the field, Conflict.
    """
    actor.must("mediation.take_matter")
    proxy.expect_version(version)
    _must_see(actor, proxy.unit_id)
    today = clock.today()
    if not proxy.serves_on(today):
        raise RuleBroken(None, N_("%(name)s已不是信访代理员。"), name=proxy.name)
    if authority not in {"", *AUTHORITIES}:
        raise RuleBroken("authority", N_("请从所列选项中选择。"))
    if power_until is not None and power_until < today:
        raise RuleBroken("power_until", N_("日期不能早于今天。"))
    unit = get_unit(proxy.unit_id)
    facts = ProxyPower(
        office=unit.name_on(today),
        office_phone=unit.phone,
        office_address=unit.address,
        proxy=proxy.name,
        proxy_post=proxy.post,
        proxy_phone=proxy.phone or "",
        petitioner=read_name(petitioner, "person", "petitioner") if petitioner.strip() else "",
        petitioner_phone=read_word(phone, "phone", 30),
        petition_number=read_word(petition_number, "petition_number", 80),
        matter=read_word(matter, "matter", 300),
        authority=authority,
        valid_to=power_until,
    )
    document = issue_document(actor, kind=PROXY_POWER, facts=facts, unit_id=unit.id, subject=proxy, on=today)
    audit.record(actor, "mediation.print_power", proxy, document=document.id)
    return document


def take_matter(
    actor: Actor,
    *,
    proxy: PetitionProxy,
    petitioner: str,
    title: str,
    story: str,
    taken_on: dt.date,
    authority: str,
    power_on: dt.date,
    power: tuple[BinaryIO, str] | None,
    power_until: dt.date | None = None,
    phone: str = "",
    petition_number: str = "",
) -> ProxyMatter:
    """Enter a matter that a proxy took; without the signed power of attorney nothing is taken. Raises RuleBroken at the field."""
    actor.must("mediation.take_matter")
    _must_see(actor, proxy.unit_id)
    must_be_past(taken_on, "taken_on")
    if not proxy.serves_on(taken_on):
        raise RuleBroken("taken_on", N_("这一天%(name)s不是信访代理员。"), name=proxy.name)
    if authority not in AUTHORITIES:
        raise RuleBroken("authority", N_("请从所列选项中选择。"))
    if power_on > taken_on:
        raise RuleBroken("power_on", N_("授权委托书的日期不能晚于受托日期。"))
    if power_until is not None and power_until < taken_on:
        raise RuleBroken("power_until", N_("授权已经到期，请重新签署授权委托书。"))
    if power is None:
        raise RuleBroken("power", N_("请上传信访人签名的授权委托书。"))
    row = ProxyMatter(
        unit_id=proxy.unit_id,
        proxy=proxy,
        petitioner=read_name(petitioner, "person", "petitioner"),
        title=read_word(title, "title", 100, wanted=True),
        petition_number=read_word(petition_number, "petition_number", 80),
        taken_on=taken_on,
        authority=authority,
        power_on=power_on,
        power_until=power_until,
        entered_by=actor.account_id,
    )
    row.phone = read_word(phone, "phone", 30) or None
    row.story = read_word(story, "story", 4000, wanted=True)
    row.power = store_file(
        actor, stream=power[0], name=power[1], purpose="mediation.proxy_power", field="power"
    )
    session.add(row)
    session.flush()
    audit.record(actor, "mediation.take_matter", row, day=taken_on)
    return row


def end_matter(
    actor: Actor, matter: ProxyMatter, *, version: int | None, state: str, outcome: str, on: dt.date
) -> ProxyMatter:
    """The matter ended without a mediation: answered, handed on, withdrawn. Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.take_matter")
    _expect_open(matter, version)
    if state not in ENDS:
        raise RuleBroken("state", N_("请从所列选项中选择。"))
    must_be_past(on, "on", matter.taken_on)
    matter.outcome = read_word(outcome, "outcome", 2000, wanted=True)
    matter.state, matter.ended_on = state, on
    session.flush()
    audit.record(actor, "mediation.end_matter", matter, day=on)
    return matter


def open_from_matter(
    actor: Actor,
    matter: ProxyMatter,
    *,
    version: int | None,
    committee: Committee,
    category_id: int,
    title: str,
    respondents: Sequence[NewParty],
    demand: str = "",
    respondent_wish: str = "unknown",
    on: dt.date | None = None,
) -> MediationCase:
    """Make a case of a matter: the petitioner applies through the proxy. Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.open_case")
    _expect_open(matter, version)
    day = on or clock.today()
    must_be_past(day, "on", matter.taken_on)
    if matter.power_until is not None and matter.power_until < day:
        raise RuleBroken("on", N_("授权已经到期，请重新签署授权委托书。"))
    applicant = NewParty(
        side="applicant",
        name=matter.petitioner,
        resident_id=matter.resident_id,
        details={"phone": matter.phone or ""},
    )
    dispute = register_dispute(
        actor,
        unit_id=matter.unit_id,
        source="walk_in",
        found_on=day,
        category_id=category_id,
        title=title,
        story=matter.story or matter.title,
        demand=demand,
        parties=[applicant, *respondents],
    )
    case = open_case(
        actor,
        committee=committee,
        dispute=dispute,
        source="proxy",
        source_note=f"{matter.proxy.unit.name} {matter.proxy.name} {matter.petition_number}".strip(),
        applied_on=day,
        respondent_wish=respondent_wish,
    )
    matter.state, matter.case_id, matter.ended_on = "case", case.id, day
    session.flush()
    audit.record(actor, "mediation.open_from_matter", matter, day=day)
    return case


def _must_see(actor: Actor, unit_id: int) -> None:
    """Proxies are kept by their street or community; raises NotFound for another's."""
    reached = reach_of(actor)
    if reached is not None and unit_id not in reached:
        raise NotFound


def _expect_open(matter: ProxyMatter, version: int | None) -> None:
    matter.expect_version(version)
    if matter.state != "open":
        raise RuleBroken(None, N_("这件事项已经办结或已转调解。"))
