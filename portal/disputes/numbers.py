"""The book of numbers of disputes: one number for life, whoever works on it (一案一码)."""

from __future__ import annotations

from portal.documents.kinds import define_number_kind
from portal.errors import N_

DISPUTE = define_number_kind("dispute", N_("矛盾纠纷"), "纠")
