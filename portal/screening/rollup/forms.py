"""The forms of a street's report."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.web.forms import PortalForm


class ZeroForm(PortalForm):
    """A report that may be a zero: somebody says it."""

    zero_said = BooleanField(
        _l("经汇总各社区的排查和报告，本期没有新增矛盾纠纷，作零报告"),
        description=_l("确认属实才勾选；有新增的，请先登记纠纷"),
    )


class MakeForm(ZeroForm):
    """Drawing a report up; a correction wants its reason."""

    because = TextAreaField(
        _l("更正原因"),
        [Optional(), Length(max=300)],
        description=_l("这一期已经签发过的才填写，会印在报告上"),
    )


class TextsForm(PortalForm):
    """What the figures do not say."""

    overview = TextAreaField(_l("本期总体情况"), [Optional(), Length(max=3000)])
    problems = TextAreaField(_l("突出问题"), [Optional(), Length(max=3000)])
    next_steps = TextAreaField(_l("下步措施"), [Optional(), Length(max=3000)])
    wants_help = TextAreaField(_l("需上级协调"), [Optional(), Length(max=3000)])
    phone = StringField(_l("联系电话"), [Optional(), Length(max=30)])


class SignForm(PortalForm):
    """A signature."""

    note = StringField(_l("意见"), [Optional(), Length(max=500)])
    late_reason = StringField(
        _l("迟报的原因"), [Optional(), Length(max=300)], description=_l("已过报送期限，会印在报告上")
    )


class ReasonForm(PortalForm):
    """A verb that wants a reason."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])


class SendForm(PortalForm):
    """On which day the report went out."""

    on = DateField(_l("报送日期"), [InputRequired()])


class MakeBulletinForm(PortalForm):
    """Which month, and what is asked of the units."""

    month = SelectField(_l("月份"), [InputRequired()])
    remarks = TextAreaField(_l("工作要求"), [Optional(), Length(max=1000)])


class IssueBulletinForm(PortalForm):
    """To whom copies go."""

    copies = StringField(
        _l("抄送"), [Optional(), Length(max=200)], description=_l("例如：区委政法委、区司法局")
    )
