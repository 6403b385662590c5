"""Who signs a community's report: 填报 by the community worker, 签发 by the secretary; one person may be both."""

from __future__ import annotations

from portal.errors import N_
from portal.signoffs import Chain, Step, define_chain

CHAIN = "screening_week"
# An edition that came by itself, because a dispute was found later, was filled in by nobody: only the secretary signs.
AUTOMATIC = "screening_week_automatic"
FILL, SIGN = "screening.fill_report", "screening.sign_report"

define_chain(
    Chain(
        CHAIN,
        N_("排查报告签发"),
        (Step("fill", N_("填报"), FILL), Step("sign", N_("签发"), SIGN)),
        distinct=False,
    )
)
define_chain(Chain(AUTOMATIC, N_("更正报告签发"), (Step("sign", N_("签发"), SIGN),), distinct=False))


def chain_for(is_automatic: bool) -> str:
    """The chain that an edition is signed by."""
    return AUTOMATIC if is_automatic else CHAIN
