"""The forms of ratings: what the resident says, what came of the call, what was mended."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.services.forms.choices import worded
from portal.services.ratings.levels import ASPECTS, FINDINGS, LEVELS, WAYS
from portal.web.forms import PortalForm

_WORDS = {str(level): words for level, words in LEVELS.items()}


class EnterRatingForm(PortalForm):
    """Five levels for the whole; efficiency, skill and manner besides, and words, for whoever wants to."""

    level = RadioField(_l("整体评价"), [InputRequired()], choices=worded(_WORDS))
    speed = RadioField(ASPECTS["speed"], [Optional()], choices=worded(_WORDS))
    skill = RadioField(ASPECTS["skill"], [Optional()], choices=worded(_WORDS))
    manner = RadioField(ASPECTS["manner"], [Optional()], choices=worded(_WORDS))
    remark = TextAreaField(_l("想说的话"), [Optional(), Length(max=500)], description=_l("可不填"))
    way = SelectField(_l("评价方式"), choices=worded(WAYS), default="screen")

    @property
    def aspects(self) -> dict[str, int]:
        """What was rated besides the whole."""
        given: dict[str, Any] = {code: self[code].data for code in ASPECTS}
        return {code: int(value) for code, value in given.items() if value}


class CallBackForm(PortalForm):
    """When, what was said, and whether it is so."""

    on = DateField(_l("回访日期"), [InputRequired()])
    finding = RadioField(_l("核实结果"), [InputRequired()], choices=worded(FINDINGS))
    found = TextAreaField(_l("评价人反映的情况和核实情况"), [InputRequired(), Length(max=1000)])


class SettleCallbackForm(PortalForm):
    """What was mended, and what the resident was told."""

    done = TextAreaField(_l("整改措施和答复情况"), [InputRequired(), Length(max=1000)])
