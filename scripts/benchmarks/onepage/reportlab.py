"""ReportLab: the words of the receipt and its QR code as paragraphs, fonts registered once."""

import io
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate

from scripts.benchmarks.drawing import paging
from scripts.benchmarks.drawing.reportlab import FACES, register_faces
from scripts.benchmarks.onepage import stage


def prepare(paper):
    """Keep fonts and styles."""
    face = paging.face_of(register_faces())
    style = ParagraphStyle("plain", fontName=FACES[0], fontSize=10, leading=14, wordWrap="CJK")
    marked = [
        "".join(
            f'<font name="{FACES[index]}">{escape(piece)}</font>' for index, piece in paging.runs(line, face)
        )
        for line in paper.words
    ]

    def make(number):
        target = io.BytesIO()
        parts = [Paragraph(paper.numbered(line, number), style) for line in marked]
        SimpleDocTemplate(target).build([*parts, Image(str(paper.qr), 62, 62)])
        return target.getvalue()

    return make


if __name__ == "__main__":
    stage.run(prepare)
