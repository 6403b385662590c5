"""The forms of the stock book: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.web.forms import BoundedInteger, PortalForm


class ReceiveBatchForm(PortalForm):
    """Blanks that came."""

    card_type = SelectField(_l("证件类型"), [InputRequired()])
    first = StringField(
        _l("起号"), [InputRequired(), Length(max=30)], description=_l("照空白证上印的填，例如 A000101")
    )
    last = StringField(_l("止号"), [InputRequired(), Length(max=30)])
    source = StringField(_l("从哪里领来"), [Optional(), Length(max=100)])


class SpoilBlankForm(PortalForm):
    """A spoiled blank."""

    serial = StringField(_l("废证号码"), [InputRequired(), Length(max=30)])
    reason = StringField(_l("原因"), [InputRequired(), Length(max=300)], description=_l("例如打印错位、卡纸"))


class ReturnBlanksForm(PortalForm):
    """A run that goes back."""

    first = StringField(_l("起号"), [InputRequired(), Length(max=30)])
    last = StringField(_l("止号"), [InputRequired(), Length(max=30)])
    reason = StringField(
        _l("原因"), [InputRequired(), Length(max=300)], description=_l("交回哪里，或者调给哪个窗口")
    )


class CountBlanksForm(PortalForm):
    """What is in the drawer."""

    card_type = SelectField(_l("证件类型"), [InputRequired()])
    found = BoundedInteger(_l("实有张数"), [InputRequired(), NumberRange(0, 1_000_000)])
    note = StringField(_l("不符的原因"), [Optional(), Length(max=300)])
