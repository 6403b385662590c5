"""The forms of sign-in, of one's own account, of the administrator's pages and of the first run."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal import clock
from portal.accounts.roles import ROLES
from portal.units import office
from portal.units.queries import tree
from portal.web.addresses import key_of
from portal.web.forms import PortalForm


def role_choices() -> list[SelectChoice]:
    """The roles in the reader's language, after an empty choice."""
    roles = (SelectChoice(code, gettext(label)) for code, label in ROLES.items())
    return [SelectChoice("", gettext("（请选择）")), *roles]


def unit_choices() -> list[SelectChoice]:
    """The units that exist today, as they stand in the tree, after an empty choice."""
    rows = (
        SelectChoice(str(r.unit.id), "\u3000" * r.depth + f"{r.unit.name} ({r.unit.code})") for r in tree()
    )
    return [SelectChoice("", gettext("（请选择）")), *rows]


class SignInForm(PortalForm):
    """User name and password."""

    username = StringField(
        _l("用户名"), [InputRequired(), Length(max=40)], render_kw={"autocomplete": "username"}
    )
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


class AccountForm(PortalForm):
    """Who a member of staff is."""

    name = StringField(_l("姓名"), [InputRequired(), Length(max=100)])
    phone = StringField(_l("联系电话"), [Length(max=30)])


class CreateAccountForm(AccountForm):
    """A new account with its first post."""

    username = StringField(
        _l("用户名"),
        [InputRequired(), Length(max=40)],
        description=_l("登录用，建议用姓名拼音；建立后不能改"),
    )
    role = SelectField(_l("岗位"), [InputRequired()], choices=role_choices)
    unit_id = SelectField(_l("单位"), [InputRequired()], coerce=key_of, choices=unit_choices)
    starts_on = DateField(_l("任职开始"), [InputRequired()], default=clock.today)


class AddPostForm(PortalForm):
    """One more post for a colleague."""

    role = SelectField(_l("岗位"), [InputRequired()], choices=role_choices)
    unit_id = SelectField(_l("单位"), [InputRequired()], coerce=key_of, choices=unit_choices)
    starts_on = DateField(_l("任职开始"), [InputRequired()], default=clock.today)
    ends_on = DateField(_l("任职结束"), [Optional()], description=_l("代班、借调等有期限的岗位填写"))


class EndPostForm(PortalForm):
    """When and why a post ends."""

    last_day = DateField(_l("最后一天"), [Optional()], description=_l("留空为立即结束，下一次操作即被拒绝"))
    reason = StringField(_l("依据或原因"), [InputRequired(), Length(max=200)])


class ReasonForm(PortalForm):
    """Why something is done to a colleague's account."""

    reason = StringField(_l("依据或原因"), [InputRequired(), Length(max=200)])


class HandOverForm(PortalForm):
    """Which matters go to whom, and why; the choices of matters are `kind:key`."""

    from_id = HiddenField()
    chosen = SelectMultipleField(
        _l("移交的事项"),
        [InputRequired(_l("请至少选择一件仍在办理的事项。"))],
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    to_id = SelectField(_l("接收人"), [InputRequired()], coerce=key_of)
    reason = StringField(_l("移交原因"), [InputRequired(), Length(max=200)])

    @property
    def chosen_by_kind(self) -> dict[str, set[int]]:
        """The keys that were ticked, by kind of work."""
        found: dict[str, set[int]] = {}
        for text in self.chosen.data or []:
            kind, _colon, key = str(text).rpartition(":")
            if kind and key.isdecimal() and len(key) < 18:
                found.setdefault(kind, set()).add(int(key))
        return found


class FirstRunForm(PortalForm):
    """The office and its first administrator; `code` proves that whoever fills this in sees the server's console."""

    code = StringField(
        _l("安装码"),
        [InputRequired(), Length(max=40)],
        description=_l("显示在服务器启动时的窗口里，也在安装目录的 instance/setup-code 文件中"),
    )
    office_name = StringField(
        _l("服务大厅名称"), [InputRequired(), Length(max=60)], default=lambda: gettext(office.DEFAULT)
    )
    district_name = StringField(_l("所属区（县）"), [InputRequired(), Length(max=100)])
    street_name = StringField(_l("街道（乡镇）全称"), [InputRequired(), Length(max=100)])
    short_name = StringField(
        _l("街道简称（机关代字）"),
        [InputRequired(), Length(max=20)],
        description=_l("用在文书编号里，例如“示街办”"),
    )
    name = StringField(_l("管理员姓名"), [InputRequired(), Length(max=100)])
    username = StringField(
        _l("管理员用户名"), [InputRequired(), Length(max=40)], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        _l("密码"), [InputRequired(), Length(max=128)], render_kw={"autocomplete": "new-password"}
    )
    again = PasswordField(
        _l("再输一次密码"),
        [InputRequired(), EqualTo("password", message=_l("两次输入的密码不一致。"))],
        render_kw={"autocomplete": "new-password"},
    )
