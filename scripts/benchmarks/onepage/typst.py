"""Typst: the words of the receipt and its QR code, with its compiler and fonts kept."""

import typst

from scripts.benchmarks.drawing import stage as fonts
from scripts.benchmarks.onepage import stage


def prepare(paper):
    """One compiler for all papers."""
    families = ", ".join(f'"{name}"' for name in fonts.FAMILIES)
    words = " \\\n".join(_escape(line) for line in paper.words)
    source = paper.qr.with_name("receipt.typ")
    text = (
        f'#set page(paper: "a4")\n#set text(font: ({families}), size: 10pt, lang: "zh")\n'
        f'{words}\n\n#image("{paper.qr.name}", width: 22mm)\n'
    )
    source.write_text(text, "utf-8")
    compiler = typst.Compiler(
        str(source), root=str(source.parent), font_paths=[str(fonts.FONTS)], ignore_system_fonts=True
    )

    def make(number):
        source.write_text(paper.numbered(text, number), "utf-8")
        return compiler.compile(format="pdf")

    return make


def _escape(words):
    return "".join(f"\\{c}" if c in r"\#$*_`<>@=-+/~[]'\"" else c for c in words)


if __name__ == "__main__":
    stage.run(prepare)
