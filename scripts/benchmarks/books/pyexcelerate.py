"""PyExcelerate; it takes the whole sheet at once."""

import datetime as dt

import pyexcelerate

from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage

_FORMATS = {content.DAY: "yyyy-mm-dd", content.AMOUNT: "#,##0.00", len(content.COLUMNS): "yyyy-mm-dd"}


def draw(lines, target):
    """All rows from memory."""
    rows = [list(content.BOOK_HEADS)]
    rows += [[_moment(value) for value in content.book_cells(line)] for line in lines]
    book = pyexcelerate.Workbook()
    sheet = book.new_sheet("台账", data=rows)
    for number in range(1, len(content.BOOK_HEADS) + 1):
        style = pyexcelerate.Style(size=18, format=pyexcelerate.Format(_FORMATS.get(number - 1)))
        sheet.set_col_style(number, style)
    book.save(str(target))


def _moment(value):
    """Days as midnights, the only form of a day that it takes."""
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else value


if __name__ == "__main__":
    stage.run(draw)
