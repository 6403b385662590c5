"""From an issued paper's record to the order that the renderer gets: plain values only."""

from __future__ import annotations

from portal.documents.facts import from_plain
from portal.documents.imprint import Imprint
from portal.documents.kinds import kind_of
from portal.documents.models import Document
from portal.documents.render import PaperOrder


def order_of(document: Document) -> PaperOrder:
    """Everything that the paper's bytes depend on; raises KeyError for a kind or fact that this program does not know."""
    kind, frozen = kind_of(document.kind), document.frozen
    return PaperOrder(
        template=kind.template,
        version=document.template_version,
        paper_format=document.paper_format,
        title=document.title,
        seal=kind.seal,
        facts=from_plain(kind.facts, frozen["facts"]),
        imprint=from_plain(Imprint, frozen["imprint"]),
    )
