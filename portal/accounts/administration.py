"""What an administrator does to accounts and posts. Signing in, and what everybody does to their own account, is in `actions`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping

from sqlalchemy import or_, select

from portal import audit, clock
from portal.accounts import open_work
from portal.accounts.actions import end_all_sign_ins
from portal.accounts.models import StaffAccount
from portal.accounts.passwords import hash_password, initial_password
from portal.accounts.queries import find_account, get_account
from portal.accounts.roles import ROLES
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.standards.invalid import InvalidName
from portal.standards.names import propose_name
from portal.units.actions import read_phone
from portal.units.models import Post, Unit

PERMISSION = "accounts.manage_accounts"
HAND_OVER = "accounts.hand_over_work"
INITIAL_KEPT = dt.timedelta(days=3)
ONE_DAY = dt.timedelta(days=1)
NEVER_TOGETHER = frozenset({"admin", "auditor"})  # GB/T 22239: who runs the system does not audit it
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def create_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    role: str,
    unit_id: int,
    phone: str = "",
    starts_on: dt.date | None = None,
) -> tuple[StaffAccount, str]:
    """Make an account with one post; gives it with its first password, which nobody can read again.

    The first password is random, runs out after three days and must be changed at the first sign-in. Raises RuleBroken.
    """
    actor.must(PERMISSION)
    password = initial_password()
    account = make_account(username=username, name=name, phone=phone, password=password)
    _must_change(account)
    post = give_post(account, role=role, unit_id=unit_id, starts_on=starts_on or clock.today())
    audit.record(
        actor, "accounts.create_account", account, username=account.username, role=role, unit_id=post.unit_id
    )
    return account, password


def make_account(*, username: str, name: str, password: str, phone: str = "") -> StaffAccount:
    """Store an account without a post; for the commands and the first run, which have no actor yet. Raises RuleBroken."""
    lowered = username.strip().lower()
    if not _USERNAME.fullmatch(lowered):
        raise RuleBroken(
            "username", N_("用户名用 2 到 40 个小写字母、数字、点、横线或下划线，以字母或数字开头。")
        )
    if find_account(lowered):
        raise RuleBroken("username", N_("用户名 %(username)s 已被使用。"), username=lowered)
    account = StaffAccount(
        username=lowered, name=_name(name), phone=read_phone(phone), password_hash=hash_password(password)
    )
    session.add(account)
    session.flush()
    return account


def change_account(
    actor: Actor, *, account_id: int, name: str, phone: str, version: int | None = None
) -> StaffAccount:
    """Correct a person's name or telephone; raises RuleBroken."""
    account = _managed(actor, account_id, version)
    account.name, account.phone = _name(name), read_phone(phone)
    session.flush()
    audit.record(
        actor, "accounts.change_account", account, name=account.name, phone_given=bool(account.phone)
    )
    return account


