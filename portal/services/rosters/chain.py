"""Who signs a roster: 制表, 审核, 签发, each by another person."""

from __future__ import annotations

from portal.errors import N_
from portal.services.rosters.models import CHAIN
from portal.signoffs import Chain, Step, define_chain

PREPARE, REVIEW, AGREE = "rosters.prepare_roster", "rosters.review_roster", "rosters.agree_roster"

define_chain(
    Chain(
        CHAIN,
        N_("花名册审批"),
        (
            Step("prepare", N_("制表"), PREPARE),
            Step("review", N_("审核"), REVIEW),
            Step("agree", N_("签发"), AGREE),
        ),
    )
)
