"""The forms of sign-in and of one's own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.web.forms import PortalForm


class SignInForm(PortalForm):
    """User name and password."""

    username = StringField(_l("用户名"), [InputRequired(), Length(max=40)], render_kw={"autocomplete": "username"})
    password = PasswordField(
        _l("密码"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class SwitchPostForm(PortalForm):
    """Which of one's posts to work at."""

    post_id = IntegerField(_l("岗位"), [InputRequired()])


class ChangePasswordForm(PortalForm):
    """The old password and the new one twice."""

    old = PasswordField(
        _l("原密码"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    password = PasswordField(
        _l("新密码"), [InputRequired(), Length(max=128)], render_kw={"autocomplete": "new-password"}
    )
    again = PasswordField(
        _l("再输一次新密码"),
        [InputRequired(), EqualTo("password", message=_l("两次输入的新密码不一致。"))],
        render_kw={"autocomplete": "new-password"},
    )
