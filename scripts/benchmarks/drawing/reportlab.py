"""ReportLab's canvas with pages of our own making, the fastest way to use it."""

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas as pdfgen

from scripts.benchmarks import content
from scripts.benchmarks.drawing import paging, stage

FACES = ("face0", "face1", "face2")


def register_faces():
    """The fonts of the chain; gives their code points, as ReportLab itself read them."""
    for name, file in zip(FACES, stage.CHAIN, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(stage.FONTS / file)))
    return [set(pdfmetrics.getFont(name).face.charToGlyph) for name in FACES]


class ReportLabCanvas:
    """Counts from the bottom, as PDF does; ReportLab falls back to no other font by itself."""

    def __init__(self, target):
        wide, self._high = (side * content.POINTS_PER_MM for side in content.PAGE_MM)
        self._face = paging.face_of(register_faces())
        self._canvas = pdfgen.Canvas(str(target), pagesize=(wide, self._high), pageCompression=1)
        self._begun = False

    def advance(self, character):
        """In ems."""
        return pdfmetrics.stringWidth(character, FACES[self._face(character)], 1)

    def begin(self):
        """Finish the page before, if there is one."""
        if self._begun:
            self._canvas.showPage()
        self._canvas.setLineWidth(0.3)
        self._begun = True

    def text(self, x, y, size, words):
        """Piece after piece, each with its face."""
        for index, piece in paging.runs(words, self._face):
            self._canvas.setFont(FACES[index], size)
            self._canvas.drawString(x, self._high - y, piece)
            x += pdfmetrics.stringWidth(piece, FACES[index], size)

    def line(self, x1, y1, x2, y2):
        """Thin and black."""
        self._canvas.line(x1, self._high - y1, x2, self._high - y2)

    def close(self):
        """Write the file."""
        self._canvas.showPage()
        self._canvas.save()


def draw(lines, target):
    """The pages of `paging`."""
    canvas = ReportLabCanvas(target)
    paging.draw_pages(canvas, lines)
    canvas.close()


if __name__ == "__main__":
    stage.run(draw)
