"""The forms of the links: joint mediation, referrals in and out, visits, mediations of judges, transfers, petition proxies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.disputes.models import DisputeParty
from portal.disputes.task_rows import TaskRows, body_field, with_rows
from portal.mediation.links.kinds import (
    AUTHORITIES,
    ENTRUSTINGS,
    KINDS,
    MATTER_STATES,
    ORGANS,
    OUTCOMES,
    REASONS_OUT,
)
from portal.mediation.states import NATURES, RESPONDENT_WISHES
from portal.web.forms import PortalForm

_SCAN = _l("PDF、JPG 或 PNG，不超过 10 MB")
_PICTURE = _l("手机拍的 JPG 或 PNG，不超过 10 MB")
_OUTSIDE = _l("名单里没有的单位，在这里填写全称")
_LATER = _l("留空的按设定的天数计算")


def worded(words: Mapping[str, str]) -> list[SelectChoice]:
    """Codes with their marked words, as a list to choose from."""
    return [SelectChoice(code, _l(text)) for code, text in words.items()]


class ManyField(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def offer_parties(field: Any, parties: Iterable[DisputeParty]) -> None:
    """Offer the parties of a case."""
    field.choices = [(party.id, party.name) for party in parties]


class JointForm(TaskRows):
    """Who leads a joint mediation, and its nature. The rows of the others are made by `joint_form`."""

    nature = SelectField(
        _l("调解性质"),
        choices=worded(NATURES),
        description=_l("本委员会牵头的是人民调解；部门牵头的是行政调解，文书用部门的格式和印章"),
    )


def joint_form(*, with_lead: bool) -> type[JointForm]:
    """The form with its rows: the others, and who leads where nobody does yet."""
    return with_rows(JointForm, with_lead=with_lead)


class EnterReferralForm(PortalForm):
    """What another body sent with a case."""

    kind = SelectField(_l("衔接类型"), choices=worded(KINDS))
    entrusting = SelectField(
        _l("法院移送方式"),
        choices=[SelectChoice("", _l("（不是法院移送）")), *worded(ENTRUSTINGS)],
        default="",
    )
    body_id = body_field(_l("移送单位"))
    body = StringField(_l("其他单位名称"), [Optional(), Length(max=100)], description=_OUTSIDE)
    number = StringField(
        _l("来函文号（案号）"), [Optional(), Length(max=80)], description=_l("没有文号的留空")
    )
    dated_on = DateField(_l("来函日期"), [Optional()])
    received_on = DateField(_l("收到日期"), [InputRequired()])
    officer = StringField(_l("对方承办人"), [Optional(), Length(max=100)])
    officer_phone = StringField(_l("承办人电话"), [Optional(), Length(max=30)])
    due_on = DateField(_l("函复期限"), [Optional()], description=_LATER)
    party_ids = ManyField(
        _l("同意调解的当事人"), choices=[], coerce=int, description=_l("来函写明或者当面确认的")
    )
    consented_on = DateField(_l("同意日期"), [Optional()])
    file = FileField(_l("来函扫描件"), description=_SCAN)


class ExtendReferralForm(PortalForm):
    """A later day, agreed with the sender."""

    due_on = DateField(_l("新的期限"), [InputRequired()])
    reason = StringField(
        _l("原因"), [InputRequired(), Length(max=300)], description=_l("写明与对方谁在哪一天商定")
    )


class RecallReferralForm(PortalForm):
    """The sender takes the case back."""

    on = DateField(_l("撤回日期"), [InputRequired()])
    reason = StringField(_l("对方说明的原因"), [InputRequired(), Length(max=300)])


class RecordSettlementForm(PortalForm):
    """For the police: performance, and the application that no penalty be given."""

    performed_on = DateField(_l("协议履行日期"), [Optional()])
    leniency_asked_on = DateField(_l("书面申请不予处罚的日期"), [Optional()])


class ReplyReferralForm(PortalForm):
    """Which outcome the reply tells."""

    outcome = SelectField(_l("函复内容"), [InputRequired()], choices=[])

    def offer(self, codes: Iterable[str]) -> None:
        """Offer what the case bears out."""
        self.outcome.choices = [SelectChoice(code, _l(OUTCOMES[code])) for code in codes]


class ReferOutForm(PortalForm):
    """A dispute is passed on by letter."""

    reason_code = SelectField(_l("函件"), choices=worded(REASONS_OUT))
    kind = SelectField(_l("衔接类型"), choices=worded(KINDS))
    body_id = body_field(_l("收文单位"))
    body = StringField(_l("其他单位名称"), [Optional(), Length(max=100)], description=_OUTSIDE)
    party_ids = ManyField(
        _l("同意委托的当事人"), choices=[], coerce=int, description=_l("委托调解须各方当事人同意")
    )
    consented_on = DateField(_l("同意日期"), [Optional()])
    due_on = DateField(_l("请对方答复的日期"), [Optional()])
    explanation = TextAreaField(_l("补充说明"), [Optional(), Length(max=1000)])


class AddPersonForm(PortalForm):
    """A judge or prosecutor whose place of contact the street is."""

    organ = SelectField(_l("机关"), choices=worded(ORGANS))
    body = StringField(_l("单位全称"), [InputRequired(), Length(max=100)])
    name = StringField(_l("姓名"), [InputRequired(), Length(max=100)])
    post = StringField(_l("职务"), [Optional(), Length(max=60)])
    valid_from = DateField(_l("联系开始日期"), [InputRequired()])


class EndForm(PortalForm):
    """The last day of something."""

    on = DateField(_l("最后一天"), [InputRequired()])


class RecordGuidanceForm(PortalForm):
    """A visit for guidance."""

    person_id = SelectField(_l("法官、检察官"), [InputRequired()], choices=[], coerce=int)
    visited_on = DateField(_l("日期"), [InputRequired()])
    place = StringField(_l("地点"), [Optional(), Length(max=100)])
    content = TextAreaField(
        _l("指导内容"), [InputRequired(), Length(max=2000)], description=_l("内容加密保存")
    )
    case_ids = ManyField(
        _l("指导的案件"),
        choices=[],
        coerce=int,
        description=_l("只作业务指导、没有指导具体案件的，可以不选"),
    )


class PicturesForm(PortalForm):
    """The record and the photograph of a mediation of a judge or prosecutor."""

    record = FileField(_l("调解笔录"), description=_SCAN)
    photo = FileField(_l("现场照片"), description=_PICTURE)
    shown = TextAreaField(
        _l("照片上的人"),
        [Optional(), Length(max=2000)],
        description=_l("每行一人。全部书面同意，或者上传遮盖人脸的照片以后，页面上才能看到照片"),
    )

    def names(self) -> list[str]:
        """Who is seen on the photograph."""
        return (self.shown.data or "").splitlines()


class RecordCourtDayForm(PicturesForm):
    """A mediation of a judge or prosecutor in a community."""

    person_id = SelectField(_l("法官、检察官"), [InputRequired()], choices=[], coerce=int)
    held_on = DateField(_l("调解日期"), [InputRequired()])
    place = StringField(
        _l("地点"), [InputRequired(), Length(max=100)], description=_l("例如：和平社区调解室")
    )


class PhotoConsentForm(PortalForm):
    """Who consented, or withdrew the consent."""

    names = ManyField(_l("照片上的人"), [InputRequired(_l("请选择已经书面同意的人。"))], choices=[])
    on = DateField(_l("书面同意的日期"), [InputRequired()])

    def offer(self, names: Iterable[str]) -> None:
        """Offer these persons."""
        self.names.choices = [(name, name) for name in names]


class CoverPhotoForm(PortalForm):
    """A copy with covered faces, and the declaration that they are."""

    file = FileField(
        _l("遮盖人脸后的照片"), [FileRequired(_l("请选择遮盖人脸后的照片。"))], description=_PICTURE
    )
    is_covered = BooleanField(_l("我已逐一核对：没有同意公开的人，面部都已遮盖"))


class PublishPhotoForm(PortalForm):
    """Where it was made public."""

    where = StringField(
        _l("公开的网站和栏目"), [InputRequired(), Length(max=200)], description=_l("例如：示范区政法网")
    )
    on = DateField(_l("公开日期"), [InputRequired()])


class TakeDownPhotoForm(PortalForm):
    """It was taken down; who withdrew the consent."""

    names = ManyField(_l("撤回同意的人"), choices=[], description=_l("没有人撤回的，可以不选"))

    def offer(self, names: Iterable[str]) -> None:
        """Offer these persons."""
        self.names.choices = [(name, name) for name in names]


class TransferCaseForm(PortalForm):
    """A transfer to the joint room of a police station."""

    area_id = SelectField(_l("被申请人所在社区"), [InputRequired()], choices=[], coerce=int)
    station = StringField(_l("派出所"), [InputRequired(), Length(max=100)])
    room = StringField(_l("调解室"), [Optional(), Length(max=100)], description=_l("留空的写“联合调解室”"))
    court = StringField(
        _l("有管辖权的人民法院"), [Optional(), Length(max=100)], description=_l("由法院立案前引导的填写")
    )
    is_unfiled = BooleanField(_l("已核对：法院尚未立案"))
    party_ids = ManyField(_l("同意移送的当事人"), choices=[], coerce=int)
    consented_on = DateField(_l("同意日期"), [InputRequired()])
    due_on = DateField(_l("请函复结果的日期"), [Optional()], description=_LATER)


class AddProxyForm(PortalForm):
    """A petition proxy."""

    unit_id = SelectField(_l("街道、社区"), [InputRequired()], choices=[], coerce=int)
    name = StringField(_l("姓名"), [InputRequired(), Length(max=100)])
    post = StringField(_l("职务"), [Optional(), Length(max=60)])
    phone = StringField(_l("电话"), [Optional(), Length(max=30)])
    valid_from = DateField(_l("任职日期"), [InputRequired()])


class PowerForm(PortalForm):
    """What is known already of a power of attorney that a petitioner will sign; all of it may be left to the pen."""

    petitioner = StringField(_l("信访人姓名"), [Optional(), Length(max=100)])
    phone = StringField(_l("信访人电话"), [Optional(), Length(max=30)])
    petition_number = StringField(_l("信访编号"), [Optional(), Length(max=80)])
    authority = SelectField(
        _l("授权"), [Optional()], choices=[SelectChoice("", _l("打印后由本人勾选")), *worded(AUTHORITIES)]
    )
    power_until = DateField(_l("授权到期日"), [Optional()])
    matter = TextAreaField(_l("委托事项"), [Optional(), Length(max=300)])


class TakeMatterForm(PortalForm):
    """A matter that a proxy took."""

    proxy_id = SelectField(_l("信访代理员"), [InputRequired()], choices=[], coerce=int)
    petitioner = StringField(_l("信访人姓名"), [InputRequired(), Length(max=100)])
    phone = StringField(_l("信访人电话"), [Optional(), Length(max=30)])
    title = StringField(
        _l("事项"), [InputRequired(), Length(max=100)], description=_l("一句话，不写证件号码")
    )
    story = TextAreaField(_l("事由和诉求"), [InputRequired(), Length(max=4000)])
    petition_number = StringField(_l("信访编号"), [Optional(), Length(max=80)])
    taken_on = DateField(_l("受托日期"), [InputRequired()])
    authority = SelectField(_l("授权"), choices=worded(AUTHORITIES))
    power_on = DateField(_l("授权委托书日期"), [InputRequired()])
    power_until = DateField(_l("授权到期日"), [Optional()])
    power = FileField(
        _l("授权委托书"), [FileRequired(_l("请上传信访人签名的授权委托书。"))], description=_SCAN
    )


class EndMatterForm(PortalForm):
    """How a matter ended without a mediation."""

    state = SelectField(
        _l("结果"), choices=worded({k: v for k, v in MATTER_STATES.items() if k not in {"open", "case"}})
    )
    on = DateField(_l("日期"), [InputRequired()])
    outcome = TextAreaField(_l("说明"), [InputRequired(), Length(max=2000)])


class OpenFromMatterForm(PortalForm):
    """What a matter still lacks to become a case."""

    committee_id = SelectField(_l("调解委员会"), [InputRequired()], choices=[], coerce=int)
    category_id = SelectField(_l("纠纷类别"), [InputRequired()], choices=[], coerce=int)
    title = StringField(_l("纠纷名称"), [InputRequired(), Length(max=150)])
    respondent = StringField(_l("被申请人"), [InputRequired(), Length(max=100)])
    respondent_kind = SelectField(
        _l("被申请人是"),
        choices=[SelectChoice("person", _l("个人")), SelectChoice("organisation", _l("单位"))],
    )
    respondent_wish = SelectField(_l("被申请人意愿"), choices=worded(RESPONDENT_WISHES))
    demand = TextAreaField(_l("申请事项"), [Optional(), Length(max=3000)])
