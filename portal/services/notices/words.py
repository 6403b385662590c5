"""The words that notices give the trail: verbs, kinds of record, keys of facts."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "services.announce": N_("拟公示"),
    "services.redate_notice": N_("改张贴日"),
    "services.cancel_notice": N_("取消公示"),
    "services.post_notice": N_("张贴公示"),
    "services.remove_notice": N_("撤下公示"),
    "services.enter_return_slip": N_("录入公示反馈单"),
    "services.record_objection": N_("登记异议"),
    "services.settle_objection": N_("处理异议"),
    "services.print_published": N_("打印公布名单"),
    "services.read_objection": N_("查看异议"),
}
SUBJECTS: dict[str, str] = {
    "PublicNotice": N_("公示"),
    "NoticeObjection": N_("公示异议"),
    "PublishedList": N_("公布名单"),
}
FACTS: dict[str, str] = {"round": N_("第几次"), "channel": N_("渠道"), "result": N_("结果")}
