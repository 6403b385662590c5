"""The forms of the calendar: a special period, and how it is ended early."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.web.forms import PortalForm


class SpecialPeriodForm(PortalForm):
    """Which communities report daily, from when to when, and on what basis."""

    name = StringField(_l("名称"), [InputRequired(), Length(max=100)], description=_l("例如：国庆期间"))
    first = DateField(_l("从哪天起"), [InputRequired()])
    last = DateField(_l("到哪天止"), [InputRequired()])
    basis = StringField(_l("依据的通知"), [Optional(), Length(max=200)])
    unit_ids = SelectMultipleField(
        _l("每天上报的社区"),
        [InputRequired()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class EndSpecialPeriodForm(PortalForm):
    """The last day that is still owed, and why."""

    last_day = DateField(_l("最后一天"), [InputRequired()])
    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])
