"""WeasyPrint alone, fixed column widths."""

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from scripts.benchmarks.drawing import html, stage


def draw(lines, target):
    """One document."""
    HTML(string=html.page(lines)).write_pdf(target, font_config=FontConfiguration())


if __name__ == "__main__":
    stage.run(draw)
