"""The pages of public notices: lists and work, one notice, what the community does, objections, published lists."""

from portal.services.notices.routes import board, objections, published, showing  # noqa: F401  (they add their views)
from portal.services.notices.routes.base import blueprint

__all__ = ["blueprint"]
