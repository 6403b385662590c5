"""The administrator's pages of accounts: the list, one account, and what is done to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts import administration as admin
from portal.accounts import open_work, queries
from portal.accounts.forms import (
    AccountForm,
    AddPostForm,
    CreateAccountForm,
    EndPostForm,
    ReasonForm,
)
from portal.accounts.models import StaffAccount
from portal.accounts.roles import ROLES
from portal.accounts.routes import blueprint
from portal.errors import N_, NotFound
from portal.units.models import Post
from portal.units.queries import tree
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.forms import EmptyForm, PortalForm
from portal.web.htmx import go_to, render

Answer = BaseResponse | tuple[str, int]
PAGE = 50

navigation.add("accounts.list_accounts", label=N_("账号"), group=N_("系统管理"), order=810, daily=True)


@blueprint.get("/admin/accounts")
@requires("accounts.manage_accounts")
def list_accounts() -> str:
    """All accounts, narrowed by words, role, unit and state."""
    asked = {
        name: request.args.get(name, "").strip()[:100] for name in ("q", "role", "unit", "state", "page")
    }
    number = key_of(asked["page"]) or 1
    found = queries.search_accounts(
        words=asked["q"],
        role=asked["role"] if asked["role"] in ROLES else "",
        unit_id=key_of(asked["unit"]),
        active={"active": True, "closed": False}.get(asked["state"]),
        page=min(number, 10_000),
        size=PAGE,
    )
    return render(
        "accounts/list_accounts.html",
        block="list",
        found=found,
        asked=asked,
        number=number,
        size=PAGE,
        roles=ROLES,
        role_choices=[("", _("全部岗位")), *((code, _(label)) for code, label in ROLES.items())],
        unit_choices=[("", _("全部单位")), *((r.unit.id, "\u3000" * r.depth + r.unit.name) for r in tree())],
        state_choices=[("", _("全部")), ("active", _("在用")), ("closed", _("停用"))],
    )


@blueprint.get("/admin/accounts/<int:account_id>")
@requires("accounts.manage_accounts")
def show_account(account_id: int) -> str:
    """One account: its posts, its sign-ins that live, and the work that waits for its person."""
    account = queries.get_account(account_id)
    return render(
        "accounts/show_account.html",
        account=account,
        roles=ROLES,
        sign_ins=queries.list_open_sign_ins(account.id),
        work=open_work.count_work(account.id),
    )


@blueprint.route("/admin/accounts/new", methods=["GET", "POST"])
@requires("accounts.manage_accounts")
def create_account() -> Answer:
    """Make an account; the answer shows its first password, once."""
    form = CreateAccountForm()
    if form.accepts():
        with form.refusals():
            account, password = admin.create_account(
                current_actor(),
                username=form.username.data or "",
                name=form.name.data or "",
                phone=form.phone.data or "",
                role=form.role.data,
                unit_id=form.unit_id.data or 0,
                starts_on=form.starts_on.data,
            )
            return _first_password(account, password)
    return render("accounts/create_account.html", form=form), form.status


def _first_password(account: StaffAccount, password: str) -> Response:
    """The page that shows a first password: never stored, never in an address; asked again it leads to the account."""
    page = render("accounts/first_password.html", account=account, password=password)
    response = make_response(page, 201)
    response.headers["Location"] = url_for(".show_account", account_id=account.id)
    return response


def _do(
    account_id: int, form: PortalForm, act: Callable[[StaffAccount], Any], page: str, **more: Any
) -> Answer:
    """Do one thing to an account and go back to it, or show its form again."""
    account = queries.get_account(account_id)
    if form.accepts():
        with form.refusals():
            act(account)
            flash(_("已保存。"), "success")
            return go_to(url_for(".show_account", account_id=account_id))
        account = queries.get_account(account_id)
    return render(f"accounts/{page}.html", form=form, account=account, **more), form.status


@blueprint.route("/admin/accounts/<int:account_id>/change", methods=["GET", "POST"])
@requires("accounts.manage_accounts")
def change_account(account_id: int) -> Answer:
    """Correct a person's name or telephone."""
    form = AccountForm(obj=queries.get_account(account_id))

    def act(account: StaffAccount) -> None:
        name, phone = form.name.data or "", form.phone.data or ""
        admin.change_account(
            current_actor(), account_id=account.id, name=name, phone=phone, version=form.seen_version
        )

    return _do(account_id, form, act, "change_account")


