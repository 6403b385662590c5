"""Who may open which view: every view carries a mark, an unmarked view is closed. Which role holds which permission
is the table in `accounts`, which hands over its loader of sign-ins at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import flask_login
from flask import Response, abort, current_app, g, redirect, request, url_for

from portal.actor import Actor
from portal.errors import N_, Forbidden
from portal.web import htmx

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "*"
SIGNED_IN = "+"
WATCHING = "watching"  # in the address of a page that asks for itself again


def requires(permission: str) -> Callable[[View], View]:
    """Mark a view with the permission (`room.verb`) that opens it."""
    return lambda view: _mark(view, permission)


def public(view: View) -> View:
    """Mark a view that needs no sign-in."""
    return _mark(view, PUBLIC)


def signed_in(view: View) -> View:
    """Mark a view that every signed-in member of staff may open."""
    return _mark(view, SIGNED_IN)


def reads(view: View) -> View:
    """Mark a view that arrives by POST but only reads (an identity number must not stand in an address)."""
    view.portal_reads = True  # type: ignore[attr-defined]
    return view


def repeatable(view: View) -> View:
    """Mark a view where the same form may be sent again and counts again: printing once more from an open page."""
    view.portal_repeatable = True  # type: ignore[attr-defined]
    return view


def unattended(view: View) -> View:
    """Mark a view that a page or a program asks again and again: it does not keep an idle sign-in alive."""
    view.portal_unattended = True  # type: ignore[attr-defined]
    return view


def is_unattended() -> bool:
    """Whether nobody need be at the desk for this request: an unattended view, or a page that asks for itself again."""
    view = current_app.view_functions.get(request.endpoint or "")
    return WATCHING in request.args or getattr(view, "portal_unattended", False)


def demo_only(view: View) -> View:
    """Mark a view that does not exist outside the demo environment."""
    view.portal_demo_only = True  # type: ignore[attr-defined]
    return view


def _mark(view: View, permission: str) -> View:
    view.portal_permission = permission  # type: ignore[attr-defined]
    return view


def permission_of(endpoint: str) -> str | None:
    """The mark on an endpoint's view, or None where there is none (and the view is closed)."""
    return getattr(current_app.view_functions.get(endpoint), "portal_permission", None)


def may_open(endpoint: str) -> bool:
    """Whether the mark on an endpoint's view lets this reader in: a link that leads to a refusal is not shown."""
    permission = permission_of(endpoint)
    if permission in (None, PUBLIC):
        return permission == PUBLIC
    actor = current_actor()
    return permission == SIGNED_IN or actor.can(str(permission))


def current_actor() -> Actor:
    """The signed-in person at the post that is active now; raises Forbidden where nobody is signed in."""
    actor = actor_or_none()
    if actor is None:
        raise Forbidden("sign_in")
    return actor


def actor_or_none() -> Actor | None:
    """The signed-in person, or None before sign-in."""
    return getattr(flask_login.current_user, "actor", None)


def guard() -> Response | None:
    """Close what this visitor may not open: None lets the request through, a response is a redirect to sign-in."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        _must_come_from_here()
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "portal_demo_only", False) and current_app.config["PORTAL"].is_production:
        abort(404)
    permission = permission_of(request.endpoint)
    if permission == PUBLIC:
        return None
    if permission is None:
        raise Forbidden(request.endpoint)
    actor = actor_or_none()
    if actor is None:
        return to_sign_in()
    if permission != SIGNED_IN:
        actor.must(permission)
    for check in current_app.extensions["portal_gates"]:
        answer: Response | None = check(actor)
        if answer is not None:
            return answer
    return None


def _must_come_from_here() -> None:
    """A second lock beside the forgery token: what the browser itself says another site has sent is refused.

    A page on another port of this machine is the same site to a cookie, but not the same origin. Old browsers say nothing.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden("cross_site", N_("这个请求来自另一个网站，没有写入。请从门户的页面重新办理。"))


def to_sign_in() -> Response:
    """Send the visitor to sign in and back; what was typed waits there. A fragment request moves the whole page."""
    back = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else _page_of_the_form()
    stash = current_app.extensions.get("portal_stash")
    token = stash(request) if stash and request.method == "POST" and not g.reads_only else None
    if token and back == request.path:
        back = f"{request.path}?restore={token}"
    if htmx.is_fragment_request():
        g.portal_keep = True  # the answer is an error, but what was typed must be kept
        back = back if token else local_path(htmx.page_address()) or back
        return htmx.move_page(url_for("accounts.sign_in", next=back), status=401)
    return redirect(url_for("accounts.sign_in", next=back), 303)  # type: ignore[return-value]


def _page_of_the_form() -> str:
    """The page that a form was sent from: its own address where that can be opened, else the one the browser came from."""
    if current_app.url_map.bind(request.host).test(request.path, "GET"):
        return request.path
    return local_path(request.referrer) or "/"


def local_path(target: str | None) -> str | None:
    """The path and query of an address of this portal, or None: a `next` never leads to another host."""
    if not target or target.startswith("//") or "\\" in target or any(ord(c) < 33 for c in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:  # an address that no browser could open either, such as "http://["
        return None
    if parts.netloc and parts.netloc != request.host:
        return None
    if (parts.scheme and parts.scheme not in {"http", "https"}) or (parts.scheme and not parts.netloc):
        return None
    path = parts.path or "/"
    if not path.startswith("/") or path.startswith("//"):
        return None
    return path + (f"?{parts.query}" if parts.query else "")
