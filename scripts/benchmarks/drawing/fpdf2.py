"""fpdf2 with pages of our own making: its own table takes more than twice as long."""

from fpdf import FPDF

from scripts.benchmarks.drawing import paging, stage

FACES = ("face0", "face1", "face2")


class FpdfCanvas:
    """Texts are put down at a point, piece after piece, each with its face."""

    def __init__(self, target):
        self._target = target
        self._pdf = FPDF(orientation="landscape", unit="pt", format="A4")
        self._pdf.set_auto_page_break(False)
        for name, file in zip(FACES, stage.CHAIN, strict=True):
            self._pdf.add_font(name, fname=str(stage.FONTS / file))
        self._face = paging.face_of([set(self._pdf.fonts[name].cmap) for name in FACES])

    def advance(self, character):
        """In ems."""
        self._pdf.set_font(FACES[self._face(character)], size=100)
        return self._pdf.get_string_width(character) / 100

    def begin(self):
        """A new page."""
        self._pdf.add_page()
        self._pdf.set_line_width(0.3)

    def text(self, x, y, size, words):
        """Piece after piece."""
        for index, piece in paging.runs(words, self._face):
            self._pdf.set_font(FACES[index], size=size)
            self._pdf.text(x, y, piece)
            x += self._pdf.get_string_width(piece)

    def line(self, x1, y1, x2, y2):
        """Thin and black."""
        self._pdf.line(x1, y1, x2, y2)

    def close(self):
        """Write the file."""
        self._pdf.output(str(self._target))


def draw(lines, target):
    """The pages of `paging`."""
    canvas = FpdfCanvas(target)
    paging.draw_pages(canvas, lines)
    canvas.close()


if __name__ == "__main__":
    stage.run(draw)
