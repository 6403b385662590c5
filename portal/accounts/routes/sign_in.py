"""Sign-in, sign-out, the active post and one's own password."""

from __future__ import annotations

from flask import Response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from portal import settings
from portal.accounts import actions, gates, queries
from portal.accounts.forms import ChangePasswordForm, SignInForm, SwitchPostForm
from portal.accounts.routes import blueprint
from portal.errors import N_, RuleBroken
from portal.web.access import actor_or_none, current_actor, local_path, public, signed_in
from portal.web.application import keep_although_refused
from portal.web.htmx import render

_WHY = {
    "idle": N_("超过 %(minutes)s 分钟没有操作，已自动退出。请重新登录，登录后回到刚才的页面。"),
    "age": N_("这次登录已满 %(hours)s 小时，已自动退出。请重新登录，登录后回到刚才的页面。"),
    "ended": N_("这次登录已在别处结束，例如改了密码或者由管理员退出。请重新登录，登录后回到刚才的页面。"),
}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> BaseResponse | tuple[str, int]:
    """Ask for name and password. A failure says the same for an unknown name, a wrong password and a closed account."""
    if queries.is_empty():
        return redirect(url_for(".first_run"), 303)
    target = local_path(request.values.get("next")) or url_for("dashboard.workbench")
    if request.method == "GET" and actor_or_none():
        return redirect(target, 303)
    form = SignInForm(next=target)
    if form.accepts():
        token = _try(form)
        if token:
            start_cookie(token)
            return redirect(target, 303)
    why = _WHY.get(queries.why_ended(session.get("_user_id", "")), "")
    limits = {
        "minutes": settings.value("accounts.idle_minutes"),
        "hours": settings.value("accounts.session_hours"),
    }
    return render("accounts/sign_in.html", form=form, why=why, limits=limits), form.status


def _try(form: SignInForm) -> str | None:
    """Check the password; the attempt is stored although the answer is a refusal."""
    keep_although_refused()
    try:
        account = actions.check_password(
            username=form.username.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
        )
    except RuleBroken as error:
        form.refuse(error)
        return None
    token = actions.start_sign_in(account, address=request.remote_addr or "") if account else None
    if token is None:
        form.form_errors = [*form.form_errors, _("用户名或密码不对，请重新输入。")]
    return token


def start_cookie(token: str) -> None:
    """Put the token of a new sign-in into the browser's cookie, and nothing else that was there."""
    kept = {k: session[k] for k in ("language", "large_type", "no_keys", "printer") if k in session}
    session.clear()  # nothing from before the sign-in lives on, its forgery token included
    session.update(kept)
    found = queries.find_sign_in(token)
    if found:
        login_user(gates.signed_in(found, token))


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> BaseResponse:
    """End the sign-in on the server and leave nothing in the browser."""
    actions.end_sign_in(current_actor(), token=current_user.get_id())
    kept = {k: session[k] for k in ("language", "large_type", "no_keys", "printer") if k in session}
    logout_user()
    session.clear()
    session.update(kept)
    response: Response = redirect(url_for("accounts.sign_in"), 303)  # type: ignore[assignment]
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.post("/post")
@signed_in
def switch_post() -> BaseResponse:
    """Work at another of one's posts."""
    form = SwitchPostForm()
    if form.accepts():
        actions.switch_post(current_actor(), token=current_user.get_id(), post_id=form.post_id.data or 0)
    return redirect(url_for("dashboard.workbench"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> BaseResponse | tuple[str, int]:
    """Change one's own password; the first one must be changed before anything else."""
    form = ChangePasswordForm()
    if form.accepts():
        with form.refusals():
            actions.change_password(
                current_actor(),
                old=form.old.data or "",
                new=form.password.data or "",
                token=current_user.get_id(),
                address=request.remote_addr or "",
            )
            return redirect(url_for("dashboard.workbench"), 303)
    page = render(
        "accounts/change_password.html",
        form=form,
        must_change=current_user.must_change_password,
        least=settings.value("accounts.password_length"),
    )
    return page, form.status