@blueprint.route("/admin/accounts/<int:account_id>/posts/new", methods=["GET", "POST"])
@requires("accounts.manage_accounts")
def add_post(account_id: int) -> Answer:
    """Give a colleague one more post."""
    form = AddPostForm()

    def act(account: StaffAccount) -> None:
        admin.add_post(
            current_actor(),
            account_id=account.id,
            role=form.role.data,
            unit_id=form.unit_id.data or 0,
            starts_on=form.starts_on.data or clock.today(),
            ends_on=form.ends_on.data,
        )

    return _do(account_id, form, act, "add_post")


@blueprint.route("/admin/accounts/<int:account_id>/posts/<int:post_id>/end", methods=["GET", "POST"])
@requires("accounts.manage_accounts")
def end_post(account_id: int, post_id: int) -> Answer:
    """End a post, at once or after a day."""
    post = _post_of(account_id, post_id)
    form = EndPostForm(version=post.version)

    def act(_account: StaffAccount) -> None:
        admin.end_post(
            current_actor(),
            post_id=post_id,
            last_day=form.last_day.data,
            reason=form.reason.data or "",
            version=form.seen_version,
        )

    return _do(account_id, form, act, "end_post", post=post, roles=ROLES)


def _post_of(account_id: int, post_id: int) -> Post:
    for post in queries.get_account(account_id).posts:
        if post.id == post_id:
            return post
    raise NotFound


@blueprint.route("/admin/accounts/<int:account_id>/deactivate", methods=["GET", "POST"])
@requires("accounts.manage_accounts")
def deactivate_account(account_id: int) -> Answer:
    """Close an account."""
    form = ReasonForm(obj=queries.get_account(account_id))

    def act(account: StaffAccount) -> None:
        admin.deactivate_account(
            current_actor(), account_id=account.id, reason=form.reason.data or "", version=form.seen_version
        )

    return _do(account_id, form, act, "deactivate_account", work=open_work.count_work(account_id))


def _new_password(account_id: int, act: Callable[..., tuple[StaffAccount, str]], page: str) -> Answer:
    """Do what makes a new first password, and show it once."""
    account = queries.get_account(account_id)
    form = ReasonForm(obj=account)
    if form.accepts():
        with form.refusals():
            done = act(
                current_actor(),
                account_id=account_id,
                reason=form.reason.data or "",
                version=form.seen_version,
            )
            return _first_password(*done)
        account = queries.get_account(account_id)
    return render(f"accounts/{page}.html", form=form, account=account), form.status


@blueprint.route("/admin/accounts/<int:account_id>/reactivate", methods=["GET", "POST"])
@requires("accounts.manage_accounts")
def reactivate_account(account_id: int) -> Answer:
    """Open a closed account again, with a new first password."""
    return _new_password(account_id, admin.reactivate_account, "reactivate_account")


@blueprint.route("/admin/accounts/<int:account_id>/reset-password", methods=["GET", "POST"])
@requires("accounts.manage_accounts")
def reset_password(account_id: int) -> Answer:
    """Give a colleague a new first password."""
    return _new_password(account_id, admin.reset_password, "reset_password")


@blueprint.route("/admin/accounts/<int:account_id>/end-sessions", methods=["GET", "POST"])
@requires("accounts.manage_accounts")
def end_sessions(account_id: int) -> Answer:
    """End every sign-in of a person."""
    form = EmptyForm()

    def act(account: StaffAccount) -> None:
        admin.end_sessions(current_actor(), account_id=account.id)

    return _do(account_id, form, act, "end_sessions", sign_ins=queries.list_open_sign_ins(account_id))
