"""What a column of an old register may be: the columns of A.4 and the headings of other systems, and guessing from a heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.errors import N_


@dataclass(frozen=True)
class Field:
    """One thing that the register knows of a case."""

    key: str
    label: str
    is_required: bool = False


_ALL = (
    Field("number", N_("案号"), True),
    Field("accepted", N_("受理日期"), True),
    Field("parties", N_("当事人（双方写在一格）")),
    Field("applicants", N_("申请人")),
    Field("respondents", N_("被申请人")),
    Field("phones", N_("联系方式")),
    Field("people", N_("涉及人数")),
    Field("category", N_("纠纷类别"), True),
    Field("source", N_("案件来源")),
    Field("way", N_("受理方式")),
    Field("story", N_("简要情况")),
    Field("difficulty", N_("难易程度")),
    Field("lead", N_("调解员（主办）"), True),
    Field("joint", N_("协办")),
    Field("recorder", N_("记录人")),
    Field("place", N_("调解地点")),
    Field("result", N_("调解结果"), True),
    Field("ended", N_("达成（终止）日期")),
    Field("form", N_("协议形式")),
    Field("agreement", N_("协议编号")),
    Field("amount", N_("涉及金额（元）")),
    Field("manner", N_("履行方式、期限")),
    Field("performance", N_("履行情况")),
    Field("criminal", N_("是否民转刑倾向")),
    Field("mass", N_("是否群体")),
    Field("closed", N_("结案日期")),
    Field("archived", N_("归档日期")),
    Field("remark", N_("备注")),
)
# Headings of paper and of other systems that mean a field, besides its own label.
PAPER_NAMES: dict[str, tuple[str, ...]] = {
    "number": ("案件编码", "案件编号", "编号", "调解案号", "卷宗号"),
    "accepted": ("受理时间", "登记日期", "申请时间", "立案日期"),
    "parties": ("当事人", "双方当事人", "当事人姓名"),
    "applicants": ("申请方", "甲方", "申请人姓名"),
    "respondents": ("被申请方", "对方当事人", "乙方", "被申请人姓名"),
    "phones": ("联系电话", "电话", "手机号"),
    "people": ("涉及当事人数", "当事人数", "人数"),
    "category": ("纠纷类型", "类别", "案件类别", "纠纷种类"),
    "source": ("来源",),
    "way": ("申请方式",),
    "story": ("纠纷简要情况", "案情", "简要案情", "纠纷简况", "主要事实"),
    "difficulty": ("案件难度级别", "难度", "疑难程度"),
    "lead": ("调解员", "主办调解员", "主办", "承办人", "主持人"),
    "joint": ("协办调解员", "协助调解员"),
    "recorder": ("记录员",),
    "place": ("地点",),
    "result": ("结果",),
    "ended": ("达成日期", "终止日期", "调解时间", "协议日期", "调解日期", "达成日期/终止日期"),
    "form": ("协议类型",),
    "agreement": ("调解书编号", "协议书编号"),
    "amount": ("涉及金额", "调解协议金", "协议涉及金额", "协议金额", "金额"),
    "manner": ("履行方式", "履行方式/期限", "协议内容"),
    "performance": ("协议履行情况", "是否履行"),
    "criminal": ("民转刑倾向", "民转刑"),
    "mass": ("群体", "群体性"),
    "closed": ("结案时间",),
    "archived": ("归档时间", "归档日期/卷号"),
    "remark": ("说明",),
}
FIELDS: dict[str, Field] = {one.key: one for one in _ALL}
_ASIDE = re.compile(r"[（(].*?[)）]|\s|[*＊:：]")


def plain(heading: str) -> str:
    """A heading without spaces, brackets and marks, as it is compared."""
    return _ASIDE.sub("", heading)


_KNOWN = {
    plain(name): field.key
    for field in reversed(_ALL)
    for name in (field.label, *PAPER_NAMES.get(field.key, ()))
}


def guess(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """The field of each column by its place: as this committee said last time, else by its heading; each field once."""
    found: dict[str, str] = {}
    for place, heading in enumerate(headings):
        key = remembered.get(plain(heading)) or _KNOWN.get(plain(heading), "")
        if key in FIELDS and key not in found.values():
            found[str(place)] = key
    return found


def known_headings(headings: Sequence[str]) -> int:
    """How many of these words are headings of a register."""
    return sum(plain(heading) in _KNOWN for heading in headings)
