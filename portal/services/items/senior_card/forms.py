"""The forms of the senior card: the portrait with its crop, and what happens to a card after it was issued."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.files.pictures import Box
from portal.services.forms.choices import worded
from portal.services.items.senior_card.models import ENDINGS
from portal.web.forms import BoundedInteger, PortalForm

WIDEST = 100_000
# What an office may say by itself; the others follow from an application or a merge.
SAYABLE = ("wish", "death", "moved", "other")


class TakePhotoForm(PortalForm):
    """A portrait from the camera or a file; the four numbers say where the page cut it, in pixels of the picture."""

    photo = FileField(_l("照片"), [FileRequired(_l("请选择照片，或打开摄像头拍照。"))])
    crop_x = HiddenField()
    crop_y = HiddenField()
    crop_width = HiddenField()
    crop_height = HiddenField()

    @property
    def box(self) -> Box | None:
        """The cut, or None where the page made none (no script): then it is the picture's middle."""
        texts = [str(f.data or "") for f in (self.crop_x, self.crop_y, self.crop_width, self.crop_height)]
        if not all(text.isascii() and text.isdigit() and len(text) < 6 for text in texts):
            return None
        x, y, width, height = map(int, texts)
        return (x, y, width, height) if width and height else None


class AdjustPhotoForm(PortalForm):
    """The cut in figures, for pages without scripts; the height follows from the width."""

    x = BoundedInteger(_l("左边起"), [InputRequired(), NumberRange(0, WIDEST)])
    y = BoundedInteger(_l("上边起"), [InputRequired(), NumberRange(0, WIDEST)])
    width = BoundedInteger(_l("宽度"), [InputRequired(), NumberRange(1, WIDEST)])


class RecordLossForm(PortalForm):
    """The holder's report of a loss."""

    reason = TextAreaField(_l("遗失经过"), [InputRequired(), Length(max=300)])


class CancelCardForm(PortalForm):
    """Why a card ends without an application."""

    ending = SelectField(
        _l("注销原因"), [InputRequired()], choices=worded({code: ENDINGS[code] for code in SAYABLE})
    )
    reason = TextAreaField(_l("说明"), [Optional(), Length(max=300)])


class DismissProposalForm(PortalForm):
    """Why a card stays valid although the portal proposed to cancel it."""

    reason = TextAreaField(_l("保留的理由"), [InputRequired(), Length(max=300)])