def add_post(
    actor: Actor,
    *,
    account_id: int,
    role: str,
    unit_id: int,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> Post:
    """Give a colleague one more post (一网多岗); raises RuleBroken. Nobody gives one to themselves."""
    account = _somebody_else(actor, account_id, None)
    post = give_post(account, role=role, unit_id=unit_id, starts_on=starts_on, ends_on=ends_on)
    account.touch()
    session.flush()
    audit.record(
        actor,
        "accounts.add_post",
        post,
        account_id=account.id,
        role=role,
        unit_id=unit_id,
        valid_from=starts_on,
    )
    return post


def give_post(
    account: StaffAccount, *, role: str, unit_id: int, starts_on: dt.date, ends_on: dt.date | None = None
) -> Post:
    """Store a post after its rules; for callers that have checked who asks. Raises RuleBroken."""
    if role not in ROLES:
        raise RuleBroken("role", N_("没有这个岗位。"))
    unit = session.get(Unit, unit_id)
    if unit is None or not unit.exists_on(starts_on):
        raise RuleBroken("unit_id", N_("所选单位在开始日期还不存在或已撤销。"))
    if role == "district" and unit.kind != "district":
        raise RuleBroken("unit_id", N_("区级确认岗位须设在区（县）。"))
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken("ends_on", N_("结束日期早于开始日期。"))
    _must_fit_beside(account, role, unit_id, starts_on, ends_on)
    post = Post(account_id=account.id, unit_id=unit_id, role=role, valid_from=starts_on, valid_to=ends_on)
    session.add(post)
    session.flush()
    session.expire(account, ["posts"])
    return post


def end_post(
    actor: Actor, *, post_id: int, reason: str, last_day: dt.date | None = None, version: int | None = None
) -> Post:
    """End a post after its last day, or at once (None): the next request of whoever works at it is refused.

    Raises RuleBroken for one's own post, a day before the post began, and the last administrator.
    """
    actor.must(PERMISSION)
    post = session.get(Post, post_id)
    if post is None:
        raise NotFound
    post.expect_version(version)
    _somebody_else(actor, post.account_id, None)
    today = clock.today()
    last = last_day if last_day is not None else today - ONE_DAY
    if post.valid_to is not None and post.valid_to <= min(last, today - ONE_DAY):
        raise RuleBroken(None, N_("这个岗位已经结束。"))
    if last_day is not None and last_day < max(post.valid_from, today):
        raise RuleBroken("last_day", N_("最后一天不能早于今天。要立即结束，请留空。"))
    if post.role == "admin":
        _must_leave_an_administrator(last, but_post=post.id)
    post.valid_to = last
    session.flush()
    audit.record(actor, "accounts.end_post", post, account_id=post.account_id, last_day=last, reason=reason)
    return post


def deactivate_account(
    actor: Actor, *, account_id: int, reason: str, version: int | None = None
) -> StaffAccount:
    """Close an account: its sign-ins end at once and nobody can sign in with it. Raises RuleBroken."""
    account = _somebody_else(actor, account_id, version)
    if not account.is_active:
        raise RuleBroken(None, N_("这个账号已经停用。"))
    if any(post.role == "admin" and post.is_held_on(clock.today()) for post in account.posts):
        _must_leave_an_administrator(clock.today() - ONE_DAY, but_account=account.id)
    account.is_active = False
    ended = end_all_sign_ins(account, "deactivated")
    session.flush()
    audit.record(actor, "accounts.deactivate_account", account, ended_sign_ins=ended, reason=reason)
    return account


def reactivate_account(
    actor: Actor, *, account_id: int, reason: str, version: int | None = None
) -> tuple[StaffAccount, str]:
    """Open a closed account again, with a new first password; the old one is worth nothing. Raises RuleBroken."""
    account = _somebody_else(actor, account_id, version)
    if account.is_active:
        raise RuleBroken(None, N_("这个账号没有停用。"))
    account.is_active = True
    password = _new_first_password(account)
    audit.record(actor, "accounts.reactivate_account", account, reason=reason)
    return account, password


def reset_password(
    actor: Actor, *, account_id: int, reason: str, version: int | None = None
) -> tuple[StaffAccount, str]:
    """Give a colleague a new random first password and end their sign-ins; an administrator never chooses one."""
    account = _somebody_else(actor, account_id, version)
    if not account.is_active:
        raise RuleBroken(None, N_("账号已停用，请先恢复。"))
    end_all_sign_ins(account, "password_reset")
    password = _new_first_password(account)
    audit.record(actor, "accounts.reset_password", account, reason=reason)
    return account, password


def end_sessions(actor: Actor, *, account_id: int) -> int:
    """End every sign-in of a person, one's own included; gives how many were living."""
    account = _managed(actor, account_id, None)
    ended = end_all_sign_ins(account, "administrator")
    audit.record(actor, "accounts.end_sessions", account, count=ended)
    return ended


def hand_over_work(
    actor: Actor, *, from_id: int, to_id: int, chosen: Mapping[str, Collection[int]], reason: str
) -> int:
    """Hand a colleague's open work to another one; gives how many matters. Raises RuleBroken at `to_id` or `chosen`.

    Only what waits for the first colleague now is handed over; each room's own rules decide whether the second may.
    """
    actor.must(HAND_OVER)
    source, target = get_account(from_id), get_account(to_id)
    if source.id == target.id:
        raise RuleBroken("to_id", N_("移交人和接收人是同一个人。"))
    if not target.is_active or not any(post.is_held_on(clock.today()) for post in target.posts):
        raise RuleBroken("to_id", N_("接收人的账号已停用，或者没有在任岗位。"))
    moved = 0
    for kind, rows in open_work.list_work(source.id):
        ids = sorted({row.id for row in rows} & set(chosen.get(kind.code, ())))
        if ids:
            kind.mover(actor, source.id, target.id, ids, reason)
            moved += len(ids)
    if not moved:
        raise RuleBroken("chosen", N_("请至少选择一件仍在办理的事项。"))
    audit.record(actor, HAND_OVER, source, to_account_id=target.id, count=moved, reason=reason)
    return moved


def _managed(actor: Actor, account_id: int, version: int | None) -> StaffAccount:
    actor.must(PERMISSION)
    account = get_account(account_id)
    account.expect_version(version)
    return account


def _somebody_else(actor: Actor, account_id: int, version: int | None) -> StaffAccount:
    account = _managed(actor, account_id, version)
    if account.id == actor.account_id:
        raise RuleBroken(None, N_("不能对自己的账号和岗位这样做，请由另一位系统管理员办理。"))
    return account


def _must_change(account: StaffAccount) -> None:
    account.must_change_password, account.password_expires_at = True, clock.now() + INITIAL_KEPT


def _new_first_password(account: StaffAccount) -> str:
    password = initial_password()
    account.password_hash = hash_password(password)
    _must_change(account)
    session.flush()
    return password


def _must_fit_beside(
    account: StaffAccount, role: str, unit_id: int, starts_on: dt.date, ends_on: dt.date | None
) -> None:
    """No post twice at a time, and never administrator and auditor at a time."""
    overlapping = select(Post).where(
        Post.account_id == account.id, or_(Post.valid_to.is_(None), Post.valid_to >= starts_on)
    )
    if ends_on is not None:
        overlapping = overlapping.where(Post.valid_from <= ends_on)
    for other in session.scalars(overlapping):
        if (other.role, other.unit_id) == (role, unit_id):
            raise RuleBroken("role", N_("这段时间内已经有同样的岗位。"))
        if {other.role, role} == NEVER_TOGETHER:
            raise RuleBroken("role", N_("系统管理员与审计员须由不同的人担任。"))


def _must_leave_an_administrator(last: dt.date, *, but_post: int = 0, but_account: int = 0) -> None:
    """Raise RuleBroken unless somebody can still administer after `last`.

    All posts of administrators are locked first: of two who take each other's post, the second sees what the first did.
    """
    today = clock.today()
    session.scalars(select(Post.id).where(Post.role == "admin").order_by(Post.id).with_for_update()).all()
    others = (
        select(Post.id)
        .join(StaffAccount, StaffAccount.id == Post.account_id)
        .where(
            Post.role == "admin",
            Post.id != but_post,
            Post.account_id != but_account,
            StaffAccount.is_active,
            Post.valid_from <= today,
            or_(Post.valid_to.is_(None), Post.valid_to > max(last, today)),
        )
    )
    if session.scalars(others).first() is None:
        raise RuleBroken(None, N_("这是最后一位系统管理员。请先增加另一位，再办理。"))


def _name(text: str) -> str:
    try:
        return propose_name(text).text
    except InvalidName as error:
        raise RuleBroken("name", error.message, **error.params) from None
