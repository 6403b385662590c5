"""The forms of found hardship: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from portal.services.items.temporary_relief.definition import DEFINITION
from portal.services.items.temporary_relief.reports.actions import LONGEST
from portal.web.forms import BoundedInteger, PortalForm


class ReportHardshipForm(PortalForm):
    """What the community found."""

    kind = RadioField(
        _l("哪一类困难"),
        [InputRequired()],
        choices=[SelectChoice(one.code, f"{one.name}：{one.hint}") for one in DEFINITION.businesses],
    )
    event_on = DateField(_l("发生日期"), [InputRequired()])
    persons = BoundedInteger(_l("共同生活人数"), [InputRequired(), NumberRange(1, 99)], default=1)
    place = StringField(_l("困难发生地"), [InputRequired(), Length(max=LONGEST["place"])])
    reason = TextAreaField(_l("困难原因"), [InputRequired(), Length(max=LONGEST["reason"])])
    need = TextAreaField(_l("需要什么帮助"), [InputRequired(), Length(max=LONGEST["need"])])


class DeclineForm(PortalForm):
    """Why it is not taken on."""

    answer = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])
