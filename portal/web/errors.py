"""Every way a request can fail, as a page in the reader's language that says what to do next."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal import db
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.web.access import actor_or_none
from portal.web.htmx import render
from portal.web.wording import in_words

log = logging.getLogger("portal")


def page(status: int, title: str, advice: str, **more: Any) -> tuple[str, int]:
    """One plain error page; the same template for all, so that none is forgotten when the look changes."""
    return render("shared/error.html", status=status, title=title, advice=advice, **more), status


def refused(error: RuleBroken) -> tuple[str, int]:
    """A rule broken where no form shows it."""
    return page(422, _("这一步现在不能办理"), in_words(error))


def forbidden(error: Forbidden) -> tuple[str, int]:
    """Signed in, but not at a post with this right; the refusal is recorded."""
    actor = actor_or_none()
    record = current_app.extensions.get("portal_record_refusal")
    if actor and record:
        path, verb = request.path, error.verb
        with db.transaction():
            record(actor, verb, path)
    advice = (
        _(error.message)
        if error.message
        else _("您当前的岗位没有这项权限。如确需办理，请切换岗位或联系系统管理员。")
    )
    return page(403, _("没有权限"), advice)


def not_found(_error: object) -> tuple[str, int]:
    """No such page or record, or none that this person may see."""
    return page(404, _("没有找到"), _("没有这个页面或记录，或者您无权查看。请从工作台或查询重新进入。"))


def conflict(_error: object) -> tuple[str, int]:
    """Two people saved at once; nothing of the later save is stored."""
    return page(
        409,
        _("内容已被他人更新"),
        _("有人在您之前保存了这条记录，您的改动没有写入。请返回、刷新后核对再提交。"),
    )


def taken(error: IntegrityError) -> tuple[str, int]:
    """Two people made the same thing in the same instant: the database kept the first. Any other broken constraint is a fault."""
    of_sqlite = getattr(error.orig, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_UNIQUE"
    if of_sqlite or getattr(error.orig, "sqlstate", "") == "23505":
        log.warning("somebody else was first at %s", request.path)
        return conflict(error)
    if current_app.testing:
        raise error
    return broken(error)


def forged(error: CSRFError) -> tuple[str, int]:
    """The form's protection token is missing or of another session; what was typed is kept for its owner."""
    stash = current_app.extensions.get("portal_stash")
    token = None
    if stash and actor_or_none() and request.form:
        with db.transaction():
            token = stash(request)
    return page(
        400,
        _("页面已过期"),
        _(
            "这张表打开的时间太久，或者是从别处提交的，没有写入。填写的内容已为您保留，请回到表单核对后重新提交。"
        )
        if token
        else _("这张表打开的时间太久，或者是从别处提交的，没有写入。请返回后重新提交。"),
        back=f"{request.path}?restore={token}" if token else None,
    )


def too_large(_error: object) -> tuple[str, int]:
    """The upload is over the limit."""
    limit = current_app.config["MAX_CONTENT_LENGTH"] // 1024 // 1024
    return page(
        413,
        _("文件太大"),
        _(
            "一次提交不能超过 %(limit)s MB。请缩小文件后重新上传，其他内容没有丢失，请返回上一页。",
            limit=limit,
        ),
    )


def busy(error: OperationalError) -> tuple[str, int, dict[str, str]]:
    """The database is locked, full or away; nothing was stored."""
    log.error("database unavailable: %s", error.orig)
    body, status = page(
        503, _("系统正忙"), _("数据没有写入，请稍等几秒后重试。如持续出现，请联系系统管理员。")
    )
    return body, status, {"Retry-After": "5"}


def http_error(error: HTTPException) -> tuple[str, int]:
    """Any other HTTP error, in words."""
    return page(error.code or 500, _("请求不能处理"), _("这个请求的方式或内容不对。请从工作台重新进入。"))


def broken(error: Exception) -> tuple[str, int]:
    """A fault of ours: the reader gets a number to report, the log has the rest."""
    number = secrets.token_hex(4).upper()
    log.error("error %s at %s %s", number, request.method, request.path, exc_info=error)
    return page(
        500, _("系统出错了"), _("没有写入任何内容。请把编号 %(number)s 告诉系统管理员。", number=number)
    )


def register(app: Flask) -> None:
    """Bind each kind of failure to its page."""
    app.register_error_handler(RuleBroken, refused)
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(404, not_found)
    app.register_error_handler(Conflict, conflict)
    app.register_error_handler(StaleDataError, conflict)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(413, too_large)
    app.register_error_handler(IntegrityError, taken)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(HTTPException, http_error)
    if not app.testing:
        app.register_error_handler(Exception, broken)
