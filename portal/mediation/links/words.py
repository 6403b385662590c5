"""The words that links give the trail and the history of a case: verbs, kinds of record."""

from __future__ import annotations

from portal.errors import N_

EVENTS: dict[str, str] = {
    "begin_joint": N_("联合调解"),
    "print_opinions": N_("制作参加单位意见表"),
    "enter_referral": N_("登记移送来函"),
    "extend_referral": N_("延长函复期限"),
    "recall_referral": N_("对方撤回移送"),
    "record_settlement": N_("登记履行和从宽申请"),
    "reply_referral": N_("拟写复函"),
    "withdraw_reply": N_("撤回函件"),
    "refer_out": N_("移送出"),
    "guide_case": N_("联街指导"),
    "record_court_day": N_("进居调解"),
    "transfer_case": N_("驻所移送"),
    "end_transfer": N_("驻所调解结果"),
    "withdraw_transfer": N_("撤回驻所移送"),
}
VERBS: dict[str, str] = {f"mediation.{verb}": label for verb, label in EVENTS.items()} | {
    "mediation.add_person": N_("登记联系的法官、检察官"),
    "mediation.end_person": N_("法官、检察官不再联系"),
    "mediation.record_guidance": N_("登记联街指导"),
    "mediation.add_pictures": N_("补充笔录和照片"),
    "mediation.record_photo_consent": N_("登记照片同意"),
    "mediation.cover_photo": N_("上传遮盖人脸的照片"),
    "mediation.publish_photo": N_("登记照片公开"),
    "mediation.take_down_photo": N_("登记照片撤下"),
    "mediation.see_photo": N_("查看进居照片"),
    "mediation.see_link_scan": N_("查看衔接材料扫描件"),
    "mediation.add_proxy": N_("登记信访代理员"),
    "mediation.end_proxy": N_("信访代理员离任"),
    "mediation.print_power": N_("出信访代理授权委托书"),
    "mediation.take_matter": N_("登记信访代理事项"),
    "mediation.end_matter": N_("办结信访代理事项"),
    "mediation.open_from_matter": N_("信访代理转人民调解"),
}
SUBJECTS: dict[str, str] = {
    "Referral": N_("移送衔接"),
    "LinkPerson": N_("联系的法官、检察官"),
    "GuidanceVisit": N_("联街指导"),
    "CommunityMediation": N_("进居调解"),
    "StationTransfer": N_("驻所移送"),
    "PetitionProxy": N_("信访代理员"),
    "ProxyMatter": N_("信访代理事项"),
}
