"""PlutoPrint, the same page."""

import io

import plutoprint

from scripts.benchmarks.onepage import stage


def prepare(paper):
    """A book for each paper."""

    def make(number):
        book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
        book.load_html(paper.numbered(paper.page, number))
        target = io.BytesIO()
        book.write_to_pdf_stream(target)
        return target.getvalue()

    return make


if __name__ == "__main__":
    stage.run(prepare)
