"""How the trail and the menu name the verbs, subjects, facts and pages of volumes."""

from __future__ import annotations

from portal.errors import N_

EVENTS = {"supplement_volume": N_("补充卷内材料")}
VERBS = {
    "mediation.bind_volume": N_("装订卷宗"),
    "mediation.supplement_volume": N_("补充卷内材料"),
    "mediation.add_volume_scan": N_("添加卷内扫描件"),
    "mediation.strike_volume_scan": N_("抽出卷内扫描件"),
    "mediation.declare_originals": N_("核对原件签名"),
    "mediation.turn_scan": N_("转正卷内扫描件"),
    "mediation.read_volume": N_("查看卷宗文件"),
    "mediation.read_volume_scan": N_("查看卷内扫描件"),
    "mediation.lend_volume": N_("登记借阅"),
    "mediation.return_volume": N_("登记归还卷宗"),
    "mediation.check_volume": N_("检查卷宗"),
    "mediation.answer_check": N_("答复卷宗检查"),
    "mediation.note_guidance": N_("写指导意见"),
    "mediation.answer_guidance": N_("答复指导意见"),
    "mediation.make_pay_list": N_("编制以案定补名单"),
    "mediation.leave_out_line": N_("移出以案定补名单"),
    "mediation.correct_line": N_("更正以案定补"),
    "mediation.discard_pay_list": N_("作废以案定补名单"),
    "mediation.submit_pay_list": N_("以案定补制表签字"),
    "mediation.review_pay_list": N_("以案定补审核"),
    "mediation.approve_pay_list": N_("以案定补审批"),
    "mediation.return_pay_list": N_("退回以案定补名单"),
    "mediation.settle_suspicion": N_("处理疑点"),
    "mediation.draw_sample": N_("抽取回访样本"),
    "mediation.enter_call": N_("登记抽查回访"),
}
SUBJECTS = {
    "Volume": N_("调解卷宗"),
    "PayList": N_("以案定补名单"),
    "CallSample": N_("抽查回访样本"),
}
FACTS = {
    "papers": N_("文书份数"),
    "edition": N_("第几次装订"),
    "cases": N_("案件数"),
    "item": N_("卷内位置"),
    "turn": N_("转过的角度"),
    "suspicion": N_("疑点"),
    "verdict": N_("处理结果"),
    "seed": N_("随机种子"),
    "percent": N_("比例（%）"),
    "population": N_("总体"),
}
PAGES = (
    ("list_volumes", N_("调解卷宗"), 330),
    ("list_guidance", N_("司法所指导意见"), 350),
    ("list_suspicions", N_("疑点核查"), 360),
    ("list_samples", N_("抽查回访"), 361),
    ("list_pay", N_("以案定补"), 370),
)
