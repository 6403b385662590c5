"""Who signs a street's report: 制表 at the street's desk, 审核 by another of the desk (平安办), 签发 by the leader in charge."""

from __future__ import annotations

from portal.errors import N_
from portal.signoffs import Chain, Step, define_chain

CHAIN, ISSUE = "screening_roll_up", "issue"

define_chain(
    Chain(
        CHAIN,
        N_("排查情况报告签批"),
        (
            Step("make", N_("制表"), "screening.make_roll_up"),
            Step("review", N_("平安办审核"), "screening.review_roll_up"),
            Step(ISSUE, N_("分管领导签发"), "screening.issue_roll_up"),
        ),
    )
)
