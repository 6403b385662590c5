"""How the trail names the verbs, subjects and facts of these records."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "mediation.sign_record": N_("在调解文书上签名"),
    "mediation.strike_signature": N_("划去签名"),
}
SUBJECTS = {
    "MediationSession": N_("调解记录"),
    "Investigation": N_("调查记录"),
    "EvidenceItem": N_("证据"),
    "CaseAgent": N_("委托代理人"),
    "CaseParticipant": N_("邀请参加人"),
    "ClauseTemplate": N_("常用条款"),
}
FACTS = {"record": N_("文书"), "signer": N_("签名人身份"), "way": N_("方式")}
