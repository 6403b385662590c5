"""Signing a step, copying a signature that was given on paper outside, and striking what no longer holds.

The room that calls has already decided that its record may be signed now; the permission of each step is asked for here.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.exc import IntegrityError

from portal import audit, clock
from portal.accounts.roles import ROLES
from portal.actor import Actor
from portal.db import Model, session
from portal.errors import N_, Forbidden, RuleBroken
from portal.signoffs import queries
from portal.signoffs.chains import Step, chain_of
from portal.signoffs.models import Signoff
from portal.units.models import Unit

LONGEST_NOTE = 500
LONGEST_NAME = 100


def sign(
    actor: Actor, subject: Model, *, chain: str, step: str, note: str = "", on: dt.date | None = None
) -> Signoff:
    """Sign a step as the actor's post, on `on` (today when None).

    Raises Forbidden without the step's permission, or when this person has signed another step of a chain that wants
    different persons; RuleBroken when an earlier step is not signed, or this one is already.
    """
    wanted = chain_of(chain).step(step)
    actor.must(wanted.permission)
    if wanted.outside:
        raise RuleBroken(
            None, N_("“%(step)s”由外单位在纸上签署，请录入纸上的姓名、职务和日期。"), step=wanted.label
        )
    _must_be_next(subject, chain, wanted)
    if chain_of(chain).distinct:
        _must_be_another(actor, subject, chain, wanted)
    return _enter(
        actor,
        subject,
        chain=chain,
        step=wanted,
        signoff=Signoff(
            account_id=actor.account_id,
            post_id=actor.post_id,
            signer_name=actor.name,
            post_label=post_label(actor),
            signed_on=on or clock.today(),
            note=_note(note),
        ),
    )


def sign_outside(
    actor: Actor, subject: Model, *, chain: str, step: str, name: str, post: str, on: dt.date, note: str = ""
) -> Signoff:
    """Copy a signature that a body outside gave on paper; raises RuleBroken at `name`, `post` or `on`, Forbidden."""
    wanted = chain_of(chain).step(step)
    actor.must(wanted.permission)
    if not wanted.outside:
        raise RuleBroken(None, N_("“%(step)s”须由本人登录后签署，不能代录。"), step=wanted.label)
    _must_be_next(subject, chain, wanted)
    if on > clock.today():
        raise RuleBroken("on", N_("签署日期不能晚于今天。"))
    before = queries.signed(subject, chain)
    if before and on < before[-1].signed_on:
        raise RuleBroken(
            "on",
            N_("签署日期不能早于前一步“%(step)s”的日期。"),
            step=chain_of(chain).step(before[-1].step).label,
        )
    signoff = Signoff(
        signer_name=_word(name, "name", N_("请填写签署人姓名。")),
        post_label=_word(post, "post", N_("请填写签署人的职务和单位。")),
        signed_on=on,
        note=_note(note),
        is_outside=True,
    )
    return _enter(actor, subject, chain=chain, step=wanted, signoff=signoff)


def clear(actor: Actor, subject: Model, *, chain: str, reason: str) -> list[Signoff]:
    """Strike every standing signature because what was signed has changed; they stay in the history. Gives what was struck.

    Raises RuleBroken at `reason` when it is empty.
    """
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明为什么要重新签批。"))
    standing = queries.signed(subject, chain)
    for one in standing:
        one.struck_at, one.struck_by = clock.now(), actor.account_id
        one.struck_reason = reason.strip()[:LONGEST_NOTE]
    session.flush()
    if standing:
        audit.record(actor, "signoffs.clear", subject, chain=chain, count=len(standing), reason=reason)
    return standing


def post_label(actor: Actor) -> str:
    """The post as it is printed, frozen today: 岗位@单位."""
    unit = session.get(Unit, actor.unit_id) if actor.unit_id is not None else None
    role = ROLES.get(actor.role, actor.role)
    return f"{role}@{unit.name_on(clock.today())}" if unit else role


def _must_be_next(subject: Model, chain: str, wanted: Step) -> None:
    waiting = queries.next_step(subject, chain)
    if waiting is None or chain_of(chain).place_of(wanted.code) < chain_of(chain).place_of(waiting.code):
        raise RuleBroken(None, N_("“%(step)s”已经签过，请刷新页面。"), step=wanted.label)
    if waiting.code != wanted.code:
        raise RuleBroken(
            None, N_("请先由“%(first)s”签署，再签“%(step)s”。"), first=waiting.label, step=wanted.label
        )


def _must_be_another(actor: Actor, subject: Model, chain: str, wanted: Step) -> None:
    if actor.account_id in {one.account_id for one in queries.signed(subject, chain)}:
        raise Forbidden(wanted.permission, N_("这一步须由另一人签，您已签过同一份材料的前一步。"))


def _enter(actor: Actor, subject: Model, *, chain: str, step: Step, signoff: Signoff) -> Signoff:
    signoff.subject_type, signoff.subject_id = type(subject).__name__, subject.id
    signoff.chain, signoff.step = chain, step.code
    signoff.position = chain_of(chain).place_of(step.code)
    signoff.entered_by = actor.account_id
    try:
        with session.begin_nested():
            session.add(signoff)
            session.flush()
    except IntegrityError:  # somebody else signed the same step in this moment
        raise RuleBroken(None, N_("“%(step)s”已经签过，请刷新页面。"), step=step.label) from None
    audit.record(
        actor,
        "signoffs.sign",
        subject,
        chain=chain,
        step=step.code,
        signer=signoff.signer_name,
        post=signoff.post_label,
        day=signoff.signed_on,
    )
    return signoff


def _note(text: str) -> str:
    note = text.strip()
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note", N_("最多 %(longest)s 个字。"), longest=LONGEST_NOTE)
    return note


def _word(text: str, field: str, wanted: str) -> str:
    word = text.strip()
    if not word:
        raise RuleBroken(field, wanted)
    if len(word) > LONGEST_NAME:
        raise RuleBroken(field, N_("最多 %(longest)s 个字。"), longest=LONGEST_NAME)
    return word
