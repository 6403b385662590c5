"""Reading a chain of signatures: who signed, who is next, what was struck, and the signers as a paper prints them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from portal.actor import Actor
from portal.db import Model, session
from portal.signoffs.chains import Chain, Step, chain_of
from portal.signoffs.models import Signoff


@dataclass(frozen=True, kw_only=True)
class Signer:
    """A signature as it stands on paper: the step's label, name, post (岗位@单位) and day."""

    label: str
    name: str
    post: str
    day: dt.date


@dataclass(frozen=True)
class StepView:
    """One step as a page shows it: its signature or None, whether it is the next one, and whether this reader may sign it;
    `wants_another` where only his own earlier signature stands against it."""

    step: Step
    signoff: Signoff | None
    is_next: bool = False
    may_sign: bool = False
    wants_another: bool = False


@dataclass(frozen=True)
class ChainView:
    """A chain as a page shows it, with the signatures that were struck."""

    chain: Chain
    steps: tuple[StepView, ...]
    struck: tuple[Signoff, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every step is signed."""
        return all(step.signoff is not None for step in self.steps)


def signed(subject: Model, chain: str) -> list[Signoff]:
    """The signatures that stand, in the order of the chain."""
    return [one for one in _all(subject, chain) if one.struck_at is None]


def struck(subject: Model, chain: str) -> list[Signoff]:
    """The signatures that were struck because the ground had changed, oldest first."""
    found = [one for one in _all(subject, chain) if one.struck_at is not None]
    return sorted(found, key=lambda one: one.id)


def next_step(subject: Model, chain: str) -> Step | None:
    """The first step that nobody has signed, or None when the chain is complete."""
    done = {one.step for one in signed(subject, chain)}
    return next((step for step in chain_of(chain).steps if step.code not in done), None)


def is_complete(subject: Model, chain: str) -> bool:
    """Whether every step is signed."""
    return next_step(subject, chain) is None


def printed_signers(subject: Model, chain: str) -> tuple[Signer, ...]:
    """The standing signatures for a paper, in the order of the chain."""
    steps = {step.code: step.label for step in chain_of(chain).steps}
    return tuple(
        Signer(label=steps[one.step], name=one.signer_name, post=one.post_label, day=one.signed_on)
        for one in signed(subject, chain)
        if one.step in steps
    )


def chain_view(actor: Actor, subject: Model, chain: str) -> ChainView:
    """The chain for a page: each step with its signature, and which one this reader may sign now."""
    declared, standing = chain_of(chain), signed(subject, chain)
    by_step = {one.step: one for one in standing}
    waiting = next((step for step in declared.steps if step.code not in by_step), None)
    signed_before = declared.distinct and actor.account_id in {one.account_id for one in standing}
    views = []
    for step in declared.steps:
        is_next = step is waiting
        his = is_next and actor.can(step.permission)
        stopped = signed_before and not step.outside
        views.append(StepView(step, by_step.get(step.code), is_next, his and not stopped, his and stopped))
    return ChainView(declared, tuple(views), tuple(struck(subject, chain)))


def _all(subject: Model, chain: str) -> list[Signoff]:
    statement = (
        select(Signoff)
        .where(
            Signoff.subject_type == type(subject).__name__,
            Signoff.subject_id == subject.id,
            Signoff.chain == chain,
        )
        .order_by(Signoff.position, Signoff.id)
    )
    return list(session.scalars(statement))
