"""The forms of custody: what is taken, to whom it goes, who takes it back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.web.forms import PortalForm


class TakeOriginalsForm(PortalForm):
    """The item's materials to tick, and other things by name."""

    codes = SelectMultipleField(
        _l("收取的原件"), choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    names = StringField(
        _l("其他原件"),
        [Optional(), Length(max=300)],
        description=_l("不在材料清单里的，写名称，几件之间用顿号隔开"),
    )
    return_on = DateField(_l("预计退还日期"), [Optional()], description=_l("印在清单上，可不填"))


class OriginalsForm(PortalForm):
    """Which of them."""

    ids = SelectMultipleField(
        _l("原件"),
        [InputRequired(_l("请选择原件。"))],
        choices=[],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class HandOutForm(OriginalsForm):
    """To an office or an agent."""

    to = StringField(_l("交给谁"), [InputRequired(), Length(max=100)], description=_l("单位或经手人"))
    note = StringField(_l("说明"), [Optional(), Length(max=300)])


class BringBackForm(OriginalsForm):
    """Back in the office."""

    note = StringField(_l("说明"), [Optional(), Length(max=300)])


class GiveBackForm(OriginalsForm):
    """Back with the resident."""

    receiver = StringField(_l("领取人"), [InputRequired(), Length(max=100)])
    relation = StringField(
        _l("与申请人的关系"), [Optional(), Length(max=40)], description=_l("本人领回的不填")
    )
    has_signed = BooleanField(_l("领取人已在材料接收清单上签名"))


class ReportLostForm(OriginalsForm):
    """Lost: where it was, what was done."""

    reason = TextAreaField(
        _l("遗失经过和处理"),
        [InputRequired(), Length(max=300)],
        description=_l("写明最后在谁手里、怎么发现的、怎样告知和补救"),
    )
