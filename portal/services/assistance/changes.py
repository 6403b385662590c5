"""The changes in the life of a file (动态管理): their kinds, reasons and states, and which decision each ends with.

C.6 of the domain reference; 社会救助法 art. 46–48, 57号 art. 30–34. Words only: what happens is in `actions`.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.errors import N_


@dataclass(frozen=True)
class ChangeKind:
    """One kind of change. `decision` is the kind of decision that it ends with; `asks` names what its form wants besides the
    month and the reason: income, people, head, fading, person, exit. `advice` tells the clerk what it does.
    """

    code: str
    name: str
    decision: str
    reasons: tuple[str, ...]
    advice: str
    asks: tuple[str, ...] = ()
    from_states: frozenset[str] = frozenset({"active", "fading"})


REASONS: dict[str, str] = {
    "income_down": N_("家庭收入减少"),
    "income_up": N_("家庭收入增加"),
    "category": N_("分类施保情况变化"),
    "property": N_("家庭财产不再符合规定"),
    "over_standard": N_("家庭人均收入达到或超过标准"),
    "employed": N_("就业后家庭人均收入超过标准"),
    "review": N_("定期核查结果"),
    "unreported": N_("家庭情况变化未及时报告"),
    "uncooperative": N_("不配合核查"),
    "lost_contact": N_("无法联系，待核实"),
    "found_again": N_("暂停原因已消除"),
    "birth": N_("出生或收养"),
    "marriage": N_("结婚或共同生活"),
    "released": N_("刑满释放、回到家庭"),
    "divorce": N_("离婚或不再共同生活"),
    "prison": N_("在押服刑、强制隔离戒毒"),
    "moved": N_("户籍迁出、离开本地"),
    "missing": N_("宣告失踪"),
    "refused_work": N_("连续三次无正当理由拒绝就业"),
    "death": N_("成员死亡"),
    "head_died": N_("户主死亡"),
    "wish": N_("家庭协商变更"),
    "voluntary": N_("自愿退出"),
    "fading_over": N_("渐退期满"),
    "other_file": N_("转入另一户保障"),
    "other": N_("其他"),
}

KINDS: dict[str, ChangeKind] = {
    kind.code: kind
    for kind in (
        ChangeKind(
            "increase",
            N_("增发"),
            "increase",
            ("income_down", "category", "review", "other"),
            N_("收入减少或分类施保增加，重新核算后增发。"),
            ("income", "grounds"),
        ),
        ChangeKind(
            "reduce",
            N_("减发"),
            "reduce",
            ("income_up", "category", "review", "unreported", "other"),
            N_("收入增加，重新核算后减发。决定以前须听取意见。"),
            ("income", "grounds"),
        ),
        ChangeKind(
            "members",
            N_("人员变动"),
            "members",
            ("birth", "marriage", "released", "divorce", "prison", "moved", "missing", "other"),
            N_("有人加入或离开这一户，金额重新核算。减少的须先听取意见。"),
            ("people", "income", "grounds"),
        ),
        ChangeKind(
            "head_change",
            N_("变更户主"),
            "head_change",
            ("wish", "divorce", "moved", "head_died", "other"),
            N_("换一位户主，户号和金额不变。收款账户请随后核对。"),
            ("head",),
        ),
        ChangeKind(
            "death",
            N_("成员死亡"),
            "death",
            ("death", "head_died"),
            N_("死者的份额从死亡次月起停发；户主死亡的同时确定新户主。"),
            ("person", "head", "income", "grounds"),
        ),
        ChangeKind(
            "refused_work",
            N_("停发拒绝就业者本人份额"),
            "reduce",
            ("refused_work",),
            N_("连续三次无正当理由拒绝就业的，只停发本人的份额（57号第三十四条）。"),
            ("person",),
        ),
        ChangeKind(
            "fading",
            N_("转入渐退期"),
            "fading",
            ("employed", "over_standard", "other"),
            N_("就业后收入超过标准的，保留一段时间再停发。期满自动提出停发。"),
            ("fading",),
            frozenset({"active"}),
        ),
        ChangeKind(
            "suspend",
            N_("暂停发放"),
            "suspend",
            ("lost_contact", "uncooperative", "other"),
            N_("情况不明时先暂停，查清后恢复或停保。决定以前须听取意见。"),
        ),
        ChangeKind(
            "resume",
            N_("恢复发放"),
            "resume",
            ("found_again", "other"),
            N_("重新核算后恢复发放。"),
            ("income", "grounds"),
            frozenset({"suspended", "fading"}),
        ),
        ChangeKind(
            "stop",
            N_("停保"),
            "stop",
            (
                "over_standard",
                "property",
                "employed",
                "fading_over",
                "moved",
                "uncooperative",
                "unreported",
                "death",
                "review",
                "other",
            ),
            N_("整户停发并结束保障。决定以前须听取意见；单人户死亡的登记亲属联系情况。"),
            (),
            frozenset({"active", "fading", "suspended"}),
        ),
        ChangeKind(
            "exit",
            N_("自愿退出"),
            "stop",
            ("voluntary",),
            N_("由本人写声明退出。先打印声明，签字后连同听取意见记录一起登记。"),
            (),
            frozenset({"active", "fading", "suspended"}),
        ),
        ChangeKind(
            "transfer_out",
            N_("人员转出"),
            "transfer_out",
            ("other_file",),
            N_("把一位成员转到另一户：本户发到某月，另一户从下月起计入，一次办完。"),
            ("person", "target"),
        ),
        ChangeKind(
            "transfer_in",
            N_("人员转入"),
            "transfer_in",
            ("other_file",),
            N_("另一户的成员转入本户，由转出的一方提出。"),
            (),
            frozenset(),
        ),
    )
}
CHANGE_STATES: dict[str, str] = {
    "proposed": N_("待决定"),
    "decided": N_("已决定"),
    "dropped": N_("未作变更"),
}
CHANGE_TONES = {"proposed": "waiting", "decided": "good", "dropped": "neutral"}
STATE_TONES = {
    "active": "good",
    "fading": "warn",
    "suspended": "paused",
    "stopping": "warn",
    "stopped": "neutral",
}
WAYS: dict[str, str] = {
    "face": N_("当面"),
    "phone": N_("电话"),
    "letter": N_("书面"),
    "statement": N_("本人声明（自愿退出）"),
}
FINDINGS: dict[str, str] = {
    "unchanged": N_("情况无明显变化，保障金不变"),
    "change": N_("情况有变化，需要变更"),
    "stop": N_("不再符合条件，需要停保"),
}
