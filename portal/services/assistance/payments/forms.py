"""The forms of payment months, one a verb and named like it. Months are typed as 2026-11, sums in yuan, accounts as digits."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.errors import N_
from portal.services.assistance.holders import BASES, LONGEST_RELATION
from portal.services.assistance.payments.states import RETURN_REASONS, SUBSIDY, SUPPLEMENTARY
from portal.services.forms.choices import worded
from portal.web.forms import NO_VERSION, BoundedInteger, PortalForm

LONGEST = 200
EXTRA_KINDS = {SUPPLEMENTARY: N_("补发批次（退票、暂缓、欠发）"), SUBSIDY: N_("价格临时补贴（按人定额）")}
SETTLEMENTS = {
    "keep": N_("照发：情况已核实，本月正常发放"),
    "later": N_("暂缓：本月不发，查清后补发"),
    "never": N_("不发：本月不发，也不补发"),
}


class PrepareMonthForm(PortalForm):
    """Which scheme of which street for which month; mostly hidden in a button."""

    street_id = SelectField(_l("街道"), [InputRequired()], coerce=int)
    scheme = SelectField(_l("救助种类"), [InputRequired()])
    month = StringField(_l("月份"), [InputRequired(), Length(max=7)], description=_l("如 2026-11"))


class PrepareExtraForm(PortalForm):
    """A batch beside the month's own."""

    street_id = SelectField(_l("街道"), [InputRequired()], coerce=int)
    scheme = SelectField(_l("救助种类"), [InputRequired()])
    month = StringField(_l("月份"), [InputRequired(), Length(max=7)], description=_l("如 2026-11"))
    kind = RadioField(_l("批次类别"), [InputRequired()], choices=worded(EXTRA_KINDS))
    rate = StringField(
        _l("每人补贴金额"), [Optional(), Length(max=20)], description=_l("元，只用于价格临时补贴")
    )
    reason = StringField(
        _l("依据或原因"), [InputRequired(), Length(max=LONGEST)], description=_l("如文件名称、文号")
    )


class SettleAnomalyForm(PortalForm):
    """What to do about one household of the list."""

    how = RadioField(_l("怎么处理"), [InputRequired()], choices=worded(SETTLEMENTS))
    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=LONGEST)])


class SubmitMonthForm(PortalForm):
    """Nothing but the button: what must hold before is asked by the rules."""


class SignMonthForm(PortalForm):
    """A signature with an optional remark."""

    note = StringField(_l("意见"), [Optional(), Length(max=LONGEST)], description=_l("可不填"))


class ReasonForm(PortalForm):
    """A step with its reason."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=LONGEST)])


class ExportBankFileForm(PortalForm):
    """Why full account numbers leave the house."""

    reason = StringField(
        _l("用途"),
        [InputRequired(), Length(max=LONGEST)],
        description=_l("文件含完整银行账号，用途记入操作留痕"),
    )


class EnterResultForm(PortalForm):
    """The day on which the bank paid, and its list of returns where there are any."""

    on = DateField(_l("发放（回盘）日期"), [InputRequired()])
    file = FileField(
        _l("退票明细（Excel）"),
        description=_l("没有退票的不用选。表头要有“序号”或“户号”，可有“金额”“失败原因”"),
    )


class AddReturnForm(PortalForm):
    """One return, typed."""

    position = BoundedInteger(_l("名单序号"), [InputRequired()])
    on = DateField(_l("退回日期"), [InputRequired()])
    reason_code = SelectField(_l("退票原因"), [InputRequired()], choices=worded(RETURN_REASONS))
    note = StringField(_l("银行说明"), [Optional(), Length(max=LONGEST)])


class PayAgainForm(PortalForm):
    """A new account of the household, or none where the old one is right after all."""

    bank = StringField(_l("开户行"), [Optional(), Length(max=100)])
    account = StringField(
        _l("新账号"), [Optional(), Length(max=40)], description=_l("账号没有变的，这两栏留空")
    )
    account_holder = StringField(_l("户名"), [Optional(), Length(max=100)], description=_l("留空为户主本人"))
    account_relation = StringField(
        _l("户名人与户主的关系"),
        [Optional(), Length(max=LONGEST_RELATION)],
        description=_l("户名不是户主的填写，例如女儿、村委会"),
    )
    account_basis = SelectField(
        _l("代领依据"), [Optional()], choices=[SelectChoice("", _l("户名是户主本人")), *worded(BASES)]
    )
    agreement = FileField(
        _l("代领协议或监护证明"), [Optional()], description=_l("户名不是户主的，须上传扫描件")
    )
    confirmed = BooleanField(
        _l("已与存折或银行卡核对，账号无误"), description=_l("存折和部分旧账号通不过卡号校验，核对后勾选")
    )
    file_version = HiddenField()
    reason = TextAreaField(_l("核实情况"), [InputRequired(), Length(max=LONGEST)])

    @property
    def seen_file_version(self) -> int:
        """The version of the file that the reader had before them; one that no file has when the form does not say."""
        text = self.file_version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else NO_VERSION


class StopReturnForm(PortalForm):
    """Why the money is not paid again."""

    reason = TextAreaField(_l("核实情况"), [InputRequired(), Length(max=LONGEST)])
