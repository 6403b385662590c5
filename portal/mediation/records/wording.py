"""The words that a record keeps for ever, Chinese as on paper: who speaks, which signature is missing, notes in a case's history,
and the clauses that a committee may begin with. What a page says to its reader is translated and stands with the page.
"""

from __future__ import annotations

PAPER_SUM = "【金额】"
PAPER_WHOLE = "整"
PAPER_IN_BOTH = "{figures}元（大写：{capitals}）"
PAPER_TWIN = "【另一份记录】"
PAPER_QUESTION = "问"
PAPER_ANSWER = "答"
PAPER_REMARK = "（记录）"
PAPER_SPEAKERS = {"mediator": "调解员", "agent": "代理人", "participant": "参加人"}
PAPER_MATTERS = "参加与本纠纷有关的人民调解活动"
PAPER_RETURNED = "{day} 退{name}"
PAPER_AGENT = "{name}（{party}的代理人）"
PAPER_REMADE = "补入屏幕签名"

# The signatures that a record needs.
PAPER_SIGNS = {
    "party": "{name}（当事人）签名",
    "party_seal": "{name}盖章",
    "participant": "{name}（参加人）签名",
    "mediator": "{name}（人民调解员）签名",
    "investigator": "{name}（调查人）签名",
    "recorder": "{name}（记录人）签名",
    "asked": "{name}（被调查人）签名",
    "reader": "向{name}宣读的人签名",
    "witness": "{name}的见证人签名",
    "lead": "主持的人民调解员签名",
    "seal": "{name}盖章",
}
# Lines of a case's history.
PAPER_NOTES = {
    "session_opened": "第{number}次调解，记录开始",
    "session_finished": "第{number}次调解：{outcome}",
    "session_reopened": "第{number}次调解记录重新打开：{reason}",
    "session_dropped": "第{number}次调解记录撤销，没有内容",
    "asking_opened": "向{name}调查，记录开始",
    "asking_finished": "向{name}调查",
    "asking_reopened": "调查记录重新打开：{reason}",
}
# What a committee without clauses may begin with: where it is used, its title, its words.
PAPER_CLAUSES: tuple[tuple[str, str, str], ...] = (
    (
        "session",
        "告知权利义务",
        "现在告知各方当事人在调解中的权利和义务。各方听清楚了吗？是否申请回避？",
    ),
    ("session", "征求意愿", "各方是否自愿接受本调解委员会调解？"),
    (
        "session",
        "未达成一致",
        "经调解，各方分歧较大，本次未达成一致意见。各方同意择日再次调解。",
    ),
    ("agreement", "一次性付款", "【甲方】于【日期】前一次性支付【乙方】【金额】，以【方式】支付。"),
    ("agreement", "分期付款", "【甲方】于每月【几】日前支付【乙方】【金额】，至付清为止。"),
    ("agreement", "赔礼道歉", "【甲方】当场向【乙方】赔礼道歉，【乙方】表示谅解。"),
    (
        "agreement",
        "停止妨害",
        "【甲方】于【日期】前自行清除【物品】，恢复原状，今后不再妨碍【乙方】通行、采光。",
    ),
    ("agreement", "再无争议", "本协议履行完毕后，双方就本纠纷再无其他争议。"),
)


def sign_words(kind: str, name: str = "") -> str:
    """Which signature this is, as the list of what is missing names it."""
    return PAPER_SIGNS[kind].format(name=name)


def note_words(code: str, **facts: object) -> str:
    """A line of a case's history."""
    return PAPER_NOTES[code].format(**facts)
