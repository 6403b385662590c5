"""PlutoPrint, the same HTML."""

import plutoprint

from scripts.benchmarks.drawing import html, stage


def draw(lines, target):
    """One document."""
    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4.landscape(), plutoprint.PAGE_MARGINS_NONE)
    book.load_html(html.page(lines))
    book.write_to_pdf(str(target))


if __name__ == "__main__":
    stage.run(draw)
