"""The forms of a destitute person's case: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.services.assistance.forms.files import MoneyField, TicksField
from portal.services.assistance.holders import BASES, LONGEST_RELATION
from portal.services.assistance.rules.terms import SELF_CARE
from portal.services.assistance.schemes import AREAS
from portal.services.forms.choices import worded
from portal.services.items.destitute_support.rules import DISABILITIES, GRADES, SUPPORTERS
from portal.services.items.destitute_support.vocabulary import ANSWERS, CARE_WAYS, OPINIONS, REPORTS
from portal.web.forms import PortalForm

LONGEST = 1000


class RecordVisitForm(PortalForm):
    """What two people found on the visit."""

    visited_on = DateField(_l("调查日期"), [InputRequired()])
    first_name = StringField(_l("调查人一"), [InputRequired(), Length(max=100)])
    second_name = StringField(_l("调查人二"), [InputRequired(), Length(max=100)])
    signed_by = StringField(
        _l("签字人"), [InputRequired(), Length(max=100)], description=_l("本人，或者在场的亲属、照料人")
    )
    area = RadioField(_l("城乡"), [InputRequired()], choices=worded(AREAS))
    disability = SelectField(_l("残疾类别"), [Optional()], choices=worded(DISABILITIES))
    grade = SelectField(_l("残疾等级"), [Optional()], choices=worded(GRADES))
    income = MoneyField(
        _l("每月收入（元）"),
        [InputRequired()],
        description=_l("养老金、租金等，不算基础养老金和高龄津贴；没有填 0"),
    )
    over_property = BooleanField(_l("财产超过本地规定"))
    supporters = RadioField(_l("子女等法定义务人"), [InputRequired()], choices=worded(SUPPORTERS))
    about_supporters = TextAreaField(
        _l("义务人情况"), [Optional(), Length(max=LONGEST)], description=_l("无履行能力的，写明是谁、为什么")
    )
    failed = TicksField(
        _l("不能自己完成的事"),
        [Optional()],
        choices=worded(SELF_CARE),
        description=_l("逐项评估，能自己完成的不勾；护理档次由系统得出"),
    )
    note = TextAreaField(_l("其他情况"), [Optional(), Length(max=LONGEST)])
    file = FileField(_l("签字的调查表扫描件"), [Optional()])


class WriteOpinionForm(PortalForm):
    """The opinion, who cares, and where the money goes."""

    opinion = RadioField(_l("初审意见"), [InputRequired()], choices=worded(OPINIONS))
    way = RadioField(_l("供养方式"), [Optional()], choices=worded(CARE_WAYS))
    carer = StringField(_l("照料人或者供养服务机构"), [Optional(), Length(max=100)])
    relation = StringField(
        _l("照料人与本人关系"), [Optional(), Length(max=50)], description=_l("例如侄子、邻居、社区；机构不填")
    )
    phone = StringField(_l("照料人电话"), [Optional(), Length(max=30)])
    bank = StringField(_l("开户银行"), [Optional(), Length(max=100)])
    account = StringField(_l("银行账号"), [Optional(), Length(max=30)])
    holder = StringField(_l("户名"), [Optional(), Length(max=100)], description=_l("本人的账户不填"))
    account_relation = StringField(
        _l("户名人与本人的关系"),
        [Optional(), Length(max=LONGEST_RELATION)],
        description=_l("户名不是本人的填写，例如侄子、养老院"),
    )
    account_basis = SelectField(
        _l("代领依据"), [Optional()], choices=[SelectChoice("", _l("户名是本人")), *worded(BASES)]
    )
    agreement = FileField(
        _l("代领、托管协议或监护证明"), [Optional()], description=_l("户名不是本人的须上传")
    )
    reason = TextAreaField(_l("理由"), [Optional(), Length(max=LONGEST)], description=_l("建议不予的须写明"))


class AnnounceForm(PortalForm):
    """Where objections are taken."""

    channel_phone = StringField(_l("受理异议的电话"), [InputRequired(), Length(max=60)])
    channel_place = StringField(_l("受理异议的地点"), [Optional(), Length(max=200)])


class ReportPersonForm(PortalForm):
    """How it is reported."""

    way = RadioField(_l("报送方式"), [InputRequired()], choices=worded(REPORTS))


class ConfirmPersonForm(PortalForm):
    """The district's answer."""

    answer = RadioField(_l("确认意见"), [InputRequired()], choices=worded(ANSWERS))
    checked = BooleanField(_l("本件已入户抽查"))
    number = StringField(_l("文号"), [Optional(), Length(max=80)])
    note = TextAreaField(
        _l("理由"), [Optional(), Length(max=LONGEST)], description=_l("不予确认、退回的须写明")
    )
