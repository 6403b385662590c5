"""The forms of the board: posting, another day, taking down, the slip, objections, and which published list is printed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.services.notices.states import OBJECTION_CHANNELS, OUTCOMES, SLIP_RESULTS
from portal.web.forms import PortalForm

_PICTURE = _l("手机拍的 JPG 或 PNG，不超过 10 MB")


def _choices(words: dict[str, str]) -> list[Any]:
    return [SelectChoice(code, _l(text)) for code, text in words.items()]


class _PictureForm(PortalForm):
    """A photograph of the sheet, which an office may want or not."""

    photo: FileField

    def want_photo(self, wanted: bool) -> None:
        """Mark the photograph as one that must be there."""
        self.photo.flags.required = wanted


class PostNoticeForm(_PictureForm):
    """The sheet hangs: since when, where, shown by a photograph."""

    posted_on = DateField(_l("张贴日期"), [InputRequired()])
    place = StringField(
        _l("张贴地点"), [InputRequired(), Length(max=100)], description=_l("例如：社区居委会公示栏")
    )
    photo = FileField(_l("张贴照片"), description=_PICTURE)


class RedateNoticeForm(PortalForm):
    """Another posting day, before the sheet hangs."""

    post_on = DateField(
        _l("新的张贴日"), [InputRequired()], description=_l("公示期从张贴次日起算，公示单会重新生成")
    )


class RemoveNoticeForm(_PictureForm):
    """The sheet was taken down, shown by a photograph."""

    removed_on = DateField(_l("撤下日期"), [InputRequired()])
    photo = FileField(_l("撤下照片"), description=_PICTURE)


class EnterReturnSlipForm(PortalForm):
    """The sealed slip came back."""

    result = RadioField(_l("反馈单写的是"), [InputRequired(_l("请选择。"))], choices=_choices(SLIP_RESULTS))
    on = DateField(_l("反馈单日期"), [InputRequired()])
    note = StringField(_l("备注"), [Optional(), Length(max=300)])
    scan = FileField(
        _l("盖章的反馈单"),
        [FileRequired(_l("请上传盖章的反馈单扫描件或照片。"))],
        description=_l("PDF、JPG 或 PNG，不超过 10 MB"),
    )


class RecordObjectionForm(PortalForm):
    """What somebody objects."""

    channel = SelectField(_l("怎么提出的"), choices=_choices(OBJECTION_CHANNELS))
    received_on = DateField(_l("收到日期"), [InputRequired()])
    person = StringField(
        _l("提出人"), [Optional(), Length(max=100)], description=_l("可以不留姓名；内容加密保存，不对外公开")
    )
    text = TextAreaField(_l("异议内容"), [InputRequired(), Length(max=2000)])


class SettleObjectionForm(PortalForm):
    """What was found, and how it ends."""

    outcome = RadioField(_l("处理结果"), [InputRequired(_l("请选择。"))], choices=_choices(OUTCOMES))
    finding = TextAreaField(
        _l("核实情况"), [InputRequired(), Length(max=2000)], description=_l("再次调查或民主评议的结果")
    )
    answer = TextAreaField(_l("答复提出人的内容"), [Optional(), Length(max=500)])


class CancelNoticeForm(PortalForm):
    """Why a notice is taken back."""

    reason = StringField(_l("取消原因"), [InputRequired(), Length(max=300)])


class PrintPublishedForm(PortalForm):
    """Which list, of which community."""

    source = SelectField(_l("名单"), choices=[])
    unit_id = SelectField(_l("社区"), [InputRequired()], choices=[], coerce=int, validate_choice=True)
