"""The forms of the units' pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from portal import clock
from portal.units.models import KINDS
from portal.web.addresses import key_of
from portal.web.forms import PortalForm


class NameForm(PortalForm):
    """What a unit is called."""

    name = StringField(_l("全称"), [InputRequired(), Length(max=100)])
    short_name = StringField(
        _l("简称（机关代字）"),
        [InputRequired(), Length(max=20)],
        description=_l("用在文书编号里，例如“示街办”"),
    )


class ContactForm(PortalForm):
    """Where a unit is found."""

    phone = StringField(_l("电话"), [Length(max=30)])
    address = StringField(_l("地址"), [Length(max=200)], description=_l("印在受理回执和告知书上"))


class ReasonForm(PortalForm):
    """Why something is done, for the record."""

    reason = StringField(_l("依据或原因"), [InputRequired(), Length(max=200)])


class FoundUnitForm(NameForm, ContactForm):
    """A new unit."""

    kind = SelectField(
        _l("类别"),
        [InputRequired()],
        choices=[SelectChoice(code, _l(label)) for code, label in KINDS.items()],
    )
    code = StringField(
        _l("代码"),
        [
            InputRequired(),
            Length(max=20),
            Regexp(r"[0-9A-Za-z-]+$", message=_l("代码只用字母、数字和连字符。")),
        ],
        description=_l("例如统计用区划代码；设立后不能改"),
    )
    parent_id = SelectField(_l("上级单位"), [Optional()], coerce=key_of)
    valid_from = DateField(_l("设立日期"), [InputRequired()], default=clock.today)


class RenameUnitForm(NameForm, ReasonForm):
    """A new name from a day on."""

    starts_on = DateField(_l("从哪天起用新名称"), [InputRequired()], default=clock.today)


class MoveUnitForm(ReasonForm):
    """Another unit above from a day on."""

    parent_id = SelectField(_l("新的上级单位"), [InputRequired()], coerce=key_of)
    starts_on = DateField(_l("从哪天起"), [InputRequired()], default=clock.today)


class CloseUnitForm(ReasonForm):
    """The last day of a unit, and who takes its matters over."""

    last_day = DateField(_l("最后一天"), [InputRequired()], default=clock.today)
    successor_id = SelectField(_l("并入（承接单位）"), [Optional()], coerce=key_of)
    with_children = BooleanField(_l("下级单位一并划入承接单位"))
    with_posts = BooleanField(_l("在任岗位同日结束"))


class ReopenUnitForm(ReasonForm):
    """Why a unit stands again."""


class ChangeContactForm(ContactForm):
    """A unit's telephone and address."""
