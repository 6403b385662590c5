"""The portal's engine in a process of its own: `warm` beside WeasyPrint alone, `many` for what grows, `first` after a start.

`python -m scripts.benchmarks.onepage.portal MODE ORDERS INSTANCE COUNT`; `pages` lays the receipt out for the peers.
"""

from __future__ import annotations

import base64
import io
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.documents import fonts, render
from scripts.benchmarks.measuring import take_turns
from scripts.benchmarks.onepage import stage
from scripts.benchmarks.street import read_orders

_PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")


def first(orders: Path, instance: Path, _count: int) -> dict[str, Any]:
    """One paper; what counts is the whole life of this process."""
    began = time.perf_counter()
    paper = render.Engine(instance).render(next(read_orders(orders, 1)))
    return {"own": time.perf_counter() - began, "pages": paper.pages}


def warm(orders: Path, instance: Path, count: int) -> dict[str, Any]:
    """Turns with WeasyPrint alone, on the same page: once as its documentation has it, once with everything kept."""
    engine, order = render.Engine(instance), next(read_orders(orders, 1))
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    markup, styles = render.compose(order), styles_of(order, instance)
    kept = FontConfiguration()
    sheets = [weasyprint.CSS(string=style, font_config=kept) for style in styles]

    def alone(settings: Any, parsed: Callable[[], list[Any]]) -> bytes:
        page = weasyprint.HTML(string=markup)
        return page.write_pdf(stylesheets=parsed(), font_config=settings)

    def afresh() -> bytes:
        settings = FontConfiguration()
        return alone(settings, lambda: [weasyprint.CSS(string=s, font_config=settings) for s in styles])

    contenders = {
        "portal": lambda: engine.render(order),
        "kept": lambda: alone(kept, lambda: sheets),
        "afresh": afresh,
    }
    figures = take_turns(contenders, limit="kept", rounds=count)
    return {figure.name: figure.median_ms for figure in figures}


def many(orders: Path, instance: Path, count: int) -> dict[str, Any]:
    """Papers in one process: does the last hundred cost more, in time or memory, than the first?"""
    engine, part = render.Engine(instance), min(100, count // 2)
    taken, memory = [], []
    for order in read_orders(orders, count):
        began = time.perf_counter()
        engine.render(order)
        taken.append((time.perf_counter() - began) * 1000)
        memory.append(stage.memory_mb())
    return {
        "papers": count,
        "part": part,
        "first_ms": statistics.median(taken[:part]),
        "last_ms": statistics.median(taken[-part:]),
        "first_mb": statistics.median(memory[:part]),
        "last_mb": statistics.median(memory[-part:]),
    }


def pages(orders: Path, instance: Path, _count: int) -> dict[str, Any]:
    """The receipt for the peers, into the folder of the orders: page, words, QR code."""
    order = next(read_orders(orders, 1))
    markup = render.compose(order)
    style = "".join(f"<style>{text}</style>" for text in styles_of(order, instance))
    drawn = orders.with_name("drawn.pdf")
    drawn.write_bytes(render.Engine(instance).render(order).content)
    told = subprocess.run(
        ["pdftotext", "-raw", drawn, "-"], capture_output=True, text=True, check=True
    ).stdout
    found = _PICTURE.search(markup)
    stage.write_paper(
        orders.parent,
        page=markup.replace("</head>", f"{style}</head>", 1),
        words=[line.strip() for line in told.splitlines() if line.strip()],
        qr=_opaque(base64.b64decode(found.group(1))) if found else b"",
    )
    return {"lines": len(told.splitlines())}


def styles_of(order: render.PaperOrder, instance: Path) -> list[str]:
    """The styles that the engine lays over the page, as texts."""
    names = [render.BASE_STYLE, f"{order.paper_format}_v1.css", f"{order.template}/v{order.version}.css"]
    paths = [render.TEMPLATES / name for name in names]
    return [fonts.family_css(instance), *(path.read_text("utf-8") for path in paths if path.is_file())]


def _opaque(picture: bytes) -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(target, "PNG")
    return target.getvalue()


MODES = {"first": first, "warm": warm, "many": many, "pages": pages}


def main() -> None:
    """`MODE ORDERS INSTANCE COUNT`."""
    mode, orders, instance, count = sys.argv[1:]
    stage.tell(**MODES[mode](Path(orders), Path(instance), int(count)))


if __name__ == "__main__":
    main()
