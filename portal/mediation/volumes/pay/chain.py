"""Who signs a list of payment by the case: 制表、审核、审批, each by another person."""

from __future__ import annotations

from portal.errors import N_
from portal.signoffs import Chain, Step, define_chain

CHAIN = "case_pay"

define_chain(
    Chain(
        CHAIN,
        N_("以案定补审批"),
        (
            Step("prepare", N_("制表"), "mediation.make_pay_list"),
            Step("review", N_("审核"), "mediation.review_pay_list"),
            Step("approve", N_("审批"), "mediation.approve_pay_list"),
        ),
    )
)
