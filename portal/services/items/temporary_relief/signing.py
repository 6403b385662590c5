"""Who signs temporary relief: 经办, 审核, 审批. The verbs of the shared life are the signatures."""

from __future__ import annotations

from portal.actor import Actor
from portal.errors import N_
from portal.services.models import Application
from portal.signoffs import Chain, Step, define_chain, next_step, sign

CHAIN = "temporary_relief"
HANDLE, REVIEW, DECIDE = "handle", "review", "decide"

define_chain(
    Chain(
        CHAIN,
        N_("临时救助审批"),
        (
            Step(HANDLE, N_("经办人"), "services.assess_relief"),
            Step(REVIEW, N_("审核人"), "services.review_application"),
            Step(DECIDE, N_("审批人"), "services.decide_application"),
        ),
        distinct=False,
    )
)


def sign_if_next(actor: Actor, application: Application, step: str) -> None:
    """Sign a step where it is the one that is waited for."""
    waiting = next_step(application, CHAIN)
    if waiting is not None and waiting.code == step and actor.can(waiting.permission):
        sign(actor, application, chain=CHAIN, step=step)
