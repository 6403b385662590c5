"""How the trail names the verbs, subjects and facts of these records."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "mediation.change_session": N_("修改调解记录的时间、地点、在场人"),
    "mediation.write_session": N_("写调解记录"),
    "mediation.change_investigation": N_("修改调查记录的时间、地点、被调查人"),
    "mediation.write_investigation": N_("写调查记录"),
    "mediation.sign_record": N_("在调解文书上签名"),
    "mediation.strike_signature": N_("划去签名"),
    "mediation.read_signature": N_("查看签名"),
    "mediation.add_evidence": N_("登记证据"),
    "mediation.change_evidence": N_("修改证据登记"),
    "mediation.attach_scan": N_("上传证据扫描件"),
    "mediation.read_scan": N_("查看证据扫描件"),
    "mediation.return_evidence": N_("退还证据"),
    "mediation.strike_evidence": N_("从清单中划去证据"),
    "mediation.add_agent": N_("登记委托代理人"),
    "mediation.attach_power": N_("上传授权委托书"),
    "mediation.end_agent": N_("终止委托"),
    "mediation.invite_participant": N_("邀请参加调解"),
    "mediation.release_participant": N_("参加人退出"),
    "mediation.keep_clause": N_("维护常用条款"),
    "mediation.retire_clause": N_("停用常用条款"),
}
SUBJECTS = {
    "MediationSession": N_("调解记录"),
    "Investigation": N_("调查记录"),
    "EvidenceItem": N_("证据"),
    "CaseAgent": N_("委托代理人"),
    "CaseParticipant": N_("邀请参加人"),
    "ClauseTemplate": N_("常用条款"),
}
FACTS = {"record": N_("文书"), "signer": N_("签名人身份"), "way": N_("方式"), "position": N_("序号")}
