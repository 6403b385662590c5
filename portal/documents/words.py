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
    "documents.print_bulk": N_("批量打印文书"),
    "documents.replace_document": N_("更正文书"),
    "documents.void_document": N_("作废文书"),
    "documents.declare_number": N_("登记纸质编号"),
    "documents.declare_numbers": N_("成批登记纸质编号"),
    "documents.void_number": N_("作废编号"),
    "documents.add_printer": N_("添加打印机"),
    "documents.change_printer": N_("修改打印机"),
    "documents.switch_printer": N_("停用或恢复打印机"),
    "documents.calibrate_printer": N_("校准打印机"),
    "documents.rotate_key": N_("更换签名密钥"),
    "documents.distrust_key": N_("签名密钥报失"),
}
SUBJECTS = {
    "Document": N_("文书"),
    "IssuedNumber": N_("编号"),
    "Printer": N_("打印机"),
    "SigningKey": N_("签名密钥"),
}
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

# What a presented proof comes to, where it does not come to `genuine` (see `proving`).
VERDICTS = {
    "unreadable": N_("二维码的内容不完整，或者不是本系统的。请重新扫描，或改用查询码查询。"),
    "forged": N_("不是本单位签发的：签名对不上，二维码是伪造的或被改动过。请带上文书到窗口核对。"),
    "unknown_key": N_("不能证明真伪：签名用的不是本单位的密钥。请带上文书到窗口核对。"),
    "stolen": N_("不能证明真伪：签名用的密钥已经报失，本单位也没有相符的记录。请带上文书到窗口核对。"),
    "changed": N_("不能作准：这份文书与本单位的记录不一致，可能被改动过。请带上文书到窗口核对。"),
    "unrecorded": N_("不能作准：签名是本单位的，但没有这份文书的记录。请带上文书到窗口核对。"),
}
