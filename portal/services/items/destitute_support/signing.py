"""The chain of signatures on a destitute person's form: 经办、审核、分管领导. The verbs of the shared life are the signatures."""

from __future__ import annotations

from portal.actor import Actor
from portal.errors import N_
from portal.services.models import Application
from portal.signoffs import Chain, Step, clear, define_chain, next_step, sign

CHAIN = "destitute_support"
HANDLE, REVIEW, LEAD = "handle", "review", "lead"
PAPER_AGAIN = "重新作出初审意见"

define_chain(
    Chain(
        CHAIN,
        N_("特困人员救助供养审批表"),
        (
            Step(HANDLE, N_("经办人"), "services.write_opinion"),
            Step(REVIEW, N_("审核人"), "services.review_application"),
            Step(LEAD, N_("分管领导"), "services.decide_application"),
        ),
        distinct=False,
    )
)


def sign_if_next(actor: Actor, application: Application, step: str) -> None:
    """Sign a step where it is the one that is waited for; who decides without such a step leaves none."""
    waiting = next_step(application, CHAIN)
    if waiting is not None and waiting.code == step and actor.can(waiting.permission):
        sign(actor, application, chain=CHAIN, step=step)


def start_again(actor: Actor, application: Application) -> None:
    """Strike what was signed, for the ground has changed."""
    clear(actor, application, chain=CHAIN, reason=PAPER_AGAIN)
