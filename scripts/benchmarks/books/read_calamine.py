"""python-calamine reads a workbook, row by row."""

import sys

import python_calamine

from scripts.benchmarks.drawing import stage


def draw(_lines, _target):
    """Every row of the first sheet."""
    book = python_calamine.CalamineWorkbook.from_path(sys.argv[2])
    return {"rows": sum(1 for _ in book.get_sheet_by_index(0).iter_rows())}


if __name__ == "__main__":
    stage.run(draw)
