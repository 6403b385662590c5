"""ReportLab's own long table, the usual way to use it."""

from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen import canvas as pdfgen
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from scripts.benchmarks import content
from scripts.benchmarks.drawing import paging, stage
from scripts.benchmarks.drawing.reportlab import FACES, register_faces

_MM = content.POINTS_PER_MM
_SIDES = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}


class NumberedCanvas(pdfgen.Canvas):
    """Keeps every page until the end, since each one says how many there are (ReportLab's own recipe)."""

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self._kept = []

    def showPage(self):  # noqa: N802  (the name is ReportLab's)
        """Put the page aside."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        """Number the pages and write them."""
        for number, state in enumerate(self._kept, start=1):
            self.__dict__.update(state)
            self.setFont(FACES[0], content.TYPE_POINTS)
            words = content.page_words(number, len(self._kept))
            self.drawCentredString(content.PAGE_MM[0] / 2 * _MM, 6 * _MM, words)
            super().showPage()
        super().save()


def draw(lines, target):
    """Cells that fit are plain words; those that wrap or need another face are paragraphs."""
    face = paging.face_of(register_faces())
    size = content.TYPE_POINTS
    styles = [
        ParagraphStyle(
            column.text,
            fontName=FACES[0],
            fontSize=size,
            leading=size * 1.3,
            alignment=_SIDES[column.side],
            wordWrap="CJK",
        )
        for column in content.COLUMNS
    ]

    def cell(words, column, style):
        plain = not any(map(face, words))
        if plain and sum(2 if ord(c) > 255 else 1.2 for c in words) * size / 2 < (column.width_mm - 2) * _MM:
            return words
        marked = "".join(
            f'<font name="{FACES[index]}">{escape(piece)}</font>' if index else escape(piece)
            for index, piece in paging.runs(words, face)
        )
        return Paragraph(marked, style)

    rows, fen = [[column.text for column in content.COLUMNS]], 0
    for line in lines:
        rows.append([cell(*parts) for parts in zip(line.cells, content.COLUMNS, styles, strict=True)])
        fen += line.fen
    look = [
        ("FONT", (0, 0), (-1, -1), FACES[0], size, size * 1.3),
        ("GRID", (0, 0), (-1, -1), 0.3, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
        ("PADDING", (0, 0), (-1, -1), 2),
    ]
    look += [("ALIGN", (i, 1), (i, -1), column.side.upper()) for i, column in enumerate(content.COLUMNS)]
    table = LongTable(
        rows, colWidths=[column.width_mm * _MM for column in content.COLUMNS], repeatRows=1, style=look
    )
    plain = ParagraphStyle("plain", fontName=FACES[0], fontSize=size, leading=size * 1.5)
    title = ParagraphStyle("title", fontName=FACES[0], fontSize=16, leading=22, alignment=TA_CENTER)
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin"), content.MARGIN_MM * _MM)
    book = SimpleDocTemplate(
        str(target),
        pagesize=tuple(side * _MM for side in content.PAGE_MM),
        bottomMargin=13 * _MM,
        **margins,
    )
    facts = "　　".join(f"{name}：{text}" for name, text in content.FACTS)
    total = content.total_words(len(rows) - 1, fen)
    book.build(
        [Paragraph(content.TITLE, title), Paragraph(facts, plain), table, Paragraph(total, plain)],
        canvasmaker=NumberedCanvas,
    )


if __name__ == "__main__":
    stage.run(draw)
