"""The hall's views, one file per stage of an application's life; each hangs on the one blueprint."""

from portal.services.routes import (
    applications,
    checking,
    corrections,
    endings,
    enquiries,
    intake,
    items,
    verbs,
    work,
)
from portal.services.routes.hall import blueprint

__all__ = [
    "applications",
    "blueprint",
    "checking",
    "corrections",
    "endings",
    "enquiries",
    "intake",
    "items",
    "verbs",
    "work",
]
