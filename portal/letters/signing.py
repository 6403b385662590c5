"""Who must have signed a letter before it goes out: an office may ask for the reviewer's or the leader's signature too."""

from __future__ import annotations

from portal import settings
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.letters.models import Letter
from portal.letters.papers import CHAIN
from portal.signoffs import ChainView, Signoff, chain_view, clear, next_step, sign, signed

SETTING = "letters.signed_by"
_UP_TO = {"handler": "handle", "reviewer": "check", "leader": "issue"}

settings.define(
    SETTING,
    "choice",
    "handler",
    N_("公函发出前由谁签批"),
    N_("公函往来"),
    choices=(
        ("handler", N_("经办人")),
        ("reviewer", N_("经办人和审核人")),
        ("leader", N_("经办人、审核人和签发人")),
    ),
    hint=N_("没有要求的步骤也可以签，签了的都印在函上。"),
    per_unit=True,
)


def sign_step(actor: Actor, letter: Letter, step: str) -> Signoff:
    """Sign a step of a letter; raises Forbidden and RuleBroken as every chain does."""
    return sign(actor, letter, chain=CHAIN.code, step=step)


def sign_next(actor: Actor, letter: Letter, *, note: str = "") -> Signoff:
    """Sign the step that is next; raises RuleBroken when none is left."""
    waiting = next_step(letter, CHAIN.code)
    if waiting is None:
        raise RuleBroken(None, N_("各步骤都已签批，可以发出了。"))
    return sign(actor, letter, chain=CHAIN.code, step=waiting.code, note=note)


def start_again(actor: Actor, letter: Letter) -> None:
    """A changed draft is signed anew, by whoever changed it first."""
    clear(actor, letter, chain=CHAIN.code, reason=N_("内容已修改"))
    sign_step(actor, letter, "handle")


def must_be_signed(letter: Letter) -> None:
    """Raise RuleBroken, naming the step, when a signature is missing that this office asks for."""
    last = CHAIN.place_of(_UP_TO[settings.value(SETTING, unit_id=letter.unit_id)])
    done = {one.step for one in signed(letter, CHAIN.code)}
    for step in CHAIN.steps[: last + 1]:
        if step.code not in done:
            raise RuleBroken(None, N_("发出前须先由“%(step)s”签批。"), step=step.label)


def view_of(actor: Actor, letter: Letter) -> ChainView:
    """The chain for the letter's page."""
    return chain_view(actor, letter, CHAIN.code)
