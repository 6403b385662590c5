"""Making one receipt warm: this portal's engine against WeasyPrint alone, given the same page and the same styles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import weasyprint
from flask import current_app
from sqlalchemy import select
from weasyprint.text.fonts import FontConfiguration

from portal.db import session, transaction
from portal.documents import fonts, render
from portal.documents.models import Document
from portal.documents.orders import order_of
from scripts.benchmarks.measuring import Figure, take_turns


def run() -> Iterator[tuple[str, list[Figure]]]:
    """The newest acceptance receipt of the demo, made again and again."""
    with transaction("read"):
        statement = select(Document).where(Document.kind == "acceptance_receipt").order_by(Document.id.desc())
        order = order_of(session.scalars(statement).first())
    instance: Path = current_app.config["PORTAL"].instance
    engine, markup = render.engine(instance), render.compose(order)
    names = [render.BASE_STYLE, f"{order.paper_format}_v1.css", f"{order.template}/v{order.version}.css"]
    styles = [fonts.family_css(instance)]
    styles += [(render.TEMPLATES / n).read_text("utf-8") for n in names if (render.TEMPLATES / n).is_file()]

    def alone() -> None:
        settings = FontConfiguration()
        sheets = [weasyprint.CSS(string=style, font_config=settings) for style in styles]
        weasyprint.HTML(string=markup).write_pdf(stylesheets=sheets, font_config=settings)

    contenders = {
        "the portal's engine, page included": lambda: engine.render(order),
        "WeasyPrint alone": alone,
    }
    yield "receipt", take_turns(contenders, limit="WeasyPrint alone", rounds=15)
