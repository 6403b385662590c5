"""The forms of the steps after acceptance: authorisation, visits, data check, opinion, notice, report, confirmation, time."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.errors import N_
from portal.services.assistance.schemes import CATEGORIES
from portal.services.forms.choices import worded
from portal.services.items.minimum_living.forms.rows import choices_with_none
from portal.services.items.minimum_living.vocabulary import ANSWERS, EXTENSIONS, OPINIONS, WAYS
from portal.web.forms import PortalForm

LONGEST = 1000
AUTHORISES = {"given": N_("同意授权"), "refused": N_("拒绝授权")}
REPORTS = {code: text for code, text in WAYS.items() if code != "street"}


class EnterAuthorisationForm(PortalForm):
    """What one member answered."""

    answer = RadioField(_l("答复"), [InputRequired()], choices=worded(AUTHORISES))
    signed_on = DateField(_l("签署日期"), [InputRequired()])
    signer = StringField(
        _l("签字人"), [Optional(), Length(max=100)], description=_l("本人签的可留空；未成年人填监护人姓名")
    )
    file = FileField(_l("扫描件"), [Optional()], description=_l("PDF、JPG 或 PNG"))
    note = StringField(_l("说明"), [Optional(), Length(max=300)], description=_l("拒绝的须写明情况"))


class RecordInvestigationForm(PortalForm):
    """What two people found on a visit."""

    visited_on = DateField(_l("调查日期"), [InputRequired()])
    first_name = StringField(_l("调查人一"), [InputRequired(), Length(max=100)])
    second_name = StringField(_l("调查人二"), [InputRequired(), Length(max=100)])
    signed_by = StringField(_l("签字的家庭成员（被访人）"), [Optional(), Length(max=100)])
    housing = TextAreaField(_l("住房情况"), [Optional(), Length(max=LONGEST)])
    living = TextAreaField(_l("生活、就业、收入情况"), [InputRequired(), Length(max=LONGEST)])
    differences = TextAreaField(_l("与申报不同之处"), [Optional(), Length(max=LONGEST)])
    opinion = TextAreaField(_l("调查意见"), [Optional(), Length(max=LONGEST)])
    file = FileField(_l("签字的调查表扫描件"), [Optional()])


class TellMismatchForm(PortalForm):
    """What differs."""

    differences = TextAreaField(_l("不一致的内容"), [InputRequired(), Length(max=LONGEST)])


class RecordObjectionForm(PortalForm):
    """What the applicant objects."""

    text = TextAreaField(_l("异议和提供的证明"), [InputRequired(), Length(max=LONGEST)])


class WriteOpinionForm(PortalForm):
    """The preliminary opinion."""

    opinion = RadioField(_l("初审意见"), [InputRequired()], choices=worded(OPINIONS))
    category = SelectField(
        _l("类别"),
        [Optional()],
        choices=choices_with_none(worded(CATEGORIES)),
        description=_l("决定多久核查一次；建议给予低保的须选择"),
    )
    reason = TextAreaField(_l("理由"), [Optional(), Length(max=LONGEST)], description=_l("建议不予的须写明"))


class ReasonForm(PortalForm):
    """Why."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=LONGEST)])


class AnnounceOpinionForm(PortalForm):
    """Where objections are taken."""

    channel_phone = StringField(_l("受理异议的电话"), [InputRequired(), Length(max=60)])
    channel_place = StringField(_l("受理异议的地点"), [Optional(), Length(max=200)])


class ReportHouseholdForm(PortalForm):
    """How it is reported."""

    way = RadioField(_l("报送方式"), [InputRequired()], choices=worded(REPORTS))


class ConfirmHouseholdForm(PortalForm):
    """The district's answer."""

    answer = RadioField(_l("确认意见"), [InputRequired()], choices=worded(ANSWERS))
    number = StringField(_l("文号"), [Optional(), Length(max=80)])
    note = TextAreaField(
        _l("理由"), [Optional(), Length(max=LONGEST)], description=_l("不予确认、退回的须写明")
    )


class ExtendDueDateForm(PortalForm):
    """Why the longer limit counts."""

    because = RadioField(_l("延长的情形"), [InputRequired()], choices=worded(EXTENSIONS))
    note = TextAreaField(_l("具体原因"), [InputRequired(), Length(max=LONGEST)])
