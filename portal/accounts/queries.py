"""Reading accounts and sign-ins."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock, settings, vault
from portal.accounts.models import SignIn, SignInAttempt, StaffAccount
from portal.accounts.roles import permissions_of
from portal.actor import Actor
from portal.audit.models import AuditEntry
from portal.db import session
from portal.errors import N_, NotFound
from portal.units.models import Post, Unit
from portal.units.queries import within_scope

_GROUP = N_("账号与登录")
settings.define(
    "accounts.idle_minutes", "integer", 30, N_("无操作自动退出（分钟）"), _GROUP, minimum=5, maximum=240
)
settings.define(
    "accounts.session_hours", "integer", 10, N_("一次登录最长（小时）"), _GROUP, minimum=1, maximum=24
)
settings.define("accounts.lock_after", "integer", 5, N_("连续失败几次后锁定"), _GROUP, minimum=3, maximum=20)
settings.define(
    "accounts.lock_minutes", "integer", 30, N_("锁定时长（分钟）"), _GROUP, minimum=1, maximum=1440
)
settings.define(
    "accounts.password_days",
    "integer",
    0,
    N_("密码最长使用天数"),
    _GROUP,
    hint=N_("0 为不要求定期更换。到期后，本人登录时须先更换。"),
    minimum=0,
    maximum=3650,
)


def token_hash(token: str) -> str:
    """How a sign-in's token is kept: its SHA-256, from which no cookie can be made."""
    return hashlib.sha256(token.encode()).hexdigest()


def name_index(username: str) -> str:
    """How the name of an attempt is kept: a keyed hash, so that mistyped passwords in the name field are not stored."""
    return vault.current().index("sign_in", username.strip().lower())


def find_account(username: str) -> StaffAccount | None:
    """The account of this user name (in lower case), or None."""
    return session.scalars(
        select(StaffAccount).where(StaffAccount.username == username.strip().lower())
    ).first()


def get_account(account_id: int) -> StaffAccount:
    """The account with this key; raises NotFound."""
    account = session.get(StaffAccount, account_id)
    if account is None:
        raise NotFound
    return account


def list_accounts() -> list[StaffAccount]:
    """All accounts, active ones first, by user name."""
    return list(
        session.scalars(select(StaffAccount).order_by(StaffAccount.is_active.desc(), StaffAccount.username))
    )


def count_accounts() -> int:
    """How many accounts there are; none means a fresh installation."""
    return session.scalar(select(func.count(StaffAccount.id))) or 0


def password_is_old(account: StaffAccount) -> bool:
    """Whether the office wants passwords changed from time to time, and this one's time has come."""
    longest = settings.value("accounts.password_days")
    if not longest:
        return False
    changes = select(AuditEntry.at).where(
        AuditEntry.verb == "accounts.change_password", AuditEntry.account_id == account.id
    )
    changed = session.scalars(changes.order_by(AuditEntry.sequence.desc()).limit(1)).first()
    return clock.now() - (changed or account.created_at) > dt.timedelta(days=longest)


def is_empty() -> bool:
    """Whether there is no account at all: a fresh installation that waits for its first run."""
    return session.scalars(select(StaffAccount.id).limit(1)).first() is None


def find_sign_in(token: str, at: dt.datetime | None = None) -> SignIn | None:
    """The living sign-in of a token: not ended, not idle too long, not too old, its account active. Else None."""
    whole = select(SignIn).options(joinedload(SignIn.account), joinedload(SignIn.post))
    found = session.scalars(whole.where(SignIn.token_hash == token_hash(token))).first()
    if found is None or found.ended_at or not found.account.is_active:
        return None
    instant = at or clock.now()
    idle = dt.timedelta(minutes=settings.value("accounts.idle_minutes"))
    longest = dt.timedelta(hours=settings.value("accounts.session_hours"))
    if instant - found.seen_at > idle or instant - found.started_at > longest:
        return None
    return found


def why_ended(token: str) -> str:
    """Why a sign-in works no more: `idle`, `age`, `ended` by somebody, or empty for a living, unknown or signed-out one."""
    found = find_any_sign_in(token) if token else None
    if found is None or found.ended_why == "sign_out" or find_sign_in(token) is not None:
        return ""
    if found.ended_at or not found.account.is_active:
        return "ended"
    longest = dt.timedelta(hours=settings.value("accounts.session_hours"))
    return "age" if clock.now() - found.started_at > longest else "idle"


def find_any_sign_in(token: str) -> SignIn | None:
    """The sign-in of a token even when it has run out: who had been typing."""
    return session.scalars(select(SignIn).where(SignIn.token_hash == token_hash(token))).first()


def list_open_sign_ins(account_id: int) -> list[SignIn]:
    """The sign-ins of a person that still work now: not ended, not idle too long, not too old."""
    now = clock.now()
    idle = now - dt.timedelta(minutes=settings.value("accounts.idle_minutes"))
    oldest = now - dt.timedelta(hours=settings.value("accounts.session_hours"))
    return [s for s in list_living_sign_ins(account_id) if s.seen_at >= idle and s.started_at >= oldest]


