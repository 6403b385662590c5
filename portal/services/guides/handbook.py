"""The handbook of all services (便民服务手册): cover, catalogue with page numbers, every guide in force on a day. It is no
issued paper: it has no number and is made anew when asked, by the command or as a job.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal import clock
from portal.documents import installation
from portal.documents.glyphs import check_printable
from portal.documents.render import BASE_STYLE, TEMPLATES, RenderedPaper, engine, environment
from portal.errors import N_, RuleBroken
from portal.services.guides.documents import service_guide
from portal.services.guides.papers import ServiceGuide
from portal.services.queries import item_version_on, list_items
from portal.units.models import Unit

PAPER_TITLE = "便民服务手册"
_FOLDER = "guide_handbook"


@dataclass(frozen=True)
class Handbook:
    """What a handbook holds, before it is laid out."""

    office: str
    day: dt.date
    guides: tuple[ServiceGuide, ...]


def collect(unit: Unit, day: dt.date | None = None) -> Handbook:
    """The guides of everything on offer, as in force on a day, by code. Raises RuleBroken where there is none."""
    on = day or clock.today()
    versions = [item_version_on(item.code, on) for item in list_items()]
    guides = tuple(service_guide(version, unit) for version in versions if version is not None)
    if not guides:
        raise RuleBroken(None, N_("这一天没有可以办理的事项，没有可以装订的指南。"))
    for guide in guides:
        check_printable(guide)
    return Handbook(unit.name_on(on), on, guides)


def lay_out(handbook: Handbook) -> RenderedPaper:
    """The handbook as a PDF. Raises PaperBroken."""
    template = environment().get_template(f"{_FOLDER}/v1.html")
    markup = template.render(
        title=PAPER_TITLE, office=handbook.office, day=handbook.day, guides=handbook.guides
    )
    styles = [(TEMPLATES / name).read_text("utf-8") for name in (BASE_STYLE, f"{_FOLDER}/v1.css")]
    return engine(installation.current().instance).render_pages(markup, *styles)
