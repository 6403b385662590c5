"""The forms of records: heads of sessions and questionings, the text, the end, evidence, agents, signatures, clauses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.mediation.records import kinds
from portal.mediation.records.fields import LinesField
from portal.mediation.records.lines import new_key
from portal.standards.codes import SEX
from portal.web.addresses import key_of
from portal.web.forms import BoundedInteger, PortalForm

DAY = [InputRequired()]


def _boxes(label: Any, **more: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
        **more,
    )


def _offered(words: Mapping[str, str], *codes: str) -> list[SelectChoice]:
    """The choices of a table of words, all or these codes."""
    return [SelectChoice(code, _l(words[code])) for code in codes or words]


def _numbers(text: str) -> int:
    return key_of(text) or 0


class SessionForm(PortalForm):
    """When, where, and who sits at the table."""

    day = DateField(_l("日期"), DAY)
    start = TimeField(_l("开始时间"), [InputRequired()])
    place = StringField(_l("地点"), [InputRequired(), Length(max=150)])
    parties = _boxes(_l("到场的当事人"), coerce=_numbers)
    agents = _boxes(_l("到场的代理人"), coerce=_numbers)
    participants = _boxes(_l("到场的参加人"), coerce=_numbers)
    mediators = _boxes(_l("在场的调解员"), coerce=_numbers)
    recorder = StringField(_l("记录人"), [InputRequired(), Length(max=100)])
    is_public = BooleanField(_l("公开调解"), description=_l("涉及隐私、商业秘密或者当事人不同意公开的，不勾"))
    rights_told = BooleanField(_l("已再次告知当事人权利义务"))


class TextForm(PortalForm):
    """The text of a record. `page` names this page among others that write the same record."""

    page = HiddenField(default=new_key)
    lines = LinesField(_l("记录"))
    clause = SelectField(_l("常用条款"), choices=[], validate_choice=False)
    amount = StringField(_l("金额"), [Optional(), Length(max=30)])


class FinishSessionForm(PortalForm):
    """How and when a session ended."""

    end = TimeField(_l("结束时间"), [InputRequired()])
    outcome = RadioField(
        _l("这次调解的结果"), choices=_offered(kinds.OUTCOMES, *(code for code in kinds.OUTCOMES if code))
    )
    next_on = DateField(_l("下次调解日期"), [Optional()], description=_l("只在择日再调时填写"))


class ReasonForm(PortalForm):
    """Why."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])


class InvestigationForm(PortalForm):
    """When, where, who asks, and who is asked."""

    day = DateField(_l("日期"), DAY)
    start = TimeField(_l("开始时间"), [InputRequired()])
    place = StringField(_l("地点"), [InputRequired(), Length(max=150)])
    mediators = _boxes(_l("调查人"), coerce=_numbers)
    recorder = StringField(_l("记录人"), [InputRequired(), Length(max=100)])
    asked_name = StringField(_l("被调查人"), [InputRequired(), Length(max=100)])
    party_id = SelectField(_l("被调查人是当事人的"), coerce=_numbers, choices=[], validate_choice=False)
    cannot_read = BooleanField(_l("被调查人不识字"), description=_l("要有宣读人和见证人签名"))
    sex = SelectField(_l("性别"), [Optional()], choices=[SelectChoice("", ""), *_offered(SEX)])
    age = StringField(_l("年龄"), [Optional(), Length(max=3)])
    ethnic_group = StringField(_l("民族"), [Optional(), Length(max=30)])
    job = StringField(_l("职业或职务"), [Optional(), Length(max=100)])
    employer = StringField(_l("单位或住址"), [Optional(), Length(max=150)])
    phone = StringField(_l("联系方式"), [Optional(), Length(max=50)])
    relation = StringField(_l("与当事人的关系"), [Optional(), Length(max=100)])


class FinishInvestigationForm(PortalForm):
    """When a questioning ended."""

    end = TimeField(_l("结束时间"), [InputRequired()])


class EvidenceForm(PortalForm):
    """One line of the evidence list."""

    name = StringField(_l("证据名称"), [InputRequired(), Length(max=150)])
    source = StringField(_l("来源"), [Optional(), Length(max=150)], description=_l("从哪里来，如申请人拍摄"))
    form = RadioField(_l("形式"), choices=_offered(kinds.EVIDENCE_FORMS), default="copy")
    pages = BoundedInteger(_l("页数"), [InputRequired()], default=1)
    party_id = SelectField(_l("提交的当事人"), coerce=_numbers, choices=[], validate_choice=False)
    supplied_by = StringField(
        _l("提交人"), [Optional(), Length(max=100)], description=_l("当事人本人提交的不用填")
    )
    supplied_on = DateField(_l("提交日期"), DAY)
    files = MultipleFileField(_l("扫描件或照片"), description=_l("图片或 PDF，可以一次选几个"))


