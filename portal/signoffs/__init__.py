"""Signatures of an office's chain (签批): 制表、审核、审批, or 经办、审核、签发, each by post and day, in order.

The rooms above declare their chains and say what is signed; this room keeps who signed, and strikes what no longer holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.signoffs.actions import clear, sign, sign_outside
from portal.signoffs.chains import Chain, Step, chain_of, define_chain
from portal.signoffs.models import Signoff
from portal.signoffs.queries import (
    ChainView,
    Signer,
    chain_view,
    is_complete,
    next_step,
    printed_signers,
    signed,
    struck,
)

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "Chain",
    "ChainView",
    "Signer",
    "Signoff",
    "Step",
    "chain_of",
    "chain_view",
    "clear",
    "define_chain",
    "is_complete",
    "next_step",
    "printed_signers",
    "sign",
    "sign_outside",
    "signed",
    "struck",
]


def register(app: Flask) -> None:
    """Give the trail its words; signing happens on the pages of the rooms above, so there is no page of its own."""
    from portal.audit import words
    from portal.errors import N_

    words.name_verbs(
        {
            "signoffs.sign": N_("签批"),
            "signoffs.clear": N_("撤销签批"),
        }
    )
    words.name_facts({"chain": N_("签批链"), "step": N_("步骤"), "signer": N_("签署人"), "post": N_("岗位")})
