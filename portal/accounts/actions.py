"""Signing in and out, passwords, and the post that is active. What an administrator does to accounts is in `administration`."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import delete, select

from portal import audit, clock
from portal.accounts.models import FormStash, SignIn, SignInAttempt, StaffAccount
from portal.accounts.passwords import check_new_password, hash_password, needs_rehash, verify_password
from portal.accounts.queries import (
    actor_for,
    find_account,
    list_living_sign_ins,
    locked_until,
    name_index,
    password_is_old,
    token_hash,
)
from portal.actor import Actor
from portal.db import afterwards, session
from portal.errors import N_, NotFound, RuleBroken
from portal.units.models import Post
from portal.units.queries import list_posts

STASH_KEPT = dt.timedelta(days=1)


def check_password(*, username: str, password: str, address: str) -> StaffAccount | None:
    """The account when name and password fit, else None; the attempt is stored either way.

    Raises RuleBroken when this name at this address is locked, and, for the right password only, when it was a first
    password that has run out. The caller must keep the transaction in every case.
    """
    until = locked_until(username, address)
    if until:
        raise RuleBroken(
            None,
            N_("连续多次失败，已暂停登录。请在 %(time)s 之后再试，或联系系统管理员。"),
            time=clock.office_time(until).strftime("%H:%M"),
        )
    account = find_account(username)
    fits = verify_password(account.password_hash if account else None, password)
    why = _why_refused(account, fits)
    session.add(SignInAttempt(name_index=name_index(username), address=address, succeeded=not why))
    if account is None or why:
        audit.record(None, "accounts.sign_in_failed", account, why=why, address=address)
        if locked_until(username, address):
            audit.record(None, "accounts.lock", account, address=address)
        if why == "expired":
            raise RuleBroken(None, N_("初始密码已过期，请联系系统管理员重置。"))
        return None
    if needs_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    if password_is_old(account):
        account.must_change_password = True
    return account


def _why_refused(account: StaffAccount | None, fits: bool) -> str:
    """The reason for the trail; empty when the sign-in succeeds. All but an expired first password look alike outside."""
    if account is None:
        return "unknown"
    if not fits:
        return "wrong"
    if not account.is_active:
        return "closed"
    expires = account.password_expires_at
    return "expired" if account.must_change_password and expires and expires < clock.now() else ""


def start_sign_in(account: StaffAccount, *, address: str = "") -> str:
    """Begin a sign-in at the person's first post held today; gives the token that goes into the signed cookie."""
    token = secrets.token_urlsafe(32)
    posts = list_posts(account.id)
    post = posts[0] if posts else None
    session.add(
        SignIn(token_hash=token_hash(token), account_id=account.id, post_id=post.id if post else None)
    )
    audit.record(actor_for(account, post), "accounts.sign_in", account, address=address)
    return token


def end_sign_in(actor: Actor, *, token: str) -> None:
    """Sign out: the token is dead on the server at once."""
    found = session.scalars(select(SignIn).where(SignIn.token_hash == token_hash(token))).first()
    if found and found.ended_at is None:
        found.ended_at, found.ended_why = clock.now(), "sign_out"
        audit.record(actor, "accounts.sign_out", found.account)


def end_all_sign_ins(account: StaffAccount, why: str, *, but: str | None = None) -> int:
    """End every living sign-in of a person except the one of token `but`; gives how many."""
    keep = token_hash(but) if but else ""
    ended = [s for s in list_living_sign_ins(account.id) if s.token_hash != keep]
    for sign_in in ended:
        sign_in.ended_at, sign_in.ended_why = clock.now(), why
    return len(ended)


def note_activity(sign_in_id: int) -> None:
    """Move a sign-in's idle clock on; called at most once a minute."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is not None and sign_in.ended_at is None:
        sign_in.seen_at = clock.now()


def switch_post(actor: Actor, *, token: str, post_id: int) -> Post:
    """Work at another of one's own posts from now on; raises NotFound for one that is not held today."""
    post = next((p for p in list_posts(actor.account_id) if p.id == post_id), None)
    sign_in = session.scalars(select(SignIn).where(SignIn.token_hash == token_hash(token))).first()
    if post is None or sign_in is None:
        raise NotFound
    sign_in.post_id = post.id
    audit.record(actor, "accounts.switch_post", post, role=post.role, unit_id=post.unit_id)
    return post


def change_password(actor: Actor, *, old: str, new: str, token: str | None = None, address: str = "") -> None:
    """Replace one's own password; ends one's other sign-ins. Raises RuleBroken at `old` or `password`.

    Wrong old passwords count like failed sign-ins at this address, so that nobody guesses at a desk that was left open.
    """
    account = session.get_one(StaffAccount, actor.account_id)
    name = account.username
    until = locked_until(name, address)
    if until:
        time = clock.office_time(until).strftime("%H:%M")
        raise RuleBroken("old", N_("连续多次输错，请在 %(time)s 之后再试，或联系系统管理员。"), time=time)
    if not verify_password(account.password_hash, old):
        afterwards(lambda: _note_wrong_password(actor, name, address))
        raise RuleBroken("old", N_("原密码不对。"))
    if old == new:
        raise RuleBroken("password", N_("新密码不能与原密码相同。"))
    check_new_password(new, account.username)
    account.password_hash = hash_password(new)
    account.must_change_password, account.password_expires_at = False, None
    end_all_sign_ins(account, "password_changed", but=token)
    audit.record(actor, "accounts.change_password", account)


def _note_wrong_password(actor: Actor, username: str, address: str) -> None:
    session.add(SignInAttempt(name_index=name_index(username), address=address, succeeded=False))
    audit.record(actor, "accounts.sign_in_failed", find_account(username), why="wrong", address=address)


def stash_form(account_id: int, *, path: str, fields: list[list[str]]) -> str:
    """Keep what was typed for its owner; gives the token under which the form finds it again."""
    token = secrets.token_urlsafe(24)
    session.add(FormStash(token=token, account_id=account_id, path=path[:300], fields=fields))
    return token


def find_stashed(account_id: int, *, token: str, path: str) -> list[list[str]] | None:
    """What this person had typed at this path, or None; it stays until it is a day old."""
    found = session.scalars(
        select(FormStash).where(
            FormStash.token == token, FormStash.account_id == account_id, FormStash.path == path
        )
    ).first()
    return found.fields if found else None


def forget_old() -> int:
    """Delete kept forms and attempts that are past their time; gives the number of rows deleted."""
    stashes = session.execute(delete(FormStash).where(FormStash.kept_at < clock.now() - STASH_KEPT))
    attempts = session.execute(
        delete(SignInAttempt).where(SignInAttempt.at < clock.now() - dt.timedelta(days=2))
    )
    return stashes.rowcount + attempts.rowcount  # type: ignore[attr-defined]
