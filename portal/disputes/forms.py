"""The forms of tasks: a body signs for one, answers, or is let go; the receipt of a body outside is entered."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.web.forms import PortalForm

_SENT = _l("派谁参加，可以填多人")


class SignForTaskForm(PortalForm):
    """Whom the body sends."""

    person = StringField(_l("参加人员"), [InputRequired(), Length(max=100)], description=_SENT)
    phone = StringField(_l("联系电话"), [Optional(), Length(max=30)])


class RecordReceiptForm(PortalForm):
    """What the receipt of a body outside says."""

    signed_for_by = StringField(_l("签收人"), [InputRequired(), Length(max=100)])
    on = DateField(_l("签收日期"), [InputRequired()])
    person = StringField(_l("参加人员"), [Optional(), Length(max=100)], description=_SENT)
    phone = StringField(_l("联系电话"), [Optional(), Length(max=30)])


class AnswerTaskForm(PortalForm):
    """The body's written opinion."""

    opinion = TextAreaField(
        _l("书面意见"),
        [InputRequired(), Length(max=4000)],
        description=_l("写明做了什么、依据和处理意见；内容加密保存"),
    )
    person = StringField(
        _l("参加人员"), [Optional(), Length(max=100)], description=_l("与签收时相同的，可以不填")
    )
    number = StringField(_l("意见文号"), [Optional(), Length(max=80)])
    file = FileField(_l("盖章的书面意见"), description=_l("PDF、JPG 或 PNG，不超过 10 MB；可以不附"))


class WithdrawTaskForm(PortalForm):
    """Why a body is let go."""

    reason = StringField(_l("撤回原因"), [InputRequired(), Length(max=300)])
