"""The places in the text of a result paper (结果文书): `{申请人}`, `{编号}`, `{日期}`, `{单位}` and `{any question's label}`.

Pure text; what stands in the places is gathered in `results`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from portal.errors import N_, RuleBroken

PAPER_PLACES = ("申请人", "证件号码", "事项", "业务", "受理编号", "编号", "日期", "单位", "代办人")
LONGEST_TEXT = 4000
_PLACE = re.compile(r"\{([^{}]*)\}")


def places(text: str) -> list[str]:
    """The names in braces, in the order of the text."""
    return [name.strip() for name in _PLACE.findall(text)]


def check(text: str, labels: Sequence[str]) -> None:
    """Raise RuleBroken at `result_text` for a place that nothing would fill, or a brace without its partner."""
    if len(text) > LONGEST_TEXT:
        raise RuleBroken("result_text", N_("最多 %(longest)s 个字。"), longest=LONGEST_TEXT)
    rest = _PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        raise RuleBroken("result_text", N_("正文中的花括号没有成对。"))
    for name in places(text):
        if name not in PAPER_PLACES and name not in labels:
            raise RuleBroken(
                "result_text",
                N_("正文中的“{%(name)s}”不认识：既不是固定项，也不是申请表里的字段。"),
                name=name,
            )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; one without a value becomes a dash, so that no brace stands on paper."""
    return _PLACE.sub(lambda match: values.get(match[1].strip()) or "——", text)
