"""The words in which the trail names what was done to papers and numbers."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "documents.issue_document": N_("出具文书"),
    "documents.render_document": N_("生成文书文件"),
    "documents.fail_document": N_("文书生成失败"),
    "documents.retry_document": N_("重新生成文书"),
    "documents.read_document": N_("查看文书"),
    "documents.print_document": N_("打印文书"),
    "documents.replace_document": N_("更正文书"),
    "documents.void_document": N_("作废文书"),
    "documents.declare_number": N_("登记纸质编号"),
    "documents.void_number": N_("作废编号"),
}
SUBJECTS = {"Document": N_("文书"), "IssuedNumber": N_("编号")}
FACTS = {
    "facts": N_("内容摘要"),
    "sha256": N_("文件摘要"),
    "pages": N_("页数"),
    "on": N_("日期"),
}
