"""The links of the workbench that begin something; a link is shown where its page exists and this reader may open it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for

from portal.actor import Actor
from portal.errors import N_
from portal.web import access

BEGINNINGS = (
    ("residents.register_resident", N_("登记居民"), "plus"),
    ("residents.search_residents", N_("查找居民"), "search"),
    ("services.read_catalogue", N_("申办事项"), "file"),
    ("services.record_enquiry", N_("登记来访咨询"), "pencil"),
)
ELSEWHERE = (
    ("services.list_applications", N_("办件查询")),
    ("ledgers.list_ledgers", N_("台账")),
    ("dashboard.supervise", N_("督办")),
    ("accounts.list_accounts", N_("账号")),
    ("units.list_units", N_("单位")),
    ("almanac.list_years", N_("工作日历")),
    ("settings.list_settings", N_("参数设置")),
    ("audit.read_trail", N_("操作留痕")),
)


@dataclass(frozen=True)
class Shortcut:
    """A link as this reader sees it."""

    label: str
    href: str
    icon: str = ""


def may_open(actor: Actor, endpoint: str) -> bool:
    """Whether the page exists and this post opens it."""
    if endpoint not in current_app.view_functions:
        return False
    permission = access.permission_of(endpoint)
    return permission in {access.SIGNED_IN, access.PUBLIC} or bool(permission and actor.can(permission))


def beginnings(actor: Actor) -> list[Shortcut]:
    """What this post may begin at the counter."""
    return [Shortcut(label, url_for(name), icon) for name, label, icon in BEGINNINGS if may_open(actor, name)]


def elsewhere(actor: Actor) -> list[Shortcut]:
    """The other rooms that this post may enter, for those who have no work waiting here."""
    return [Shortcut(label, url_for(name)) for name, label in ELSEWHERE if may_open(actor, name)]
