"""Sheets and lines for the writer's tests, and reading back what was printed."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from portal.ledgers.sheets import Sheet, SheetColumn, SheetLine, Written
from portal.ledgers.writer import write_pdf

# Names with characters of the extensions, of the compatibility block, and one beside it that is easily taken for another.
RARE = ("李四𬭚", "王䶮", "欧阳𫖯", "赵𪩘", "孙𬎆", "吴〇一", "☑到场", "⽼与老", "𠅤㛃㙦㵘", "㳚﨎", "a·b")
NAMES = ("张三", "阿卜杜拉·买买提", *RARE)
ITEMS = ("最低生活保障申请", "老年人优待证办理", "出生登记一件事（新生儿落户、医保参保）", "临时救助")


def fen(amount: int) -> str:
    """An amount in fen as yuan."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


COLUMNS = (
    SheetColumn("序号", 12, "center"),
    SheetColumn("受理编号", 42, wrap=False),
    SheetColumn("申请人", 30),
    SheetColumn("事项", 45),
    SheetColumn("住址", 60),
    SheetColumn("件数", 15, "right", wrap=False, sum_words=str),
    SheetColumn("金额（元）", 33, "right", wrap=False, sum_words=fen),
    SheetColumn("备注", 40, stays=True),
)
PLAIN_COLUMNS = tuple(replace(column, sum_words=None) for column in COLUMNS)
SHEET = Sheet(
    title="受理办件台账",
    facts=(
        ("单位", "示范街道办事处"),
        ("期间", "2026年11月"),
        ("制表人", "测试01"),
        ("审核人", "　　　　　"),
    ),
    columns=COLUMNS,
    closing=("合计：见上。", "制表人（签字）：　　　　　　审核人（签字）："),
    watermark="示范街道办事处 测试01 2026-11-22 10:05",
    check_code="ABCD2345",
)


def line(number: int, **given: Any) -> SheetLine:
    """The line with this number, from 1; every tenth is struck."""
    fee, struck = number * 1237 % 900_000, number % 10 == 0
    cells = (
        str(number),
        f"示街办受〔2026〕{number:06d}号",
        NAMES[number % len(NAMES)],
        ITEMS[number % len(ITEMS)],
        f"测试街道人民东路{number}号{number % 30 + 1}栋{number % 9 + 1}单元{number % 500 + 101}室",
        str(number % 5),
        fen(fee),
        "作废" if struck else "",
    )
    return replace(SheetLine(cells, {5: number % 5, 6: fee}, struck), **given)


def lines(count: int, groups: int = 0) -> Iterator[SheetLine]:
    """So many lines, in so many groups."""
    for number in range(1, count + 1):
        group = f"第{(number - 1) * groups // count + 1}社区" if groups else None
        yield line(number, group=group)


def printed(given: Iterable[SheetLine], sheet: Sheet = SHEET) -> tuple[bytes, Written]:
    """The file and what the writer says about it."""
    target = io.BytesIO()
    written = write_pdf(target, sheet, given)
    return target.getvalue(), written


def pages_of(content: bytes, mode: str = "-raw") -> list[str]:
    """The text of each page as poppler reads it, which must have nothing to complain about."""
    told = subprocess.run(["pdftotext", mode, "-", "-"], input=content, capture_output=True, check=True)
    assert told.stderr == b""
    return told.stdout.decode().split("\f")[:-1]


def squeezed(text: str) -> str:
    """A text without spaces and line ends, which a page may have anywhere between lines and cells."""
    return re.sub(r"\s", "", text)


def sums_on(page: str, label: str) -> list[str]:
    """The sums in the row with this label, one list for all such rows of the page."""
    rows = re.findall(rf"^{label}((?: \S+)+)$", page, re.MULTILINE)
    return [word for row in rows for word in row.split()]


small_sheet = partial(replace, SHEET, columns=PLAIN_COLUMNS)
