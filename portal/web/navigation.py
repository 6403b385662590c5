"""What frames every page: the office's name, who is signed in, the search box, and the links a person may follow.

Rooms add their entry pages here when they register; what the pages hold, and who may open them, is the rooms' affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from flask_babel import gettext

from portal.actor import Actor
from portal.errors import N_
from portal.web import access, once

# Up to so many pages stand in the menu at once; with more, those of every day do.
MOST_AT_ONCE = 16
OFFICE = N_("街道便民服务大厅")


@dataclass(frozen=True)
class Entry:
    """One link of the navigation, as a room declares it; `key` is what is typed: `g`, then the page's letter."""

    endpoint: str
    label: str
    group: str
    permission: str | None = None
    order: int = 500
    key: str = ""
    values: tuple[tuple[str, Any], ...] = ()
    daily: bool = False


@dataclass(frozen=True)
class Link:
    """An entry as one reader sees it; `current` is what `aria-current` says, or empty."""

    label: str
    href: str
    current: str = ""
    key: str = ""


@dataclass(frozen=True)
class Group:
    """Links under one heading; those in `folded` stand behind “more” until they are asked for."""

    label: str
    links: tuple[Link, ...]
    folded: tuple[Link, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the page that is open stands behind “more”, so that it must be seen."""
        return any(link.current for link in self.folded)

    @property
    def all(self) -> tuple[Link, ...]:
        """Every link of the group, where there is room for all."""
        return self.links + self.folded


@dataclass(frozen=True)
class PostChoice:
    """A post that the reader could work at instead."""

    post_id: int
    label: str
    is_active: bool = False


@dataclass(frozen=True)
class Person:
    """Who is signed in, in the words of the page's language."""

    name: str
    post: str = ""
    unit: str = ""
    posts: tuple[PostChoice, ...] = field(default=())


_entries: dict[tuple[str, tuple[tuple[str, Any], ...]], Entry] = {}


def add(
    endpoint: str,
    *,
    label: str,
    group: str,
    permission: str | None = None,
    order: int = 500,
    key: str = "",
    daily: bool = False,
    **values: Any,
) -> None:
    """Offer a page in the navigation of whoever may open it.

    `label` and `group` are marked texts; `permission` is the view's own mark unless another is named; groups stand in
    the order of their first entry; `key` is one letter, typed after `g`; `values` go into the address. A reader with many
    pages sees the `daily` ones at once and the others folded. Raises ValueError when another page has the key.
    """
    key = f"g {key}" if len(key) == 1 else key
    entry = Entry(endpoint, label, group, permission, order, key, tuple(sorted(values.items())), daily)
    place = (endpoint, entry.values)
    for where, other in _entries.items():
        if key and other.key == key and where != place:
            raise ValueError(f"the keys {key!r} open {other.endpoint} already; choose others for {endpoint}")
    _entries[place] = entry


def _may_open(entry: Entry, actor: Actor | None) -> bool:
    if entry.endpoint not in current_app.view_functions:
        return False
    permission = entry.permission or access.permission_of(entry.endpoint)
    if permission in {None, access.PUBLIC}:
        return permission == access.PUBLIC
    if actor is None:
        return False
    return permission == access.SIGNED_IN or actor.can(str(permission))


def groups_for(actor: Actor | None, path: str) -> tuple[Group, ...]:
    """The navigation of this reader; the link that leads to `path`, or to the page above it, is marked current."""
    entries = sorted(
        (e for e in _entries.values() if _may_open(e, actor)), key=lambda e: (e.order, e.endpoint, e.values)
    )
    hrefs = {entry: url_for(entry.endpoint, **dict(entry.values)) for entry in entries}
    nearest = _nearest(path, hrefs.values())
    seen: dict[str, list[Link]] = {}
    folded: dict[str, list[Link]] = {}
    for entry in entries:
        href = hrefs[entry]
        current = ("page" if href == path else "true") if href == nearest else ""
        for part in (seen, folded):
            part.setdefault(entry.group, [])
        part = seen if entry.daily or len(entries) <= MOST_AT_ONCE else folded
        part[entry.group].append(Link(gettext(entry.label), href, current, entry.key))
    return tuple(Group(gettext(label), tuple(seen[label]), tuple(folded[label])) for label in seen)


def _nearest(path: str, hrefs: Iterable[str]) -> str | None:
    """The longest address that is `path` or lies above it; the root stands above nothing."""
    above = [h for h in hrefs if h == path or (h != "/" and path.startswith(h.rstrip("/") + "/"))]
    return max(above, key=len, default=None)


class Frame:
    """What the base templates show around a page. Each part is worked out only when a template asks for it."""

    @cached_property
    def office(self) -> str:
        """The office's name, from `portal_office` where a room has handed over how to find it."""
        find = current_app.extensions.get("portal_office")
        return str(find()) if find else gettext(OFFICE)

    @cached_property
    def person(self) -> Person | None:
        """Who is signed in; post and unit in words come from `portal_person`, which accounts hands over."""
        actor = access.actor_or_none()
        if actor is None:
            return None
        describe = current_app.extensions.get("portal_person")
        return describe(actor) if describe else Person(actor.name, actor.role)

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The navigation."""
        return groups_for(access.actor_or_none(), request.path)

    @cached_property
    def keys(self) -> tuple[Link, ...]:
        """The links that have a key, for the list of keys."""
        return tuple(link for group in self.groups for link in group.all if link.key)

    @cached_property
    def home(self) -> str | None:
        """Where the office's name leads."""
        return _address("dashboard.workbench")

    @cached_property
    def search(self) -> str | None:
        """Where the search box sends its words, if this reader may search."""
        actor = access.actor_or_none()
        may = actor is not None and actor.can("residents.search_residents")
        return _address("residents.search_residents") if may else None

    @cached_property
    def sign_in(self) -> str | None:
        """Where a visitor signs in."""
        return _address("accounts.sign_in")

    @cached_property
    def sign_out(self) -> str | None:
        """Where the sign-out button sends."""
        return _address("accounts.sign_out")

    @cached_property
    def password(self) -> str | None:
        """Where one's own password is changed."""
        return _address("accounts.change_password")

    @cached_property
    def switch_post(self) -> str | None:
        """Where the choice of another post sends."""
        return _address("accounts.switch_post")

    @cached_property
    def preferences(self) -> str | None:
        """Where language and type size are sent."""
        return _address("preferences.change_preferences")


def _address(endpoint: str) -> str | None:
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def here(**changes: Any) -> str:
    """This page's own address with its query changed: `here(page=2)`; None takes a word out."""
    query = {
        name: values for name, values in request.args.lists() if name not in changes and name != "restore"
    }
    query.update({name: [str(value)] for name, value in changes.items() if value is not None})
    return request.path + (f"?{urlencode(query, doseq=True)}" if query else "")


def return_path() -> str:
    """Where a choice in the frame leads back: this page, or the one before it when this one was an answer to POST."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    return access.local_path(request.referrer) or "/"


def register(app: Flask) -> None:
    """Give every template its frame, and what shared components need to build addresses and forms."""
    app.jinja_env.globals.update(here=here, return_path=return_path, once_token=once.new_token)

    @app.context_processor
    def _frame() -> dict[str, Any]:
        return {"frame": Frame()}
