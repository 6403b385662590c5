"""The words of the way to a destitute person's support: opinions, how they are cared for, who confirms and how."""

from __future__ import annotations

from portal.errors import N_
from portal.services.items.destitute_support.definition import HOME, INSTITUTION

OPINIONS: dict[str, str] = {"agree": N_("建议给予"), "disagree": N_("建议不予")}
CARE_WAYS: dict[str, str] = {HOME: N_("分散供养（在家）"), INSTITUTION: N_("集中供养（供养服务机构）")}
REPORTS: dict[str, str] = {"letter": N_("报送区级，书面答复"), "post": N_("区级在门户确认")}
ANSWERS: dict[str, str] = {
    "confirmed": N_("确认同意"),
    "denied": N_("不予确认"),
    "returned": N_("退回补充"),
}
