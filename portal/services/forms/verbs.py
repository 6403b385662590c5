"""The forms of the verbs in an application's life, one a verb and named like it; each carries the version that was seen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.errors import N_
from portal.services.actions.pauses import ENDINGS
from portal.services.forms.choices import worded
from portal.services.states import COLLECTORS, OPINIONS, REFUSAL_REASONS, RESULTS
from portal.web.forms import BoundedInteger, PortalForm

LONGEST = 1000


class AcceptApplicationForm(PortalForm):
    """Nothing but the button: what must hold before is asked by the rules."""


class DiscardDraftForm(PortalForm):
    """Nothing but the button."""


class NotifyMissingForm(PortalForm):
    """The reason is wanted for a second notice only."""

    reason = TextAreaField(_l("再次告知的理由"), [Optional(), Length(max=LONGEST)])


class RefuseApplicationForm(PortalForm):
    """Why it is not accepted, and where else to go."""

    reason_code = RadioField(_l("理由"), [InputRequired()], choices=worded(REFUSAL_REASONS))
    text = TextAreaField(
        _l("具体说明"),
        [Optional(), Length(max=LONGEST)],
        description=_l("印在通知书上。不符合受理条件的可留空，按条件自动写明"),
    )
    where_else = StringField(
        _l("建议办理单位"), [Optional(), Length(max=200)], description=_l("不属于本单位职责的须填写")
    )


class ReasonForm(PortalForm):
    """A step back or aside, always with its reason."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=LONGEST)])


class WithdrawApplicationForm(ReasonForm):
    """The applicant takes it back."""


class SuspendApplicationForm(ReasonForm):
    """The clock stops; why, on what basis, and what must happen for it to run on stand on the notice."""

    resume_when = TextAreaField(
        _l("恢复办理的条件"),
        [Optional(), Length(max=LONGEST)],
        description=_l("例如：法院判决生效后；留空即“上述情形消除后”"),
    )
    article = StringField(
        _l("依据"), [Optional(), Length(max=LONGEST)], description=_l("留空用设定的依据，印在通知书上")
    )


class EndApplicationForm(PortalForm):
    """An end without a decision: the circumstance, why, and on what basis."""

    because = RadioField(_l("终止的情形"), [InputRequired()], choices=worded(ENDINGS))
    reason = TextAreaField(
        _l("具体说明"), [InputRequired(), Length(max=LONGEST)], description=_l("印在通知书上")
    )
    article = StringField(
        _l("依据"), [Optional(), Length(max=LONGEST)], description=_l("留空用设定的依据，印在通知书上")
    )


class CorrectReceiptForm(ReasonForm):
    """Why the receipt says something else from now on."""


class VoidAcceptanceForm(ReasonForm):
    """A wrong acceptance."""


class ReturnApplicationForm(PortalForm):
    """Back to the counter."""

    note = TextAreaField(_l("退回理由"), [InputRequired(), Length(max=LONGEST)])


class ResumeApplicationForm(PortalForm):
    """The clock runs on."""

    reason = TextAreaField(_l("说明"), [Optional(), Length(max=LONGEST)])


class ReviewApplicationForm(PortalForm):
    """The reviewer's opinion."""

    opinion = RadioField(_l("审核意见"), [InputRequired()], choices=worded(OPINIONS))
    note = TextAreaField(
        _l("说明"), [Optional(), Length(max=LONGEST)], description=_l("不同意或退回的须写明理由")
    )


class DecideApplicationForm(PortalForm):
    """The decision with its reasons."""

    result = RadioField(_l("决定"), [InputRequired()], choices=worded(RESULTS))
    reasons = TextAreaField(
        _l("理由"), [Optional(), Length(max=LONGEST)], description=_l("不予的、与审核意见不一致的须写明理由")
    )


class CompleteOnTheSpotForm(PortalForm):
    """Acceptance, decision and result at once."""

    result = RadioField(_l("办理结果"), [InputRequired()], choices=worded(RESULTS), default="granted")
    reasons = TextAreaField(_l("说明"), [Optional(), Length(max=LONGEST)], description=_l("不予的须写明理由"))


class IssueResultForm(PortalForm):
    """Nothing but the button."""


class CollectResultForm(PortalForm):
    """Who takes the result."""

    collector = RadioField(_l("领取人"), [InputRequired()], choices=worded(COLLECTORS), default="self")
    name = StringField(_l("姓名"), [Optional(), Length(max=100)], description=_l("其他人领取时填写"))
    relation = StringField(
        _l("与申请人关系"), [Optional(), Length(max=40)], description=_l("其他人领取时填写")
    )
    has_letter = BooleanField(_l("已核对委托书和领取人身份证件"))
    note = StringField(_l("备注"), [Optional(), Length(max=LONGEST)])


class CloseApplicationForm(PortalForm):
    """The file is closed."""

    note = StringField(_l("备注"), [Optional(), Length(max=LONGEST)])


class TellResultForm(PortalForm):
    """Where, when, until when and with what the result is fetched, or the number of the mail."""

    place = StringField(_l("领取地点"), [Optional(), Length(max=200)])
    hours = StringField(_l("领取时间"), [Optional(), Length(max=200)])
    fetch_by = DateField(_l("领取期限"), [Optional()])
    bring = TextAreaField(_l("领取时携带"), [Optional(), Length(max=300)])
    mail_number = StringField(
        _l("邮寄单号"), [Optional(), Length(max=60)], description=_l("已经寄出的填写，不再请申请人来取")
    )


class CompleteStepForm(PortalForm):
    """A named step is done, with what came of it."""

    outcome = TextAreaField(_l("结果"), [Optional(), Length(max=LONGEST)])


class ReceivePromisedForm(PortalForm):
    """A promised material has come, in which form."""

    form = RadioField(_l("收到的形式"), [InputRequired()])
    copies = BoundedInteger(_l("份数"), [InputRequired()], default=1)
    note = StringField(_l("说明"), [Optional(), Length(max=300)])


class AttachFileForm(PortalForm):
    """A scan or photograph of a material."""

    file = FileField(
        _l("文件"), [FileRequired(_l("请选择文件。"))], description=_l("PDF、JPG 或 PNG，不超过 10 MB")
    )


class HandOverForm(PortalForm):
    """A colleague who takes an application on."""

    to_account_id = SelectField(_l("移交给"), [InputRequired()], coerce=int, validate_choice=True)
    reason = StringField(_l("理由"), [InputRequired(), Length(max=LONGEST)])


class CheckSampleForm(PortalForm):
    """What the later check of an on-the-spot application found."""

    is_sound = RadioField(
        _l("抽查结果"),
        [InputRequired()],
        choices=worded({"yes": N_("办理正确"), "no": N_("有问题")}),
        default="yes",
    )
    finding = TextAreaField(
        _l("发现的问题"), [Optional(), Length(max=LONGEST)], description=_l("有问题的须写明")
    )
