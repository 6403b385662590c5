"""The forms of errands, one a verb."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.web.forms import PortalForm


class OpenErrandForm(PortalForm):
    """Where to, by whom, until when."""

    office = StringField(
        _l("交办单位"), [InputRequired(), Length(max=100)], description=_l("把件送到哪个单位办理")
    )
    runner_id = SelectField(_l("代办员"), choices=[], coerce=int)
    due_on = DateField(_l("代办期限"), [Optional()], description=_l("不填的按规定的工作日计算"))
    has_letter = BooleanField(_l("已收委托人签名的委托书"))
    note = StringField(_l("备注"), [Optional(), Length(max=300)])


class SendErrandForm(PortalForm):
    """What goes along."""

    original_ids = SelectMultipleField(
        _l("随件带去的原件"),
        choices=[],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    no_originals = BooleanField(_l("不带原件"))
    number = StringField(_l("对方受理号"), [Optional(), Length(max=80)], description=_l("有的填写"))


class NoteProgressForm(PortalForm):
    """One line."""

    text = StringField(_l("进度"), [InputRequired(), Length(max=300)])


class FetchResultForm(PortalForm):
    """What came home."""

    result = StringField(_l("取回的结果"), [InputRequired(), Length(max=200)])


class DeliverResultForm(PortalForm):
    """Who signed for it."""

    receiver = StringField(_l("领取人"), [InputRequired(), Length(max=100)])
    relation = StringField(
        _l("与委托人的关系"), [Optional(), Length(max=40)], description=_l("本人领取的不填")
    )
    has_signed = BooleanField(_l("领取人已签收"))


class EndErrandForm(PortalForm):
    """Why it came to nothing."""

    reason = TextAreaField(_l("没有办成的原因"), [InputRequired(), Length(max=300)])
