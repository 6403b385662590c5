"""The forms of letters: what is written, how it goes out, what came back, why it is withdrawn."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.letters.kinds import KINDS, OUTCOMES, WAYS
from portal.letters.wording import LONGEST_TEXT, enclosures_text
from portal.web.addresses import key_of
from portal.web.forms import PortalForm


class EnclosuresField(TextAreaField):
    """Enclosures one a line, each with its copies behind it."""

    def process_data(self, value: Any) -> None:
        """Show what a letter keeps as it is typed."""
        super().process_data(enclosures_text(value) if isinstance(value, list) else value)


class ChangeLetterForm(PortalForm):
    """The words of a draft."""

    addressee_id = SelectField(_l("收文单位"), choices=[], coerce=key_of, validate_choice=False)
    addressee = StringField(
        _l("其他单位名称"), [Optional(), Length(max=100)], description=_l("名单里没有的单位，在这里填写全称")
    )
    title = StringField(_l("标题"), [InputRequired(), Length(max=100)])
    body = TextAreaField(
        _l("正文"), [InputRequired(), Length(max=LONGEST_TEXT)], description=_l("每行是一个自然段")
    )
    enclosures = EnclosuresField(
        _l("附件"), [Optional(), Length(max=4000)], description=_l("每行一项，份数写在后面，例如：调查表 2份")
    )
    due_on = DateField(
        _l("要求答复日期"), [Optional()], description=_l("留空的，从发出之日起按规定的工作日计算")
    )

    def offer(self, units: list[tuple[int, str]]) -> None:
        """Offer these bodies besides a typed one."""
        self.addressee_id.choices = [("", _l("（不在名单内，另填）")), *units]


class DraftLetterForm(ChangeLetterForm):
    """A new letter."""

    kind = SelectField(_l("种类"), choices=[SelectChoice(k.code, _l(k.label)) for k in KINDS.values()])


class SignLetterForm(PortalForm):
    """A signature, with a remark where there is one."""

    note = StringField(_l("签批意见"), [Optional(), Length(max=300)])


class SendLetterForm(PortalForm):
    """How a letter goes out."""

    way = SelectField(_l("送达方式"), choices=[SelectChoice(code, _l(words)) for code, words in WAYS.items()])
    way_note = StringField(
        _l("送达说明"), [Optional(), Length(max=100)], description=_l("例如邮件号、接收人")
    )


class EnterAnswerForm(PortalForm):
    """What came back from the other body."""

    outcome = SelectField(_l("答复结果"), [InputRequired()], choices=[])
    number = StringField(_l("对方文号"), [Optional(), Length(max=80)])
    on = DateField(_l("对方落款日期"), [InputRequired()])
    received_on = DateField(_l("收到日期"), [InputRequired()])
    signer = StringField(_l("对方签署人"), [Optional(), Length(max=100)])
    signer_post = StringField(_l("签署人职务"), [Optional(), Length(max=100)])
    text = TextAreaField(_l("答复内容"), [Optional(), Length(max=LONGEST_TEXT)])
    file = FileField(_l("扫描件"), description=_l("PDF、JPG 或 PNG，不超过 10 MB"))

    def offer(self, outcomes: tuple[str, ...]) -> None:
        """Offer the outcomes that this kind of letter can have."""
        offered = [SelectChoice(code, _l(OUTCOMES[code])) for code in outcomes]
        self.outcome.choices = [SelectChoice("", _l("请选择")), *offered]


class WithdrawLetterForm(PortalForm):
    """Why a letter is taken back."""

    reason = StringField(_l("撤回原因"), [InputRequired(), Length(max=300)])
