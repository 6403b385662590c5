"""The words that mediation gives the trail: verbs, kinds of record, keys of facts."""

from __future__ import annotations

from portal.errors import N_
from portal.mediation.life import EVENTS

VERBS: dict[str, str] = {f"mediation.{verb}": label for verb, label in EVENTS.items()} | {
    "mediation.read_case": N_("查阅调解案件"),
    "mediation.change_intake": N_("修改登记内容"),
    "mediation.see_foreign_case": N_("未承办人员查阅案件"),
    "mediation.keep_committee": N_("登记调解委员会"),
    "mediation.seat_member": N_("委员任职"),
    "mediation.unseat_member": N_("委员离任"),
    "mediation.end_mediator": N_("调解员离任"),
    "mediation.keep_mediator": N_("登记调解员"),
}
SUBJECTS: dict[str, str] = {
    "MediationCase": N_("调解案件"),
    "Committee": N_("人民调解委员会"),
    "Mediator": N_("调解员"),
    "Recusal": N_("回避"),
}
FACTS: dict[str, str] = {}
