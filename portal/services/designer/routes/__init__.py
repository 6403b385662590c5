"""The designer's views: drafts, their sections, trying out, publishing, exchange as files."""

from portal.services.designer.routes import drafts, exchange, publication, sections, trying
from portal.services.designer.routes.base import blueprint

__all__ = ["blueprint", "drafts", "exchange", "publication", "sections", "trying"]
