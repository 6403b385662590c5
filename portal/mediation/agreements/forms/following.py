"""The forms of what follows an agreement: performance, urging, a new round, the court, visits, the closing."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.errors import N_
from portal.mediation.agreements.forms.fields import PreventionFields, YuanField
from portal.mediation.agreements.kinds import (
    CONSENT_WAYS,
    NOT_CONFIRMABLE,
    PERFORMANCES,
    PROOFS,
    REJECTIONS,
    SATISFACTIONS,
    SUIT_OUTCOMES,
    URGED_BY,
    VISIT_WAYS,
)
from portal.mediation.forms.choices import CheckboxesField, worded
from portal.web.addresses import key_of
from portal.web.forms import PortalForm

_SCAN = _l("PDF、JPG 或 PNG，不超过 10 MB；可以不附")
_LONG = 3000


class ActForm(PortalForm):
    """An act was done."""

    done_on = DateField(_l("履行日期"), [InputRequired()])
    proof = SelectField(_l("凭证"), choices=worded(PROOFS), default="other")
    note = TextAreaField(_l("说明"), [Optional(), Length(max=1000)])
    file = FileField(_l("凭证扫描件"), description=_SCAN)


class PaymentForm(PortalForm):
    """Money was paid, all of it or a part."""

    amount = YuanField(_l("这次付了多少"), [InputRequired()])
    done_on = DateField(_l("履行日期"), [InputRequired()])
    proof = SelectField(_l("凭证"), choices=worded(PROOFS), default="receipt")
    wants_paper = BooleanField(_l("打印收条，由收款人签名"))
    payer = StringField(_l("付款人"), [Optional(), Length(max=100)])
    payee = StringField(_l("收款人"), [Optional(), Length(max=100)])
    note = TextAreaField(_l("说明"), [Optional(), Length(max=1000)])
    file = FileField(_l("凭证扫描件"), description=_SCAN)


class ReasonForm(PortalForm):
    """A reason, kept in the case's history."""

    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=1000)])


class UrgeForm(PortalForm):
    """How a party is urged, and until when."""

    way = SelectField(_l("督促方式"), choices=worded(URGED_BY), default="paper")
    on = DateField(_l("督促日期"), [InputRequired()])
    perform_by = DateField(_l("要求在哪一天前履行"), [InputRequired()])
    answer = TextAreaField(_l("对方怎么说"), [Optional(), Length(max=2000)])


class FinishForm(PortalForm):
    """The day on which everything was done."""

    on = DateField(_l("履行完毕日期"), [Optional()], description=_l("不填的按最后一次履行的日期"))


class MediateAgainForm(ReasonForm):
    """Why it is mediated anew, and what becomes of the agreement until then."""

    strikes_now = RadioField(
        _l("原协议"),
        [InputRequired()],
        choices=worded({"no": N_("继续有效，直到达成新协议"), "yes": N_("各方同意现在就作废")}),
        default="no",
    )


class TellToSueForm(PortalForm):
    """When the parties were told."""

    told_on = DateField(_l("告知日期"), [InputRequired()])
    note = TextAreaField(_l("说明"), [Optional(), Length(max=500)])


class AskConfirmationForm(PortalForm):
    """The joint application to the court."""

    court = StringField(
        _l("人民法院"),
        [InputRequired(), Length(max=100)],
        description=_l("当事人住所地、标的物所在地或者调委会所在地的基层人民法院"),
    )
    consents = CheckboxesField(_l("同意共同申请的当事人"), coerce=key_of)
    consent_on = DateField(_l("同意日期"), [InputRequired()])
    consent_way = SelectField(_l("同意方式"), choices=worded(CONSENT_WAYS), default="signed")
    excluded = SelectField(
        _l("协议内容是否属于法院不予受理的情形"),
        choices=worded({"": N_("不属于所列情形")} | NOT_CONFIRMABLE),
        default="",
    )
    reasons = TextAreaField(
        _l("事实与理由"), [Optional(), Length(max=_LONG)], description=_l("可以不填，申请书上用通常的写法")
    )


class FileConfirmationForm(PortalForm):
    """The day on which the court got the application."""

    on = DateField(_l("向法院提出的日期"), [InputRequired()])


class AnswerConfirmationForm(PortalForm):
    """Whether the court accepts the application."""

    is_accepted = RadioField(
        _l("法院的答复"),
        [InputRequired()],
        choices=worded({"yes": N_("受理"), "no": N_("不予受理")}),
    )
    on = DateField(_l("日期"), [InputRequired()])
    number = StringField(_l("法院案号"), [Optional(), Length(max=80)], description=_l("受理的必须填"))
    refusal_code = SelectField(
        _l("不予受理的理由"), choices=worded({"": N_("（受理的不选）")} | NOT_CONFIRMABLE), default=""
    )


class RulingForm(PortalForm):
    """The ruling, with its scan."""

    is_valid = RadioField(
        _l("裁定"),
        [InputRequired()],
        choices=worded({"yes": N_("裁定调解协议有效"), "no": N_("裁定驳回申请")}),
    )
    on = DateField(_l("裁定日期"), [InputRequired()])
    number = StringField(_l("裁定书文号"), [InputRequired(), Length(max=80)])
    rejection_code = SelectField(
        _l("驳回的理由"), choices=worded({"": N_("（裁定有效的不选）")} | REJECTIONS), default=""
    )
    note = TextAreaField(_l("说明"), [Optional(), Length(max=2000)])
    file = FileField(_l("裁定书扫描件"), description=_SCAN)


class VisitForm(PortalForm):
    """A visit, with the fields of the form 人民调解回访记录."""

    visited_on = DateField(_l("回访日期"), [InputRequired()])
    way = SelectField(_l("回访方式"), choices=worded(VISIT_WAYS), default="phone")
    visited = StringField(_l("被回访人"), [InputRequired(), Length(max=200)])
    visitor_id = SelectField(_l("回访人"), coerce=key_of)
    performance = SelectField(_l("协议履行情况"), choices=worded(PERFORMANCES))
    satisfaction = SelectField(_l("满意程度"), choices=worded(SATISFACTIONS), default="content")
    situation = TextAreaField(_l("回访情况"), [InputRequired(), Length(max=_LONG)])
    reason = StringField(
        _l("回访事由"), [Optional(), Length(max=200)], description=_l("可以不填，表上用通常的写法")
    )
    danger = TextAreaField(_l("有什么隐患，采取了什么措施"), [Optional(), Length(max=_LONG)])
    sued_on = DateField(_l("起诉日期"), [Optional()], description=_l("没有起诉的不填"))
    suit_outcome = SelectField(
        _l("诉讼结果"), choices=worded({"": N_("没有起诉")} | SUIT_OUTCOMES), default=""
    )


class CloseForm(PreventionFields, PortalForm):
    """The closing report, and what the mediation kept from happening."""

    on = DateField(_l("结案日期"), [InputRequired()])
    summary = TextAreaField(_l("简要事实"), [Optional(), Length(max=4000)])
    result = TextAreaField(_l("调解结果"), [InputRequired(), Length(max=4000)])
    opinion = TextAreaField(_l("领导意见"), [Optional(), Length(max=4000)])
