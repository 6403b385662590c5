"""The forms of the register of committees and mediators."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.errors import N_
from portal.mediation.forms.choices import keyed, worded
from portal.mediation.states import COMMITTEE_KINDS, LAYERS, MEDIATOR_KINDS, MEMBER_ROLES, SPECIALITIES
from portal.standards.codes import EDUCATION, SEX
from portal.web.forms import PortalForm


class ChangeCommitteeForm(PortalForm):
    """What the law asks to know of a committee."""

    kind = SelectField(_l("类型"), choices=worded(COMMITTEE_KINDS), default="street")
    speciality = SelectField(_l("专业"), choices=worded(SPECIALITIES), default="")
    founded_on = DateField(_l("设立日期"), [Optional()])
    term_start = DateField(_l("本届任期开始"), [InputRequired()])
    term_end = DateField(_l("本届任期届满"), [Optional()], description=_l("不填的按三年计算"))
    has_room = BooleanField(_l("有专门的调解室"))
    reported_on = DateField(
        _l("组成变动已报告的日期"), [Optional()], description=_l("最近一次向司法所报告的日期")
    )


class FoundCommitteeForm(ChangeCommitteeForm):
    """The same of a committee that is not in the register yet."""

    unit_id = SelectField(
        _l("单位"), [InputRequired()], description=_l("名单里没有的，请系统管理员先在单位中建立")
    )


class SeatMemberForm(PortalForm):
    """Who takes which seat from when."""

    mediator_id = SelectField(_l("调解员"), [InputRequired()])
    role = SelectField(_l("职务"), choices=worded(MEMBER_ROLES), default="member")
    since = DateField(_l("任职日期"), [InputRequired()])


class UnseatMemberForm(PortalForm):
    """When a member left."""

    until = DateField(_l("离任日期"), [InputRequired()])


class MediatorForm(PortalForm):
    """A mediator, who need not sign in."""

    name = StringField(_l("姓名"), [InputRequired(), Length(max=100)])
    sex = SelectField(_l("性别"), choices=worded(SEX | {"0": N_("未填")}), default="0")
    education = SelectField(_l("文化程度"), choices=worded({"": N_("未填")} | EDUCATION), default="")
    kind = SelectField(_l("专职或兼职"), choices=worded(MEDIATOR_KINDS), default="part_time")
    layer = SelectField(_l("类别"), choices=worded(LAYERS), default="engaged")
    speciality = SelectField(_l("擅长"), choices=worded(SPECIALITIES), default="")
    area = StringField(
        _l("负责片区"), [Optional(), Length(max=100)], description=_l("十户、楼院调解员填哪几户、哪个楼院")
    )
    employer = StringField(
        _l("工作单位"), [Optional(), Length(max=100)], description=_l("用于提示是否应当回避")
    )
    phone = StringField(_l("联系方式"), [Optional(), Length(max=30)])
    valid_from = DateField(_l("聘任日期"), [InputRequired()])
    account_id = SelectField(_l("登录账号"), [Optional()], description=_l("要在门户里办案的才选"))
    person = StringField(
        _l("居民登记"),
        [Optional(), Length(max=100)],
        description=_l("证件号码，或“姓名 尾号四位”；填了才能提示与当事人的亲属关系"),
    )

    def take(self, accounts: list[tuple[int, str]]) -> None:
        """Offer the accounts that work at the committee."""
        self.account_id.choices = keyed(accounts, none=N_("不登录门户"))


class EndMediatorForm(PortalForm):
    """When and why a mediator leaves."""

    until = DateField(_l("离任日期"), [InputRequired()])
    because = StringField(_l("理由"), [InputRequired(), Length(max=200)])
