"""The words of agreements: forms, states, proofs, confirmation by the court, visits. Codes are stored, words are shown."""

from __future__ import annotations

from portal.errors import N_

ORAL, WRITTEN = "oral", "written"
FORMS = {ORAL: N_("口头协议"), WRITTEN: N_("书面协议")}
STATES = {
    "draft": N_("起草中"),
    "signing": N_("待签字盖章"),
    "effective": N_("已生效"),
    "struck": N_("已作废"),
}
LIVE = ("draft", "signing", "effective")
TONES = {"draft": "waiting", "signing": "active", "effective": "done", "struck": "off"}
WHATS = {"money": N_("给付款项"), "act": N_("其他行为")}
# What one owed thing looks like on a day; never stored.
STANDINGS = {
    "waiting": N_("未到期"),
    "due": N_("今日到期"),
    "overdue": N_("逾期"),
    "partial": N_("部分履行"),
    "done": N_("已履行"),
}
PROOFS = {
    "receipt": N_("收条"),
    "transfer": N_("汇款单"),
    "on_the_spot": N_("当场履行"),
    "other": N_("其他证明"),
}
URGED_BY = {"paper": N_("书面督促履行通知"), "phone": N_("电话"), "visit": N_("上门"), "talk": N_("约谈")}
CONSENT_WAYS = {"oral": N_("口头同意，记录在案"), "written": N_("书面同意"), "signed": N_("在申请书上签名")}

CONFIRMATION_STATES = {
    "prepared": N_("已备申请书"),
    "filed": N_("已向法院提出"),
    "accepted": N_("法院已受理"),
    "not_accepted": N_("法院不予受理"),
    "valid": N_("裁定有效"),
    "rejected": N_("裁定驳回"),
    "withdrawn": N_("已撤回"),
}
# What a court does not take on for confirmation (民诉法解释 art. 355; reference A.1).
NOT_CONFIRMABLE = {
    "scope": N_("不属于人民法院受理范围"),
    "jurisdiction": N_("不属于收到申请的人民法院管辖"),
    "identity": N_("申请确认婚姻关系、亲子关系、收养关系等身份关系无效、有效或者解除"),
    "special": N_("涉及适用其他特别程序、公示催告程序、破产程序审理"),
    "property": N_("调解协议内容涉及物权、知识产权确权"),
}
# Why a court rejects (民诉法解释 art. 358).
REJECTIONS = {
    "law": N_("违反法律强制性规定"),
    "interest": N_("损害国家利益、社会公共利益、他人合法权益"),
    "morals": N_("违背公序良俗"),
    "voluntary": N_("违反自愿原则"),
    "unclear": N_("内容不明确"),
    "other": N_("其他不能进行司法确认的情形"),
}
VISIT_WAYS = {"door": N_("上门"), "phone": N_("电话"), "office": N_("来访"), "online": N_("网络视频")}
PERFORMANCES = {
    "done": N_("已全部履行"),
    "partly": N_("部分履行"),
    "not_yet": N_("尚未到期"),
    "none": N_("未履行"),
    "no_agreement": N_("无协议"),
}
SATISFACTIONS = {
    "content": N_("满意"),
    "fairly": N_("基本满意"),
    "not": N_("不满意"),
    "unsaid": N_("未表态"),
}
SUIT_OUTCOMES = {
    "pending": N_("正在审理"),
    "upheld": N_("维持调解协议"),
    "changed": N_("变更调解协议"),
    "revoked": N_("撤销调解协议"),
}
