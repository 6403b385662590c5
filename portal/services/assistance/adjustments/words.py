"""The words in which the trail names what was done about standard adjustments."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "assistance.enter_adjustment": N_("登记新标准"),
    "assistance.preview_adjustment": N_("预览标准调整"),
    "assistance.approve_adjustment": N_("审批标准调整"),
    "assistance.refuse_adjustment": N_("预览已变动，未执行标准调整"),
    "assistance.apply_adjustment": N_("执行标准调整"),
    "assistance.finish_adjustment": N_("标准调整执行完毕"),
    "assistance.cancel_adjustment": N_("取消标准调整"),
    "assistance.ask_release": N_("提出例外户随批调整"),
    "assistance.refuse_release": N_("不同意例外户随批调整"),
    "assistance.approve_release": N_("审批例外户随批调整"),
    "assistance.settle_exception": N_("例外户逐户处理完毕"),
    "assistance.ask_reversal": N_("提出撤销标准调整"),
    "assistance.refuse_reversal": N_("不同意撤销标准调整"),
    "assistance.approve_reversal": N_("审批撤销标准调整"),
    "assistance.reverse_adjustment": N_("撤销标准调整"),
    "assistance.finish_reversal": N_("标准调整撤销完毕"),
    "assistance.write_letters": N_("制作标准调整通知书"),
}
SUBJECTS = {"Adjustment": N_("标准调整")}
FACTS = {
    "households": N_("户数"),
    "digest": N_("校验值"),
    "old_fen": N_("原标准（分）"),
    "new_fen": N_("新标准（分）"),
    "arrears": N_("补发（分）"),
    "recovered": N_("应扣回（分）"),
}
