"""XlsxWriter in constant memory."""

import datetime as dt

import xlsxwriter

from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage

_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def draw(lines, target):
    """Row by row."""
    book = xlsxwriter.Workbook(str(target), _OPTIONS)
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_column(0, len(content.BOOK_HEADS) - 1, 18)
    sheet.write_row(0, 0, content.BOOK_HEADS)
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(content.book_cells(line)):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif isinstance(value, dt.date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write_number(row, column, value, money if column == content.AMOUNT else None)
    book.close()


if __name__ == "__main__":
    stage.run(draw)
