"""The sheets that a volume has of its own: cover (封面), catalogue (卷内目录), notes (情况说明), back (封底), page numbers.

They are no issued papers: they bear no number from a book and no code, and are made anew with each edition. After the
forms of 司法部 (司发通〔2010〕239号, reference A.3 nos 0, 13, 14).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents import installation
from portal.documents.facts import said
from portal.documents.render import TEMPLATES, engine, environment

TEMPLATE = "mediation_volume"
_STYLES = ("base_v1.css", "a4_v1.css", f"{TEMPLATE}/v1.css")


@dataclass(frozen=True, kw_only=True)
class CatalogueLine:
    """A line of the catalogue: its number, the paper's name, the page or pages in the volume, a remark."""

    position: int
    name: str = said("文书名称")
    pages: str = ""
    note: str = said("备注", default="")


@dataclass(frozen=True, kw_only=True)
class CatalogueGroup:
    """The lines of one case; the heading is empty in a volume of one case."""

    heading: str = said("案件", default="")
    lines: tuple[CatalogueLine, ...] = said("卷内目录", default=())


@dataclass(frozen=True, kw_only=True)
class VolumeFacts:
    """What the sheets of a volume say. `first` and `last` are the days of the mediation, `count` the numbered pages."""

    office: str = said("调解委员会")
    title: str = said("卷名")
    number: str = said("卷号")
    mediators: str = said("人民调解员")
    first: dt.date
    last: dt.date
    bound_by: str = said("立卷人")
    bound_on: dt.date
    retention: str = said("保管期限")
    remark: str = said("备注", default="")
    edition: int = 1
    unusual: tuple[str, ...] = said("卷宗情况说明", default=())
    groups: tuple[CatalogueGroup, ...] = said("卷内目录", default=())
    count: int = 0


def draw(part: str, facts: VolumeFacts) -> bytes:
    """One of the sheets (`cover`, `catalogue`, `notes`, `back`) as PDF/A; raises PaperBroken."""
    template = environment().get_template(f"{TEMPLATE}/v1.html")
    markup = template.render(facts=facts, part=part)
    return engine(installation.current().instance).render_pages(markup, *_styles()).content


def draw_numbers(count: int) -> bytes:
    """As many otherwise empty A4 pages as there are numbers, each with its own at the upper right."""
    template = environment().get_template(f"{TEMPLATE}/v1.html")
    markup = template.render(facts=None, part="numbers", numbers=range(1, count + 1))
    return engine(installation.current().instance).render_pages(markup, *_styles()).content


def _styles() -> list[str]:
    return [(TEMPLATES / name).read_text("utf-8") for name in _STYLES]
