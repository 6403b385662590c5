"""rustpy-xlsxwriter, fed from a generator."""

from rustpy_xlsxwriter import Format, write_worksheet

from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage

_DAYS = (content.BOOK_HEADS[content.DAY], "办结日期")


def draw(lines, target):
    """Records by heading, as it wants them."""
    heads = content.BOOK_HEADS
    write_worksheet(
        (dict(zip(heads, content.book_cells(line), strict=True)) for line in lines),
        str(target),
        "台账",
        freeze_row=1,
        column_widths=dict.fromkeys(heads, 18.0),
        column_formats={
            **{name: Format().set_num_format("yyyy-mm-dd") for name in _DAYS},
            heads[content.AMOUNT]: Format().set_num_format("#,##0.00"),
        },
        page_setup={"landscape": True, "repeat_rows": 0},
    )


if __name__ == "__main__":
    stage.run(draw)
