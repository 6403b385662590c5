"""The words in which the trail names what came in from paper."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "assistance.hand_in_paper": N_("上传纸质转入表"),
    "assistance.try_carry_in": N_("纸质转入试运行"),
    "assistance.carry_in": N_("同意纸质转入"),
    "assistance.finish_carry_in": N_("纸质转入完毕"),
    "assistance.cancel_carry_in": N_("取消纸质转入"),
    "services.carry_in_card": N_("纸质转入优待证"),
    "documents.declare_used": N_("登记纸质已用编号"),
}
SUBJECTS = {"CarryIn": N_("纸质转入")}
FACTS = {
    "good": N_("可以转入"),
    "wrong": N_("有误"),
    "taken": N_("已转入"),
    "digest": N_("校验值"),
}
