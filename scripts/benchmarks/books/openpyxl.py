"""openpyxl, write only."""

import openpyxl

from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage


def draw(lines, target):
    """Row by row; a text never becomes a formula because no text here begins with an equals sign."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    for number in range(1, len(content.BOOK_HEADS) + 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width = 18
    sheet.append(content.BOOK_HEADS)
    for line in lines:
        sheet.append(content.book_cells(line))
    book.save(target)


if __name__ == "__main__":
    stage.run(draw)
