"""The forms of paper: declaring one void, printing with an offset, and the public check."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.documents import proving
from portal.web.forms import PortalForm

LONGEST_SCAN = 3000  # a QR code holds no more


class VoidDocumentForm(PortalForm):
    """Why a paper is declared void."""

    reason = TextAreaField(_l("作废原因"), [InputRequired(), Length(max=500)])


class CheckDocumentForm(PortalForm):
    """The code on the paper and the last four characters of its holder's number or phone, or the whole text of its QR code."""

    code = StringField(
        _l("查询码"),
        [InputRequired(), Length(max=LONGEST_SCAN)],
        description=_l("印在文书下方，8 位字母和数字，例如 7KQ4-MW9P。也可以粘贴扫描二维码得到的全部文字。"),
    )
    last4 = StringField(
        _l("证件号码或手机号后四位"),
        [Length(max=10)],
        description=_l("申请人或代办人的证件号码或手机号的最后四位。粘贴二维码文字的，可以不填。"),
    )

    def validate_last4(self, field: StringField) -> None:
        """Required, unless what was pasted comes out of a QR code, or the paper names nobody whose digits could be known."""
        if not field.data and proving.wants_last_four(proving.read_presented(self.code.data or "")):
            raise ValidationError(_("请填写后四位。"))
