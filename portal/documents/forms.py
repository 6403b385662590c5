"""The forms of paper: declaring one void, printing with an offset, and the public check."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm


class VoidDocumentForm(PortalForm):
    """Why a paper is declared void."""

    reason = TextAreaField(_l("作废原因"), [InputRequired(), Length(max=500)])


class CheckDocumentForm(PortalForm):
    """The code on the paper, and the last four characters of its holder's number or phone."""

    code = StringField(
        _l("查询码"),
        [InputRequired(), Length(max=40)],
        description=_l("印在文书下方，8 位字母和数字，例如 7KQ4-MW9P。"),
    )
    last4 = StringField(
        _l("证件号码或手机号后四位"),
        [InputRequired(), Length(max=10)],
        description=_l("申请人或代办人的证件号码或手机号的最后四位。"),
    )
