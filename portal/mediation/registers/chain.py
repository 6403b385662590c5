"""Who signs a statistical report: 填表人、审核人、负责人, three persons."""

from __future__ import annotations

from portal.errors import N_
from portal.signoffs import Chain, Step, define_chain

CHAIN = "mediation_statistics"

define_chain(
    Chain(
        CHAIN,
        N_("人民调解统计报表签名"),
        (
            Step("fill", N_("填表人"), "mediation.draw_up_statistics"),
            Step("check", N_("审核人"), "mediation.check_statistics"),
            Step("head", N_("负责人"), "mediation.head_statistics"),
        ),
    )
)
