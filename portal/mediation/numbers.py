"""The books of numbers of a committee: one series a committee, a year and a kind, gap-free (reference A.3, "Numbering")."""

from __future__ import annotations

from portal.documents.kinds import define_number_kind
from portal.errors import N_

# The words of the numbers, as they stand on paper.
PAPER_CASE = "人调字"
PAPER_ACCEPTANCE = "调受"
PAPER_REFUSAL = "调不"
PAPER_TERMINATION = "调终"
PAPER_WRITTEN = "调协"
PAPER_ORAL = "调口"
PAPER_OTHER = "调文"
PAPER_VOLUME = "调卷"

CASE = define_number_kind("mediation_case", N_("人民调解案件"), PAPER_CASE)
ACCEPTANCE = define_number_kind("mediation_acceptance", N_("人民调解受理通知书"), PAPER_ACCEPTANCE)
REFUSAL = define_number_kind("mediation_refusal", N_("人民调解不予受理通知书"), PAPER_REFUSAL)
TERMINATION = define_number_kind("mediation_termination", N_("人民调解终止通知书"), PAPER_TERMINATION)
WRITTEN = define_number_kind("mediation_agreement", N_("人民调解协议书"), PAPER_WRITTEN)
ORAL = define_number_kind("mediation_oral_agreement", N_("人民调解口头协议登记表"), PAPER_ORAL)
OTHER = define_number_kind("mediation_paper", N_("人民调解其他文书"), PAPER_OTHER)
VOLUME = define_number_kind("mediation_volume", N_("人民调解卷宗"), PAPER_VOLUME)
