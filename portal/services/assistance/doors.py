"""The doors of supported households: their pages in the navigation, and their part of the resident's page."""

from __future__ import annotations

from portal.errors import N_
from portal.residents import hooks
from portal.services.assistance.routes import files
from portal.web import navigation

_GROUP = N_("社会救助")
_ENTRIES = (
    ("assistance.list_files", N_("在保户")),
    ("assistance.list_changes", N_("待决定的变更")),
    ("assistance.list_reviews", N_("定期核查")),
)


def open_doors() -> None:
    """Add the entries of the navigation and the part of the resident's page; may be called again."""
    for order, (endpoint, label) in enumerate(_ENTRIES, start=230):
        navigation.add(
            endpoint, label=label, group=_GROUP, order=order, daily=endpoint == "assistance.list_files"
        )
    hooks.add_panel(
        "services.assistance",
        template="services/assistance/files/resident_panel.html",
        load=files.files_panel,
        order=105,
    )
