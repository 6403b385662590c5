"""The words that stand in old registers, and the codes that they mean. Codes and the portal's own labels are known besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PAPER_RESULTS = {
    "settled": ("成功", "调解成功", "达成协议", "已达成协议", "达成", "口头协议", "书面协议", "调成"),
    "terminated": (
        "不成功",
        "失败",
        "调解不成",
        "调解失败",
        "未达成",
        "未达成协议",
        "终止",
        "终止调解",
        "未成功",
    ),
    "withdrawn": ("撤回", "撤回申请", "撤诉", "撤案"),
    "open": ("未结", "调解中", "正在调解", "在办"),
}
PAPER_SOURCES = {
    "application": ("申请", "依申请", "群众申请", "当事人申请", "来访", "上门申请"),
    "initiative": ("主动", "主动排查", "主动介入", "排查", "主动调解"),
    "court": ("法院", "法院委托", "法院移送", "法院委派", "诉调对接"),
    "procuratorate": ("检察院", "检察院委托", "检调对接"),
    "police": ("公安", "派出所", "公安委托", "派出所移送", "警调对接", "110移送"),
    "petition": ("信访", "信访局", "访调对接", "信访委托"),
    "administrative": ("行政机关", "行政机关委托", "其他部门", "有关部门委托", "接受委托移送"),
    "arbitration": ("仲裁", "仲裁机构"),
    "street": ("街道", "街道指定", "政府指定", "领导交办", "上级交办"),
    "proxy": ("代理",),
}
PAPER_DIFFICULTIES = {
    "simple": ("简单", "简易", "简单纠纷", "一般简单"),
    "general": ("一般", "普通", "一般纠纷"),
    "complex": ("疑难", "复杂", "疑难复杂", "重大疑难", "重大", "疑难纠纷"),
}
PAPER_FORMS = {"oral": ("口头", "口头协议"), "written": ("书面", "书面协议", "协议书", "制作协议书")}
PAPER_WAYS = {"oral": ("口头", "口头申请"), "written": ("书面", "书面申请")}
PAPER_PERFORMANCES = {
    "performed": ("已履行", "履行完毕", "已履行完毕", "全部履行", "当场履行", "是", "已全部履行"),
    "performing": ("履行中", "部分履行", "未到期", "正在履行", "尚未到期"),
    "breached": ("未履行", "拒不履行", "否", "违约", "逾期"),
}
PAPER_YES_NO = {"yes": ("是", "有", "√", "✓", "1"), "no": ("否", "无", "0", "×")}


def code_of(
    text: str, words: Mapping[str, Iterable[str]], labels: Mapping[str, str] | None = None
) -> str | None:
    """The code that a word means: the code itself, its label, or one of its words; None for an unknown one."""
    word = "".join(text.split())
    for code, known in words.items():
        if word == code or word in known or (labels and word == labels.get(code)):
            return code
    return None
