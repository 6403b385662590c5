"""The words of volumes: editions, checks, loans, pay lists, suspicions, call-backs. Codes are stored, words are shown."""

from __future__ import annotations

from portal.errors import N_

VOLUME_KINDS = {"case": N_("一案一卷"), "joint": N_("简易案件合订卷")}
EDITION_STATES = {"asked": N_("正在装订"), "bound": N_("已装订"), "dropped": N_("未装成")}
CHECK_RESULTS = {"good": N_("合格"), "defects": N_("有缺陷，须补正")}
# Where a volume stands with the judicial office; never stored.
CHECK_STANDS = {
    "waiting": N_("待检查"),
    "defects": N_("待补正"),
    "mended": N_("已补正，待复查"),
    "good": N_("检查合格"),
}
CHECK_TONES = {"waiting": "waiting", "defects": "bad", "mended": "info", "good": "good"}
LOAN_WAYS = {"paper": N_("借出纸质卷"), "reading": N_("当场查阅"), "copy": N_("复制、摘抄")}
TURNS = (0, 90, 180, 270)

PAY_STATES = {
    "draft": N_("编制中"),
    "signing": N_("待审核、审批"),
    "approved": N_("已审批"),
    "discarded": N_("已作废"),
}
PAY_TONES = {"draft": "waiting", "signing": "info", "approved": "good", "discarded": "neutral"}
PAY_FORMS = {"oral": N_("口头协议"), "written": N_("书面协议"), "none": N_("未达成协议")}

SUSPICIONS = {
    "similar": N_("案情与另一案雷同"),
    "person": N_("同一当事人案件过多"),
    "overlap": N_("调解时间与另一案重叠"),
    "call_back": N_("抽查回访不属实"),
}
VERDICTS = {"cleared": N_("已查清，属实"), "upheld": N_("查实有问题，不予补贴")}
CALL_RESULTS = {"confirmed": N_("属实"), "not_confirmed": N_("不属实"), "not_reached": N_("未联系上")}
CALL_TONES = {"": "waiting", "confirmed": "good", "not_confirmed": "bad", "not_reached": "warn"}
