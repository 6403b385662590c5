"""The words in which the trail names what was done with payment months."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "payments.prepare_month": N_("编制发放名单"),
    "payments.freeze_list": N_("生成发放名单"),
    "payments.discard_batch": N_("删除发放批次"),
    "payments.settle_anomaly": N_("处理名单问题"),
    "payments.submit_month": N_("发放名单送审"),
    "payments.review_month": N_("审核发放名单"),
    "payments.approve_month": N_("审批发放名单"),
    "payments.return_month": N_("退回发放名单"),
    "payments.export_bank_file": N_("导出代发文件"),
    "payments.read_bank_file": N_("下载代发文件"),
    "payments.enter_result": N_("登记发放结果"),
    "payments.pay_again": N_("退票重新发放"),
    "payments.stop_return": N_("退票不再发放"),
    "payments.archive_month": N_("发放批次归档"),
}
SUBJECTS = {
    "PaymentMonth": N_("发放批次"),
    "PaymentLine": N_("发放明细"),
    "PaymentReturn": N_("退票"),
}
FACTS = {
    "scheme": N_("救助种类"),
    "month": N_("月份"),
    "households": N_("户数"),
    "persons": N_("人数"),
    "sum": N_("金额（元）"),
    "returned": N_("退票笔数"),
    "digest": N_("文件摘要"),
    "settled": N_("处理方式"),
    "file": N_("户号"),
}
