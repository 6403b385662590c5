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
    "documents.add_printer": N_("添加打印机"),
    "documents.change_printer": N_("修改打印机"),
    "documents.switch_printer": N_("停用或恢复打印机"),
    "documents.calibrate_printer": N_("校准打印机"),
    "documents.rotate_key": N_("更换签名密钥"),
    "documents.distrust_key": N_("签名密钥报失"),
}
SUBJECTS = {"Document": N_("文书"), "IssuedNumber": N_("编号"), "Printer": N_("打印机"), "SigningKey": N_("签名密钥")}
FACTS = {
    "facts": N_("内容摘要"),
    "sha256": N_("文件摘要"),
    "pages": N_("页数"),
    "on": N_("日期"),
    "way": N_("打印方式"),
    "place": N_("位置"),
    "is_duplex": N_("双面"),
    "active": N_("在用"),
    "paper_format": N_("纸张"),
    "right": N_("向右移（毫米）"),
    "down": N_("向下移（毫米）"),
    "key_id": N_("密钥"),
    "former": N_("原密钥"),
    "stolen_since": N_("失窃日期"),
}