def list_living_sign_ins(account_id: int) -> list[SignIn]:
    """The sign-ins of a person that have not ended."""
    statement = select(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    return list(session.scalars(statement.order_by(SignIn.id)))


def locked_until(username: str, address: str) -> dt.datetime | None:
    """When this name at this address may try again, or None when it may now.

    The lock counts failures per name and address together, so that a stranger cannot lock a colleague out from
    elsewhere; ten times as many failures from one address lock the address for every name.
    """
    minutes = dt.timedelta(minutes=settings.value("accounts.lock_minutes"))
    limit = settings.value("accounts.lock_after")
    since = clock.now() - minutes
    index = name_index(username)
    here = [SignInAttempt.address == address, SignInAttempt.at > since]
    last_success = session.scalar(
        select(func.max(SignInAttempt.id)).where(
            *here, SignInAttempt.name_index == index, SignInAttempt.succeeded
        )
    )
    failures = select(func.count(SignInAttempt.id), func.max(SignInAttempt.at)).where(
        *here, ~SignInAttempt.succeeded
    )
    own = failures.where(SignInAttempt.name_index == index, SignInAttempt.id > (last_success or 0))
    for statement, most in ((own, limit), (failures, limit * 10)):
        count, newest = session.execute(statement).one()
        if count >= most:
            until: dt.datetime = (newest if newest.tzinfo else newest.replace(tzinfo=dt.UTC)) + minutes
            return until
    return None


@dataclass(frozen=True)
class AccountPage:
    """A page of accounts and how many there are in all."""

    rows: list[StaffAccount]
    total: int


def search_accounts(
    *,
    words: str = "",
    role: str = "",
    unit_id: int | None = None,
    active: bool | None = None,
    page: int = 1,
    size: int = 50,
) -> AccountPage:
    """Accounts by user name, active ones first: those whose name or user name holds `words`, who hold a post of this
    role or at this unit today; their posts and units are loaded with them."""
    today = clock.today()
    held = [Post.valid_from <= today, or_(Post.valid_to.is_(None), Post.valid_to >= today)]
    held += [Post.role == role] if role else []
    held += [Post.unit_id == unit_id] if unit_id is not None else []
    conditions: list[ColumnElement[bool]] = []
    if len(held) > 2:
        conditions.append(StaffAccount.id.in_(select(Post.account_id).where(*held)))
    if words:
        lowered = words.lower()
        conditions.append(
            or_(
                StaffAccount.name.contains(words, autoescape=True),
                StaffAccount.username.contains(lowered, autoescape=True),
            )
        )
    if active is not None:
        conditions.append(StaffAccount.is_active == active)
    total = session.scalar(select(func.count(StaffAccount.id)).where(*conditions)) or 0
    statement = select(StaffAccount).where(*conditions).options(_with_posts())
    statement = statement.order_by(StaffAccount.is_active.desc(), StaffAccount.username, StaffAccount.id)
    return AccountPage(list(session.scalars(statement.offset((page - 1) * size).limit(size))), total)


def list_colleagues(actor: Actor) -> list[StaffAccount]:
    """The people who hold a post today where this actor's post may see, closed accounts included, by user name."""
    today = clock.today()
    visible = select(Post.account_id).where(within_scope(actor, Post.unit_id), Post.valid_from <= today)
    statement = select(StaffAccount).where(StaffAccount.id.in_(visible)).options(_with_posts())
    return list(session.scalars(statement.order_by(StaffAccount.username, StaffAccount.id)))


def list_staff_at(unit_id: int) -> list[tuple[Post, StaffAccount]]:
    """Who holds which post at a unit today, by role."""
    today = clock.today()
    statement = (
        select(Post, StaffAccount)
        .join(StaffAccount, StaffAccount.id == Post.account_id)
        .where(
            Post.unit_id == unit_id,
            Post.valid_from <= today,
            or_(Post.valid_to.is_(None), Post.valid_to >= today),
        )
        .order_by(Post.role, StaffAccount.username, Post.id)
    )
    return [(post, account) for post, account in session.execute(statement)]


def list_held_posts(account_id: int) -> list[Post]:
    """The posts that a person holds today, oldest first, with their units and names in three statements."""
    today = clock.today()
    statement = (
        select(Post)
        .where(
            Post.account_id == account_id,
            Post.valid_from <= today,
            or_(Post.valid_to.is_(None), Post.valid_to >= today),
        )
        .options(joinedload(Post.unit).selectinload(Unit.names))
        .order_by(Post.valid_from, Post.id)
    )
    return list(session.scalars(statement))


def _with_posts() -> Any:
    return selectinload(StaffAccount.posts).joinedload(Post.unit).selectinload(Unit.names)


def actor_for(account: StaffAccount, post: Post | None) -> Actor:
    """The actor that an account is at one of its posts; without a post, one who may do nothing."""
    role = post.role if post else ""
    return Actor(
        account_id=account.id,
        post_id=post.id if post else None,
        unit_id=post.unit_id if post else None,
        role=role,
        name=account.name,
        permissions=permissions_of(role),
    )
