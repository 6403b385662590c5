"""The ledger as one HTML page, the same for every engine that reads HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage

_STYLE = """
@page { size: A4 landscape; margin: 10mm 10mm 13mm;
  @bottom-center { content: "第 " counter(page) " 页　共 " counter(pages) " 页"; font: 8pt %(family)s } }
html { font: 8pt/1.3 %(family)s }
body { margin: 0 }
h1 { font-size: 16pt; text-align: center; margin: 0 0 2mm; font-weight: normal }
p { margin: 0 0 2mm }
table { table-layout: fixed; width: 277mm; border-collapse: collapse }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border: 0.3pt solid #000; padding: 0.6mm 1mm; vertical-align: middle; overflow-wrap: anywhere }
th { background: #e6ebef; text-align: center; font-weight: normal }
"""


def page(lines: Iterable[content.Line]) -> str:
    """The whole page; columns have fixed widths, which is the fastest layout that HTML has."""
    family = ", ".join(f'"{name}"' for name in stage.FAMILIES)
    style = _STYLE % {"family": family}
    for number, column in enumerate(content.COLUMNS, start=1):
        style += f"col.c{number} {{ width: {column.width_mm}mm }}\n"
        if column.side != "left":
            style += f"td:nth-child({number}) {{ text-align: {column.side} }}\n"
    heads = "".join(f"<th>{escape(column.text)}</th>" for column in content.COLUMNS)
    cols = "".join(f'<col class="c{number}">' for number in range(1, len(content.COLUMNS) + 1))
    facts = "　　".join(f"{escape(name)}：{escape(text)}" for name, text in content.FACTS)
    parts = [
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{content.TITLE}</title>',
        f"<style>{style}</style></head><body><h1>{content.TITLE}</h1><p>{facts}</p>",
        f"<table><colgroup>{cols}</colgroup><thead><tr>{heads}</tr></thead><tbody>",
    ]
    rows = fen = 0
    for line in lines:
        parts.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line.cells) + "</tr>")
        rows, fen = rows + 1, fen + line.fen
    parts.append(f"</tbody></table><p>{content.total_words(rows, fen)}</p></body></html>")
    return "\n".join(parts)
