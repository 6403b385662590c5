"""The calibration sheet: crosses at known distances from the edges, millimetre rulers on all four, and what to do, step by step.

Printed on the stock that a printer is to be matched with; the check sheet is the same sheet moved as papers will be moved.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.documents.derived import shifted
from portal.documents.drawing import Drawing
from portal.documents.offsets import Offset, moves_of

ARM_MM = 5.0


@dataclass(frozen=True)
class Sheet:
    """How the sheet of one paper format is laid out, in mm (text sizes in points).

    Crosses stand `inset` from two edges, rulers `edge` from theirs and `corner` from the next; the words begin at `left`, `top`.
    """

    name: str
    width: float
    height: float
    inset: float
    edge: float
    corner: int
    bar: int
    left: float
    top: float
    title_size: float
    text_size: float
    leading: float
    is_small: bool = False

    @property
    def crosses(self) -> list[tuple[float, float]]:
        """The centres, from the upper left corner."""
        across, along = (self.inset, self.width - self.inset), (self.inset, self.height - self.inset)
        return [(x, y) for y in along for x in across]


SHEETS = {
    "a4": Sheet("A4", 210, 297, 20, 5, 15, 100, 40, 62, 18, 11, 7.2),
    "a5": Sheet("A5", 148, 210, 20, 5, 15, 80, 29, 42, 14, 9, 5.6),
    "card": Sheet("证卡 100×70 毫米", 100, 70, 15, 2, 8, 40, 21.5, 11.5, 7, 5.4, 2.55, is_small=True),
}

_STEPS = (
    "打印时选“实际大小”（100%），不选“适合页面”。",
    "用尺量最下面的横线，应正好 {bar} 毫米；不是，就回到第 1 步。",
    "用要打的预印纸打印本页（先用废张），按平时的方向放纸。",
    "量左上角十字的中心：到纸左边、到纸上边，都应是 {inset} 毫米。",
    "十字偏左几毫米，“向右移”就填几，偏右填负数；偏上几毫米，“向下移”就填几，偏下填负数。",
    "四个十字偏得不一样，是纸进歪了：先扶正进纸挡板，再重打。",
    "保存后打印检查页，十字应正好在 {inset} 毫米处；还差多少，就在原来的数上加多少。",
)
_CHECK_STEPS = (
    "打印时选“实际大小”（100%），不选“适合页面”。",
    "量左上角十字的中心：到纸左边、到纸上边，都应正好 {inset} 毫米。",
    "正好，校正就完成了，可以正式打印。",
    "还差：在电脑上原来的数上加减。仍偏左、偏上几毫米就加几，仍偏右、偏下就减几，再打检查页。",
)


def calibration_sheet(paper_format: str, *, printer: str, offset: Offset, is_check: bool = False) -> bytes:
    """The sheet as PDF; with `is_check` moved by the offset. Raises KeyError for an unknown format, FontsMissing."""
    sheet = SHEETS[paper_format]
    title = f"{'检查页' if is_check else '校准页'} {sheet.name}"
    page = Drawing(sheet.width, sheet.height, f"{title} {printer}")
    _rulers(page, sheet)
    for x, y in sheet.crosses:
        _cross(page, x, y)
    applied = offset if is_check else Offset()
    said = "本页已移：" + "，".join(words % {"mm": mm} for words, mm in moves_of(applied))
    y = sheet.top
    page.text(sheet.width / 2, y, f"打印{title}", sheet.title_size, "middle")
    y += sheet.leading * 1.3
    page.text(sheet.width / 2, y, _fitting(page, f"打印机：{printer}", sheet), sheet.text_size, "middle")
    y += sheet.leading
    page.text(sheet.width / 2, y, said, sheet.text_size, "middle")
    _steps(page, sheet, y + sheet.leading * 1.4, _CHECK_STEPS if is_check else _STEPS)
    _bar(page, sheet)
    content = page.content()
    return (
        shifted(content, right_mm=applied.right_mm, down_mm=applied.down_mm)
        if not applied.is_zero
        else content
    )


def _steps(page: Drawing, sheet: Sheet, y: float, steps: tuple[str, ...]) -> None:
    hanging = page.width_of("7. ", sheet.text_size)
    width = sheet.width - 2 * sheet.left - hanging
    for number, words in enumerate(steps, start=1):
        page.text(sheet.left, y, f"{number}.", sheet.text_size)
        said = words.format(bar=sheet.bar, inset=f"{sheet.inset:g}")
        y = page.paragraph(sheet.left + hanging, y, width, said, sheet.text_size, sheet.leading)
        y += sheet.leading * (0.05 if sheet.is_small else 0.35)


def _fitting(page: Drawing, words: str, sheet: Sheet) -> str:
    """The words, or as many of their characters as the sheet's middle has room for."""
    room = sheet.width - 2 * sheet.left
    while page.width_of(words, sheet.text_size) > room:
        words = words.rstrip("…")[:-1] + "…"
    return words


def _cross(page: Drawing, x: float, y: float) -> None:
    page.line(x - ARM_MM, y, x + ARM_MM, y)
    page.line(x, y - ARM_MM, x, y + ARM_MM)
    for step in range(1, int(ARM_MM)):
        for near in (-step, step):
            page.line(x + near, y - 0.4, x + near, y + 0.4, 0.1)
            page.line(x - 0.4, y + near, x + 0.4, y + near, 0.1)


def _bar(page: Drawing, sheet: Sheet) -> None:
    """The line that proves the scale, with its length beside it."""
    y = sheet.height - sheet.inset + (0 if sheet.is_small else ARM_MM)
    start, end = (sheet.width - sheet.bar) / 2, (sheet.width + sheet.bar) / 2
    page.line(start, y, end, y, 0.2)
    for x in (start, end):
        page.line(x, y - 1.2, x, y + 1.2, 0.2)
    page.text(
        sheet.width / 2, y + sheet.text_size * 0.42, f"{sheet.bar} 毫米", sheet.text_size * 0.9, "middle"
    )


def _rulers(page: Drawing, sheet: Sheet) -> None:
    """Millimetres along each edge, counted from the upper left corner, a number every ten; the corners stay empty."""
    size = 4.0 if sheet.is_small else 6.0
    near, right, bottom = sheet.edge, sheet.width - sheet.edge, sheet.height - sheet.edge
    for x in range(sheet.corner, int(sheet.width) - sheet.corner + 1):
        long = _tick(x)
        page.line(x, near, x, near + long, 0.1)
        page.line(x, bottom, x, bottom - long, 0.1)
        if x % 10 == 0:
            page.text(x, near + long + size * 0.38, str(x), size, "middle")
            page.text(x, bottom - long - 0.5, str(x), size, "middle")
    for y in range(sheet.corner, int(sheet.height) - sheet.corner + 1):
        long = _tick(y)
        page.line(near, y, near + long, y, 0.1)
        page.line(right, y, right - long, y, 0.1)
        if y % 10 == 0:
            page.text(near + long + 0.5, y + size * 0.12, str(y), size)
            page.text(right - long - 0.5, y + size * 0.12, str(y), size, "right")


def _tick(mm: int) -> float:
    return 3.0 if mm % 10 == 0 else 2.2 if mm % 5 == 0 else 1.4
