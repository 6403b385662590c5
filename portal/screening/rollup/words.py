"""The words that a street's reports give the trail."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "screening.make_roll_up": N_("制表：排查情况报告"),
    "screening.read_anew": N_("重新读取报告数据"),
    "screening.write_texts": N_("填写报告的文字说明"),
    "screening.issue_roll_up": N_("签发排查情况报告"),
    "screening.send_roll_up": N_("登记报送排查情况报告"),
    "screening.send_back": N_("退回排查情况报告"),
    "screening.drop_draft": N_("撤回报告草稿"),
    "screening.make_bulletin": N_("起草工作通报"),
    "screening.issue_bulletin": N_("签发工作通报"),
    "screening.withdraw_bulletin": N_("撤回工作通报草稿"),
}
SUBJECTS: dict[str, str] = {"Bulletin": N_("工作通报")}
