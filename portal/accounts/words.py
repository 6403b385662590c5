"""The words in which the trail names what was done with accounts and sign-ins."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "accounts.sign_in": N_("登录"),
    "accounts.sign_in_failed": N_("登录失败"),
    "accounts.lock": N_("连续失败，暂停登录"),
    "accounts.sign_out": N_("退出登录"),
    "accounts.switch_post": N_("切换岗位"),
    "accounts.change_password": N_("修改自己的密码"),
    "accounts.refused": N_("越权访问被拒绝"),
    "accounts.create_account": N_("新建账号"),
    "accounts.change_account": N_("修改账号资料"),
    "accounts.add_post": N_("增加岗位"),
    "accounts.end_post": N_("结束岗位"),
    "accounts.deactivate_account": N_("停用账号"),
    "accounts.reactivate_account": N_("恢复账号"),
    "accounts.reset_password": N_("重置密码"),
    "accounts.end_sessions": N_("强制下线"),
    "accounts.hand_over_work": N_("移交在办事项"),
    "accounts.first_run": N_("初始设置"),
}
SUBJECTS = {"StaffAccount": N_("账号")}
FACTS = {
    "why": N_("原因"),
    "to_account_id": N_("接收人账号编号"),
    "ended_sign_ins": N_("结束的登录数"),
    "phone_given": N_("是否登记电话"),
}
