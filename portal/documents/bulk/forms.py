"""The form of a bulk print: how the file is laid out. The conditions of the list go along unseen, so that what was shown is
what is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from portal.documents.merging import EACH, MOST_COPIES, SETS, Layout
from portal.web.forms import BoundedInteger, PortalForm


class PrintBulkForm(PortalForm):
    """Double-sided or not, how many copies in which order, cards on sheets, and whether the printing is counted."""

    conditions = ("kind", "unit", "from", "to", "issuer", "printed")

    duplex = BooleanField(_l("双面打印"), description=_l("每份从正面开始：页数为单数的，后面加一张空白页。"))
    copies = BoundedInteger(_l("打印份数"), [InputRequired(), NumberRange(1, MOST_COPIES)], default=1)
    order = RadioField(
        _l("多份时的顺序"),
        choices=[SelectChoice(SETS, _l("整套打完再打下一套")), SelectChoice(EACH, _l("每份连打几张"))],
        default=SETS,
    )
    sheets = BooleanField(_l("证卡拼版"), description=_l("证卡每张 A4 排 8 枚，带裁切线；其他文书不受影响。"))
    two_up = BooleanField(
        _l("A5 拼版"), description=_l("A5 文书每张 A4 横放两份，打好后从中间裁开；其他文书不受影响。")
    )
    corrected = BooleanField(_l("按打印机校正"), default=True)
    is_counted = BooleanField(
        _l("登记打印次数"), default=True, description=_l("文件做好时，每份文书按份数登记批量打印。")
    )
    up_to = HiddenField(default="0")

    def layout(self, offsets: Mapping[str, Sequence[int]]) -> Layout:
        """The layout that was chosen; `offsets` are those of the printer beside this computer."""
        return Layout(
            duplex=bool(self.duplex.data),
            copies=int(self.copies.data or 1),
            order=self.order.data or SETS,
            sheets=bool(self.sheets.data),
            two_up=bool(self.two_up.data),
            offsets=dict(offsets) if self.corrected.data else {},
        )

    @property
    def newest(self) -> int:
        """The newest paper that stood in the list."""
        text = self.up_to.data or ""
        return int(text) if text.isdecimal() and len(text) < 16 else 0
