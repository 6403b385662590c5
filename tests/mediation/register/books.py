"""Old registers as files, for the tests of coming in."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

HEADINGS = (
    "案件编码",
    "受理时间",
    "申请人",
    "被申请人",
    "纠纷类别",
    "案件来源",
    "主办调解员",
    "调解结果",
    "协议日期",
    "调解协议金(元)",
    "协议履行情况",
    "纠纷简要情况",
    "结案日期",
    "经手柜号",
)


def line(number: str, **changes: str) -> list[str]:
    """One row of the register; `changes` by heading."""
    usual = dict(
        zip(
            HEADINGS,
            (
                number,
                "2026-03-02",
                f"张示例{number[-3:]}",
                "李样本",
                "邻里纠纷",
                "派出所",
                "测试05",
                "调解成功",
                "2026-03-05",
                "1,200.50",
                "已履行",
                f"漏水，协商未果（{number}）",
                "2026-03-20",
                "A3",
            ),
            strict=True,
        )
    )
    return list((usual | changes).values())


def register(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A workbook with a title above the headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某某人民调解委员会登记簿"])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
