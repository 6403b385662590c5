"""The words that the register gives the trail: verbs, kinds of record, keys of facts."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "mediation.draw_up_statistics": N_("填报统计表"),
    "mediation.send_statistics": N_("报送统计表"),
    "mediation.discard_statistics": N_("作废统计表"),
    "mediation.hand_in_register": N_("上传原登记簿"),
    "mediation.map_register": N_("对应原登记簿栏目"),
    "mediation.check_register": N_("检查原登记簿"),
    "mediation.import_register": N_("转入原登记簿"),
    "mediation.finish_register": N_("转入完毕"),
    "mediation.cancel_register": N_("取消转入登记簿"),
}
SUBJECTS: dict[str, str] = {
    "StatisticsReport": N_("统计报表"),
    "RegisterImport": N_("原登记簿"),
}
FACTS: dict[str, str] = {"addressee": N_("报送单位"), "last": N_("截止日期")}
