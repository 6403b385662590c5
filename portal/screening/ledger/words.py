"""The words that the ledger of disputes gives the trail: verbs, kinds of record, keys of facts."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "screening.set_care": N_("落实责任和措施"),
    "screening.suspend": N_("中止化解期限"),
    "screening.resume": N_("恢复化解期限"),
    "screening.add_progress": N_("登记进展"),
    "screening.strike_progress": N_("划去进展"),
    "screening.settle": N_("登记化解"),
    "screening.open_again": N_("登记重新激化"),
    "screening.take_back": N_("撤销办结登记"),
    "screening.end": N_("登记终结"),
    "screening.move_dispute": N_("转办纠纷"),
    "screening.escalate": N_("上报纠纷"),
    "screening.hand_on": N_("移交纠纷"),
    "screening.report_grave": N_("上报重大矛盾纠纷"),
    "screening.see_grave": N_("阅知重大矛盾纠纷"),
}
SUBJECTS: dict[str, str] = {"GraveReport": N_("重大矛盾纠纷专报")}
FACTS: dict[str, str] = {"receiver": N_("报送对象")}
