"""Typst: its own language reads the lines as JSON."""

import json
from pathlib import Path

import typst

from scripts.benchmarks import content
from scripts.benchmarks.drawing import stage

_SOURCE = """
#set page(paper: "a4", flipped: true, margin: (x: 10mm, top: 10mm, bottom: 13mm),
  footer: context align(center)[第 #counter(page).display() 页　共 #counter(page).final().first() 页])
#set text(font: ({families}), size: 8pt, lang: "zh", region: "cn")
#set par(leading: 0.35em)
#let lines = json("{lines}")
#align(center, text(size: 16pt)[{title}])
{facts}
#table(columns: ({widths}), align: ({sides}), stroke: 0.3pt, inset: (x: 1mm, y: 1.2mm),
  table.header({heads}), ..lines.flatten())
{total}
"""


def draw(lines, target):
    """One document; the lines go beside it as a file, which is how Typst takes data."""
    cells, fen = [], 0
    for line in lines:
        cells.append(line.cells)
        fen += line.fen
    data, source = Path(f"{target}.json"), Path(f"{target}.typ")
    data.write_text(json.dumps(cells, ensure_ascii=False), "utf-8")
    columns = content.COLUMNS
    source.write_text(
        _SOURCE.format(
            families=", ".join(f'"{name}"' for name in stage.FAMILIES),
            lines=data.name,
            title=content.TITLE,
            facts="　　".join(f"{name}：{text}" for name, text in content.FACTS),
            widths=", ".join(f"{column.width_mm}mm" for column in columns),
            sides=", ".join(f"{column.side} + horizon" for column in columns),
            heads=", ".join(f"align(center)[{column.text}]" for column in columns),
            total=content.total_words(len(cells), fen),
        ),
        "utf-8",
    )
    typst.compile(
        str(source),
        output=str(target),
        root=str(target.parent),
        font_paths=[str(stage.FONTS)],
        ignore_system_fonts=True,
    )


if __name__ == "__main__":
    stage.run(draw)
