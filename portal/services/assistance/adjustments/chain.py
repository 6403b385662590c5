"""Who signs a standard adjustment: 制表, then 审批 by another person."""

from __future__ import annotations

from portal.errors import N_
from portal.services.assistance.adjustments.actions import APPROVE, PREPARE
from portal.services.assistance.adjustments.models import SIGNED_AS
from portal.signoffs import Chain, Step, define_chain

define_chain(
    Chain(
        SIGNED_AS,
        N_("标准调整审批"),
        (Step("prepare", N_("制表"), PREPARE), Step("approve", N_("审批"), APPROVE)),
    )
)
