"""The words in which the trail names what was done to units."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "units.found_unit": N_("设立单位"),
    "units.rename_unit": N_("单位更名"),
    "units.move_unit": N_("划转单位"),
    "units.close_unit": N_("撤销单位"),
    "units.reopen_unit": N_("恢复单位"),
    "units.change_contact": N_("修改单位联系方式"),
}
SUBJECTS = {"Unit": N_("单位"), "Post": N_("岗位")}
FACTS = {"ended_posts": N_("结束的岗位数")}
