"""The books of numbers of a committee: one series a committee, a year and a kind, gap-free (reference A.3, "Numbering")."""

from __future__ import annotations

from portal.documents.kinds import define_number_kind
from portal.errors import N_

CASE = define_number_kind("mediation_case", N_("人民调解案件"), "人调字")
ACCEPTANCE = define_number_kind("mediation_acceptance", N_("人民调解受理通知书"), "调受")
REFUSAL = define_number_kind("mediation_refusal", N_("人民调解不予受理通知书"), "调不")
TERMINATION = define_number_kind("mediation_termination", N_("人民调解终止通知书"), "调终")
WRITTEN = define_number_kind("mediation_agreement", N_("人民调解协议书"), "调协")
ORAL = define_number_kind("mediation_oral_agreement", N_("人民调解口头协议登记表"), "调口")
OTHER = define_number_kind("mediation_paper", N_("人民调解其他文书"), "调文")
VOLUME = define_number_kind("mediation_volume", N_("人民调解卷宗"), "调卷")
