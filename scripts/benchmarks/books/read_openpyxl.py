"""openpyxl reads a workbook, read only."""

import sys

import openpyxl

from scripts.benchmarks.drawing import stage


def draw(_lines, _target):
    """Every row of the first sheet."""
    book = openpyxl.load_workbook(sys.argv[2], read_only=True)
    return {"rows": sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))}


if __name__ == "__main__":
    stage.run(draw)
