"""The words of records: who signs and how, who is asked and invited, what is shown. Codes are stored, words are shown."""

from __future__ import annotations

from portal.errors import N_

SIGNERS = {
    "party": N_("当事人"),
    "agent": N_("代理人"),
    "mediator": N_("人民调解员"),
    "investigator": N_("调查人"),
    "asked": N_("被调查人"),
    "recorder": N_("记录人"),
    "participant": N_("参加人"),
    "reader": N_("宣读人"),
    "witness": N_("见证人"),
    "seal": N_("调委会盖章"),
}
WAYS = {
    "paper": N_("纸上签名"),
    "screen": N_("屏幕签名"),
    "fingerprint": N_("捺指印"),
    "seal": N_("盖章"),
}
# How a session ended; an empty code is one that still runs.
OUTCOMES = {
    "": N_("尚未结束"),
    "agreed": N_("达成协议"),
    "again": N_("未达成一致，择日再调"),
    "failed": N_("未达成协议"),
}
PARTICIPANT_KINDS = {
    "relative": N_("亲属"),
    "neighbour": N_("邻居"),
    "colleague": N_("同事"),
    "professional": N_("有专门知识的人员"),
    "experienced": N_("有特定经验的人员"),
    "organisation": N_("社会组织人员"),
}
CONSENT_WAYS = {"oral": N_("口头同意"), "written": N_("书面同意")}
AUTHORITIES = {"general": N_("一般授权"), "special": N_("特别授权")}
# What only a special authority may do for its principal (民事诉讼法 art. 62 by analogy).
POWERS = {
    "admit": N_("承认对方的请求"),
    "waive": N_("放弃、变更请求"),
    "settle": N_("进行和解，达成、签署调解协议"),
    "receive": N_("收取款项、财物"),
}
EVIDENCE_PURPOSES = {"evidence": N_("证据材料"), "identity": N_("身份证明")}
EVIDENCE_FORMS = {"original": N_("原件"), "copy": N_("复印件"), "photo": N_("照片"), "object": N_("实物")}
IDENTITY_PROOFS = {
    "id_card": N_("居民身份证复印件"),
    "household_book": N_("户口簿复印件"),
    "licence": N_("营业执照（登记证书）复印件"),
    "representative": N_("法定代表人（负责人）身份证明"),
    "other": N_("其他身份证明"),
}
# Where a clause is offered: at the table, or in an agreement too.
CLAUSE_PLACES = {"agreement": N_("协议条款"), "session": N_("记录用语")}
