"""The words in which the trail names what was done at the counter."""

from __future__ import annotations

from portal.errors import N_
from portal.services.life import EVENTS

VERBS = {f"services.{verb}": label for verb, label in EVENTS.items()} | {
    "services.save_answers": N_("填写申请内容"),
    "services.set_agent": N_("登记代办人"),
    "services.compare_agent": N_("比对代办人证件"),
    "services.check_materials": N_("核对材料"),
    "services.attach_file": N_("添加附件"),
    "services.read_file": N_("查看附件"),
    "services.reveal_number": N_("查看全号"),
    "services.notify_again": N_("再次告知"),
    "services.judge_sample": N_("记录抽查结论"),
    "services.record_enquiry": N_("登记来访咨询"),
    "services.record_paper_day": N_("补录纸质受理"),
    "services.publish_item": N_("发布事项版本"),
    "services.switch_item": N_("停办或恢复事项"),
    "services.seed_item": N_("预置事项"),
    "services.issue_card": N_("制发优待证"),
    "services.record_loss": N_("优待证挂失"),
    "services.cancel_card": N_("注销优待证"),
    "services.restore_card": N_("恢复优待证"),
    "services.propose_cancellation": N_("建议注销优待证"),
    "services.dismiss_proposal": N_("不采纳注销建议"),
}
SUBJECTS = {
    "Application": N_("办件"),
    "Enquiry": N_("来访咨询"),
    "ServiceItem": N_("事项"),
    "SampleCheck": N_("抽查"),
    "SeniorCard": N_("老年优待证"),
}
FACTS = {
    "item": N_("事项"),
    "from_state": N_("原状态"),
    "to_state": N_("新状态"),
    "document": N_("文书编号"),
    "materials": N_("材料"),
    "material": N_("材料"),
    "file": N_("附件"),
    "agent": N_("代办人"),
    "relation": N_("关系"),
    "before": N_("原截止日"),
    "due": N_("截止日"),
    "provisional": N_("是否暂定"),
    "questions": N_("填写的项目"),
    "receipt": N_("回执"),
    "is_offered": N_("是否办理"),
    "is_sound": N_("是否合格"),
    "ending": N_("终止原因"),
    "type": N_("类型"),
    "resident": N_("居民"),
    "why": N_("原因"),
    "limit": N_("期限"),
    "since": N_("自何日起"),
}
