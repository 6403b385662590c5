"""The buttons of the workbench that begin something, shown where the page exists and this reader may do what it begins."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for

from portal.actor import Actor
from portal.errors import N_

# page, the right to do what begins there, words, drawing
BEGINNINGS = (
    ("mediation_agreements.settle_case", "mediation.conclude", N_("当场调解登记"), "pencil"),
    ("services.read_catalogue", "services.draft_application", N_("申办事项"), "file"),
    ("filing.list_duties", "screening.fill_report", N_("填报排查报告"), "pencil"),
    ("residents.register_resident", "residents.register_resident", N_("登记居民"), "plus"),
    ("residents.list_residents", "residents.search_residents", N_("查找居民"), "search"),
    ("services.record_enquiry", "services.record_enquiry", N_("登记来访咨询"), "pencil"),
)


@dataclass(frozen=True)
class Shortcut:
    """A link as this reader sees it."""

    label: str
    href: str
    icon: str = ""


def beginnings(actor: Actor) -> list[Shortcut]:
    """What this post may begin at the counter."""
    return [
        Shortcut(label, url_for(endpoint), icon)
        for endpoint, permission, label, icon in BEGINNINGS
        if endpoint in current_app.view_functions and actor.can(permission)
    ]