class IdentityForm(PortalForm):
    """One identity proof of a party."""

    party_id = SelectField(_l("当事人"), coerce=_numbers, choices=[], validate_choice=False)
    proof = RadioField(_l("证明"), choices=_offered(kinds.IDENTITY_PROOFS))
    name = StringField(_l("名称"), [Optional(), Length(max=150)], description=_l("选“其他”时写明"))
    form = RadioField(
        _l("形式"),
        choices=_offered(kinds.EVIDENCE_FORMS, "copy", "original"),
        default="copy",
    )
    pages = BoundedInteger(_l("页数"), [InputRequired()], default=1)
    supplied_on = DateField(_l("提交日期"), DAY)
    files = MultipleFileField(_l("扫描件或照片"), description=_l("图片或 PDF，可以一次选几个"))


class ScanForm(PortalForm):
    """Scans of one line."""

    files = MultipleFileField(
        _l("扫描件或照片"), [FileRequired()], description=_l("图片或 PDF，可以一次选几个")
    )


class ReturnForm(PortalForm):
    """The thing went back."""

    on = DateField(_l("退还日期"), DAY)
    to = StringField(_l("领取人"), [InputRequired(), Length(max=100)])


class AgentForm(PortalForm):
    """An agent and the power of attorney."""

    party_id = SelectField(_l("委托人"), coerce=_numbers, choices=[], validate_choice=False)
    name = StringField(_l("受委托人姓名"), [InputRequired(), Length(max=100)])
    sex = SelectField(_l("性别"), [Optional()], choices=[SelectChoice("", ""), *_offered(SEX)])
    age = StringField(_l("年龄"), [Optional(), Length(max=3)])
    identity = StringField(_l("身份证号码"), [Optional(), Length(max=20)])
    employer = StringField(_l("工作单位"), [Optional(), Length(max=100)])
    phone = StringField(_l("联系电话"), [Optional(), Length(max=50)])
    relation = StringField(_l("与委托人的关系"), [Optional(), Length(max=50)])
    matters = TextAreaField(_l("委托事项"), [InputRequired(), Length(max=1000)])
    authority = RadioField(_l("代理权限"), choices=_offered(kinds.AUTHORITIES), default="general")
    powers = SelectMultipleField(
        _l("特别授权的事项"),
        choices=_offered(kinds.POWERS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("只有特别授权才勾选；代签调解协议必须勾“进行和解”一项"),
    )
    granted_on = DateField(_l("委托日期"), DAY)
    valid_from = DateField(_l("委托期限自"), DAY)
    valid_to = DateField(_l("委托期限至"), [Optional()], description=_l("不填表示到本纠纷调解终结"))


class PowerScanForm(PortalForm):
    """The scan of a signed power of attorney."""

    file = FileField(_l("已签名的授权委托书"), [FileRequired()], description=_l("图片或 PDF"))


class EndForm(PortalForm):
    """From which day on something has ended, and why."""

    on = DateField(_l("日期"), DAY)
    reason = StringField(_l("原因"), [InputRequired(), Length(max=300)])


class DayForm(PortalForm):
    """From which day on."""

    on = DateField(_l("日期"), DAY)


class ParticipantForm(PortalForm):
    """Somebody who is invited; the parties' consents are added by `offer`."""

    kind = RadioField(_l("身份"), choices=_offered(kinds.PARTICIPANT_KINDS))
    name = StringField(_l("姓名"), [InputRequired(), Length(max=100)])
    employer = StringField(_l("单位"), [Optional(), Length(max=100)])
    relation = StringField(_l("与当事人的关系或者专长"), [Optional(), Length(max=100)])
    invited_on = DateField(_l("邀请日期"), DAY)
    consents = _boxes(_l("同意邀请的当事人"), coerce=_numbers)
    way = RadioField(_l("同意的方式"), choices=_offered(kinds.CONSENT_WAYS), default="oral")


class SignForm(PortalForm):
    """One signature: on paper with its day, or on the screen with its strokes."""

    way = RadioField(
        _l("怎样签的"),
        choices=_offered(kinds.WAYS, "paper", "fingerprint", "seal"),
        default="paper",
    )
    on = DateField(_l("签名日期"), DAY)
    name = StringField(_l("签名人姓名"), [Optional(), Length(max=100)])
    agent = SelectField(_l("谁来签"), choices=[])
    file = FileField(_l("签名页的扫描件"), [Optional()], description=_l("可不传；原件入卷"))


class ScreenForm(PortalForm):
    """A signature that is written on the screen now."""

    name = StringField(_l("签名人姓名"), [Optional(), Length(max=100)])
    agent = SelectField(_l("谁来签"), choices=[])
    strokes = HiddenField()


class ClauseForm(PortalForm):
    """A common clause."""

    place = RadioField(_l("用在哪里"), choices=_offered(kinds.CLAUSE_PLACES), default="agreement")
    title = StringField(_l("名称"), [InputRequired(), Length(max=40)])
    body = TextAreaField(
        _l("内容"),
        [InputRequired(), Length(max=1000)],
        description=_l("要填金额的地方写【金额】，使用时自动填入小写和大写；其他要填的地方也用【】标明"),
    )
    position = BoundedInteger(_l("顺序"), [Optional()], description=_l("小的在前；不填放到最后"))
