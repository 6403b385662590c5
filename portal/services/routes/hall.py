"""The hall's blueprint, the answer that every view gives, and what several views read of a request."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.accounts.queries import list_accounts
from portal.accounts.roles import permissions_of
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.residents.numbers import holds_number
from portal.units.queries import list_posts_at, visible_unit_ids

blueprint = Blueprint("services", __name__)
Answer = Response | tuple[str, int] | str


def asked_day(name: str) -> dt.date | None:
    """A day from the address; None where there is none or it is no day."""
    try:
        return dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def asked_words(name: str, longest: int = 80) -> str:
    """Words to look for, from the address. Raises RuleBroken for a person's number, which must stand in no address."""
    words = request.args.get(name, "").strip()[:longest]
    if holds_number(words):
        raise RuleBroken(
            None, N_("证件号码和手机号不能放在网址里，所以没有查找。请把号码填在页面上方的查找框里。")
        )
    return words


def colleagues(actor: Actor, right: str = "") -> list[tuple[int, str]]:
    """The people who hold a post today where this reader may look, by name; with `right`, only whose post has it."""
    visible = visible_unit_ids(actor)
    if right and visible is None:
        visible = {actor.unit_id} if actor.unit_id else set()
    here = (
        None
        if visible is None
        else {
            post.account_id
            for post in list_posts_at(visible)
            if not right or right in permissions_of(post.role)
        }
    )
    found = [(a.id, a.name) for a in list_accounts() if a.is_active and (here is None or a.id in here)]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))
