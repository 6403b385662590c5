"""The forms of volumes, checks, loans, guidance, suspicions, call-backs and payment: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.mediation.agreements.forms.fields import YuanField
from portal.mediation.forms.choices import CheckboxesField, worded
from portal.mediation.volumes import items
from portal.mediation.volumes.kinds import CALL_RESULTS, CHECK_RESULTS, LOAN_WAYS, VERDICTS
from portal.web.addresses import key_of
from portal.web.forms import BoundedInteger, PortalForm


class CoverForm(PortalForm):
    """What stands on the cover, and what the notes say besides what they say by themselves."""

    title = StringField(_l("卷名"), [Optional(), Length(max=200)])
    bound_by = StringField(_l("立卷人"), [Optional(), Length(max=100)])
    bound_on = DateField(_l("立卷日期"), [InputRequired()])
    retention = SelectField(
        _l("保管期限"),
        choices=[SelectChoice(one, one) for one in items.RETENTIONS],
        default=items.PAPER_PERIODS[4],
    )
    remark = StringField(_l("备注"), [Optional(), Length(max=300)])
    notes = TextAreaField(
        _l("卷宗情况说明"),
        [Optional(), Length(max=2000)],
        description=_l("缺件、换页、非纸质物品等；一条写一行。系统已知的情况会自动写入。"),
    )


class BindAgainForm(CoverForm):
    """The same, with the reason of the new edition."""

    because = StringField(_l("重新装订的原因"), [InputRequired(), Length(max=300)])


class BindJointForm(CoverForm):
    """Which simple oral cases are bound together, and whether the papers of all of them are signed on paper."""

    cases = CheckboxesField(_l("装入这一卷的案件"), [InputRequired()], coerce=key_of)
    are_signed = BooleanField(_l("所选案件的文书，我已看过纸质原件，全部已在纸上签名"))


class ScanForm(PortalForm):
    """A scan for a place of the volume."""

    item = SelectField(
        _l("放在卷内哪一处"), choices=[SelectChoice(code, _l(label)) for code, label in items.PLACES.items()]
    )
    name = StringField(
        _l("名称"), [Optional(), Length(max=150)], description=_l("写进卷内目录；不填的用文书名称")
    )
    file = FileField(_l("扫描件"), [InputRequired()], description=_l("PDF、JPG 或 PNG，不超过 10 MB"))


class SupplementForm(ScanForm):
    """A supplement of an archived case, with its reason."""

    because = StringField(_l("补充的原因"), [InputRequired(), Length(max=300)])


class OriginalsForm(PortalForm):
    """Which papers are signed on paper."""

    papers = CheckboxesField(_l("已在纸上签名的文书"), [InputRequired()], coerce=key_of)


class ReasonForm(PortalForm):
    """A reason."""

    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=300)])


class DayForm(PortalForm):
    """A day."""

    on = DateField(_l("日期"), [InputRequired()])


class CheckForm(PortalForm):
    """What a check found."""

    on = DateField(_l("检查日期"), [InputRequired()])
    result = RadioField(_l("检查结果"), [InputRequired()], choices=worded(CHECK_RESULTS))
    defects = TextAreaField(
        _l("缺陷和理由"), [Optional(), Length(max=3000)], description=_l("有缺陷的必须写，一条写一行")
    )
    mend_by = DateField(_l("在哪一天以前补正"), [Optional()])


class AnswerForm(PortalForm):
    """An answer in words."""

    answer = TextAreaField(_l("答复"), [InputRequired(), Length(max=3000)])


class LoanForm(PortalForm):
    """Who borrows or reads a volume."""

    way = RadioField(_l("借阅方式"), [InputRequired()], choices=worded(LOAN_WAYS), default="reading")
    borrower = StringField(_l("借阅人"), [InputRequired(), Length(max=100)])
    body = StringField(_l("借阅人单位"), [Optional(), Length(max=150)])
    purpose = StringField(_l("借阅事由"), [InputRequired(), Length(max=300)])
    on = DateField(_l("借阅日期"), [InputRequired()])
    due_on = DateField(_l("应归还日期"), [Optional()], description=_l("借出纸质卷的必须填"))


class GuidanceForm(PortalForm):
    """What the judicial office tells a committee."""

    committee_id = SelectField(_l("调解委员会"), [InputRequired()], coerce=key_of, validate_choice=False)
    on = DateField(_l("日期"), [InputRequired()])
    title = StringField(_l("标题"), [InputRequired(), Length(max=150)])
    note = TextAreaField(_l("指导意见"), [InputRequired(), Length(max=3000)])


class VerdictForm(PortalForm):
    """What came of looking into a suspicion."""

    verdict = RadioField(_l("处理结果"), [InputRequired()], choices=worded(VERDICTS))
    words = TextAreaField(
        _l("怎样查的，查到什么"), [InputRequired(), Length(max=1000)], description=_l("处理结果不能再改")
    )


class SampleForm(PortalForm):
    """From which period how many of a hundred are called back."""

    first = DateField(_l("受理日期从"), [InputRequired()])
    last = DateField(_l("到"), [InputRequired()])
    percent = BoundedInteger(_l("比例（%）"), [InputRequired(), NumberRange(1, 100)], default=10)


class CallForm(PortalForm):
    """What one call found."""

    called = StringField(_l("接听的人"), [InputRequired(), Length(max=100)])
    result = RadioField(_l("回访结果"), [InputRequired()], choices=worded(CALL_RESULTS))
    note = TextAreaField(_l("说明"), [Optional(), Length(max=1000)], description=_l("不属实的必须写"))


class PeriodForm(PortalForm):
    """The period of a list of payment."""

    first = DateField(_l("期间从"), [InputRequired()])
    last = DateField(
        _l("到"), [InputRequired()], description=_l("结案日期在这一天以前、卷宗检查合格、还没有补贴过的案件")
    )


class NoteForm(PortalForm):
    """A signature with a note."""

    note = StringField(_l("意见"), [Optional(), Length(max=300)])


class CorrectForm(PortalForm):
    """What a paid line should have been."""

    amount = YuanField(_l("更正后应为多少"), [InputRequired()])
    reason = TextAreaField(_l("更正的原因"), [InputRequired(), Length(max=300)])
