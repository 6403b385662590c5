"""The views of social assistance, one file per subject; each hangs on the one blueprint."""

from portal.services.assistance.routes import changes, files, proposing, reckoner, reviews, sheets, standards
from portal.services.assistance.routes.base import blueprint

__all__ = ["blueprint", "changes", "files", "proposing", "reckoner", "reviews", "sheets", "standards"]
