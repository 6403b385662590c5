"""What accounts hand to the floors below at start: who is signed in, what was typed when a sign-in ran out, refusals on
record, and who works where, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Flask, Request, Response, redirect, request, session, url_for
from flask_babel import gettext
from flask_login import UserMixin
from werkzeug.datastructures import MultiDict

from portal import audit, clock, db
from portal.accounts import actions, queries
from portal.accounts.models import SignIn
from portal.accounts.roles import ROLES
from portal.actor import Actor
from portal.extensions import login_manager
from portal.web import access, navigation

ACTIVITY_EVERY = dt.timedelta(minutes=1)
_NOT_KEPT = {"csrf_token", "once", "version", "password", "old", "again"}


@dataclass
class SignedIn(UserMixin):
    """What Flask-Login carries for a request: the token, and the actor it stands for."""

    token: str
    actor: Actor
    must_change_password: bool

    def get_id(self) -> str:
        """The token, kept in the signed cookie."""
        return self.token


@dataclass(frozen=True)
class StaffAtUnit:
    """A line of the unit's page."""

    name: str
    role: str
    since: dt.date
    href: str


def load(token: str) -> SignedIn | None:
    """The person behind a token, or None when the sign-in has ended; moves the idle clock once a minute,
    unless the page asks by itself."""
    sign_in = queries.find_sign_in(token)
    if sign_in is None:
        return None
    if clock.now() - sign_in.seen_at > ACTIVITY_EVERY and not access.is_unattended():
        key = sign_in.id
        db.afterwards(lambda: actions.note_activity(key))
    return signed_in(sign_in, token)


def signed_in(sign_in: SignIn, token: str) -> SignedIn:
    """The signed-in person at the active post; a post no longer held gives way to the next one."""
    account, post = sign_in.account, sign_in.post
    if post is None or not post.is_held_on(clock.today()):
        held = [p for p in account.posts if p.is_held_on(clock.today())]
        post = held[0] if held else None
    return SignedIn(token, queries.actor_for(account, post), account.must_change_password)


def stash(sent: Request) -> str | None:
    """Keep a form that was sent without a living sign-in or token, if the cookie still says whose it is."""
    found = queries.find_any_sign_in(session.get("_user_id", "") or "")
    if found is None or found.ended_why == "sign_out":
        return None
    fields = [[k, v] for k, v in sent.form.items(multi=True) if k not in _NOT_KEPT]
    return actions.stash_form(found.account_id, path=sent.path, fields=fields)


def restore(token: str, path: str) -> MultiDict[str, str] | None:
    """What the signed-in person had typed here, for the form to show again."""
    from portal.web.access import actor_or_none

    actor = actor_or_none()
    kept = actions.find_stashed(actor.account_id, token=token, path=path) if actor else None
    return MultiDict([(k, v) for k, v in kept]) if kept is not None else None


def record_refusal(actor: Actor, verb: str, path: str) -> None:
    """Note that somebody asked for what their post does not carry."""
    audit.record(actor, "accounts.refused", None, permission=verb, path=path)


def describe(actor: Actor) -> navigation.Person:
    """Who is signed in, in the words of the page: the active post, its unit, and the posts to choose from."""
    posts = queries.list_held_posts(actor.account_id)
    active = next((p for p in posts if p.id == actor.post_id), None)
    labels = {p.id: f"{gettext(ROLES[p.role])} · {p.unit.name}" for p in posts}
    return navigation.Person(
        actor.name,
        gettext(ROLES[active.role]) if active else gettext("没有在任岗位"),
        active.unit.name if active else "",
        tuple(navigation.PostChoice(p.id, labels[p.id], p is active) for p in posts),
    )


def staff_at(unit_id: int) -> list[StaffAtUnit]:
    """Who works at a unit today, for the unit's page."""
    return [
        StaffAtUnit(a.name, ROLES[p.role], p.valid_from, url_for("accounts.show_account", account_id=a.id))
        for p, a in queries.list_staff_at(unit_id)
    ]


def password_first(actor: Actor) -> Response | None:
    """Lead a person with a first password to the page that changes it, before anything else."""
    from flask_login import current_user

    open_now = {"accounts.change_password", "accounts.sign_out", "preferences.change_preferences"}
    if getattr(current_user, "must_change_password", False) and request.endpoint not in open_now:
        return redirect(url_for("accounts.change_password"), 303)  # type: ignore[return-value]
    return None


def register(app: Flask) -> None:
    """Hand the loaders over."""
    login_manager.user_loader(load)
    app.extensions["portal_stash"] = stash
    app.extensions["portal_restore"] = restore
    app.extensions["portal_record_refusal"] = record_refusal
    app.extensions["portal_person"] = describe
    app.extensions["portal_unit_staff"] = staff_at
    app.extensions.setdefault("portal_gates", []).append(password_first)
