"""The book of numbers of disputes: one number for life, whoever works on it (一案一码)."""

from __future__ import annotations

from portal.documents.kinds import define_number_kind
from portal.errors import N_

# The words of the numbers, as they stand on paper.
PAPER_DISPUTE = "纠"

DISPUTE = define_number_kind("dispute", N_("矛盾纠纷"), PAPER_DISPUTE)
