"""The forms of temporary relief: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.services.assistance.schemes import AREAS
from portal.services.forms.choices import worded
from portal.services.items.temporary_relief.models import DISTRICT_ANSWERS, FORMS
from portal.web.forms import BoundedInteger, PortalForm


class AssessReliefForm(PortalForm):
    """How much, and in which form; for how many only where the office reckons by the person."""

    persons = BoundedInteger(
        _l("共同生活人数"), [InputRequired(), NumberRange(1, 99)], description=_l("金额乘以这个人数。")
    )
    percent = BoundedInteger(
        _l("按月保障标准的百分之几"),
        [InputRequired(), NumberRange(1, 3600)],
        description=_l("例如 200，就是两个月的标准。"),
    )
    area = RadioField(_l("按哪个标准"), [InputRequired()], choices=worded(AREAS), default="urban")
    form = RadioField(_l("救助方式"), [InputRequired()], choices=worded(FORMS), default="cash")
    goods = StringField(_l("实物或转介"), [Optional(), Length(max=200)])


class GiveFirstForm(PortalForm):
    """Why it cannot wait."""

    because = TextAreaField(_l("为什么先行救助"), [InputRequired(), Length(max=300)])


class ReliefAnswerForm(PortalForm):
    """What the district answered."""

    answer = RadioField(_l("区级意见"), [InputRequired()], choices=worded(DISTRICT_ANSWERS))
    number = StringField(_l("批复文号"), [Optional(), Length(max=80)])
    on = DateField(_l("批复日期"), [InputRequired()])
    note = TextAreaField(_l("说明"), [Optional(), Length(max=1000)])


class ReliefReceiptForm(PortalForm):
    """Who signed for it."""

    receiver = StringField(_l("领取人"), [Optional(), Length(max=100)], description=_l("本人领取的不填。"))
    relation = StringField(_l("与申请人关系"), [Optional(), Length(max=50)])
