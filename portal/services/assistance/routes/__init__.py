"""The views of social assistance, one file per subject; each hangs on the one blueprint."""

from portal.services.assistance.routes import reckoner, standards
from portal.services.assistance.routes.base import blueprint

__all__ = ["blueprint", "reckoner", "standards"]
