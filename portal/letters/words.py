"""The words that letters give the trail: verbs, kinds of record, keys of facts."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "letters.draft_letter": N_("拟写公函"),
    "letters.change_letter": N_("修改公函"),
    "letters.send_letter": N_("发出公函"),
    "letters.enter_answer": N_("登记答复"),
    "letters.withdraw_letter": N_("撤回公函"),
    "letters.recount_due": N_("重算答复期限"),
    "letters.read_letter": N_("查看公函"),
    "letters.read_scan": N_("查看答复扫描件"),
}
SUBJECTS: dict[str, str] = {"Letter": N_("公函"), "LetterAnswer": N_("答复")}
FACTS: dict[str, str] = {"addressee": N_("收文单位"), "way": N_("送达方式"), "outcome": N_("结果")}
