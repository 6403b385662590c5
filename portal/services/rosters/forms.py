"""The forms of rosters: shape only; the rules are in `actions`."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.errors import N_, RuleBroken
from portal.services.assistance.schemes import CATEGORIES, SCHEMES
from portal.services.forms.choices import worded
from portal.services.rosters.conditions import OLDEST
from portal.services.rosters.words import ITEM_KINDS, KINDS, SOURCES, SUPPORT_PEOPLE
from portal.standards.amounts import fen_of
from portal.standards.invalid import Invalid
from portal.web.forms import BoundedInteger, PortalForm

ALL = N_("全部")


class StartRosterForm(PortalForm):
    """A new round."""

    title = StringField(
        _l("发放名称"), [InputRequired(), Length(max=100)], description=_l("例如：2026年春节慰问")
    )
    kind = SelectField(_l("发放种类"), [InputRequired()], choices=worded(KINDS))
    starts_on = DateField(_l("发放开始日期"), [InputRequired()])
    ends_on = DateField(_l("发放结束日期"), [InputRequired()])
    money = StringField(
        _l("每人慰问金"), [Optional(), Length(max=12)], description=_l("只发物资的不填；物资在下一步填写。")
    )
    purpose = TextAreaField(_l("事由和依据"), [Optional(), Length(max=1000)])


class AddItemForm(PortalForm):
    """One thing or sum that each person gets."""

    kind = RadioField(_l("类别"), [InputRequired()], choices=worded(ITEM_KINDS), default="goods")
    name = StringField(_l("名称"), [InputRequired(), Length(max=50)], description=_l("例如：大米、慰问金"))
    value = StringField(
        _l("单价或金额"),
        [InputRequired(), Length(max=12)],
        description=_l("物资填每件折款，慰问金填每人金额。"),
    )
    quantity = BoundedInteger(_l("每人数量"), [InputRequired(), NumberRange(1, 10_000)], default=1)
    unit = StringField(_l("计量单位"), [Optional(), Length(max=10)], description=_l("例如：袋、桶、辆"))


class ConditionsForm(PortalForm):
    """Who comes on by conditions."""

    source = RadioField(_l("从哪里选人"), [InputRequired()], choices=worded(SOURCES), default="support")
    unit = SelectField(_l("社区"), [InputRequired()], coerce=int)
    scheme = SelectField(
        _l("救助种类"), choices=worded({"": ALL} | {code: one.name for code, one in SCHEMES.items()})
    )
    category = SelectField(_l("类别"), choices=worded({"": ALL} | CATEGORIES))
    people = RadioField(_l("每户"), choices=worded(SUPPORT_PEOPLE), default="head")
    card_type = SelectField(_l("优待证类型"))
    youngest = BoundedInteger(_l("年龄从"), [Optional(), NumberRange(0, OLDEST)])
    oldest = BoundedInteger(
        _l("年龄到"), [Optional(), NumberRange(0, OLDEST)], description=_l("周岁，含两端")
    )


class SheetForm(PortalForm):
    """A filled-in workbook."""

    file = FileField(
        _l("填好的 Excel 表"),
        [FileRequired(_l("请选择文件。"))],
        description=_l("请用本页下载的模板，.xlsx 格式，一次不超过 5000 行。"),
    )


class AddPersonForm(PortalForm):
    """One person by hand."""

    name = StringField(_l("姓名"), [InputRequired(), Length(max=100)])
    identity = StringField(_l("身份证号"), [InputRequired(), Length(max=30)])
    reason = StringField(_l("列入原因"), [InputRequired(), Length(max=300)])
    money = StringField(
        _l("金额"),
        [Optional(), Length(max=12)],
        description=_l("与本批标准相同的不填；不同的填这个人的金额。"),
    )


class ReasonForm(PortalForm):
    """A reason, in a sentence."""

    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=300)])


class AnswerForm(PortalForm):
    """What was found out about somebody who was sent back."""

    answer = TextAreaField(_l("核实情况"), [InputRequired(), Length(max=300)])


class HandOutForm(PortalForm):
    """Who signed."""

    proxy_name = StringField(
        _l("代领人姓名"), [Optional(), Length(max=100)], description=_l("本人领取的不填。")
    )
    proxy_relation = StringField(_l("与本人关系"), [Optional(), Length(max=50)])


def read_yuan(text: str | None, field: str) -> int | None:
    """A sum in yuan as typed, in fen, None for an empty one; raises RuleBroken at `field`."""
    if not (text or "").strip():
        return None
    try:
        return fen_of(text or "")
    except Invalid as error:
        raise RuleBroken(field, error.message, **error.params) from error


def asked_sum(form: Any, field: str = "money") -> int | None:
    """The sum that a form holds, in fen."""
    return read_yuan(getattr(form, field).data, field)
