"""The forms of the register's pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.web.forms import PortalForm


class DrawUpForm(PortalForm):
    """Which unit and period, to whom, and what the book of screenings says."""

    unit_id = SelectField(_l("填报单位"), [InputRequired()])
    first = DateField(_l("统计期起"), [InputRequired()])
    last = DateField(_l("统计期止"), [InputRequired()])
    addressee = StringField(_l("报送单位"), [InputRequired(), Length(max=100)])
    screenings = IntegerField(_l("排查次数"), [Optional()], description=_l("按排查台账填写，没有的不填"))
    found = IntegerField(_l("排查发现纠纷（件）"), [Optional()])
    prevented = IntegerField(_l("预防纠纷（件）"), [Optional()])
    because = TextAreaField(
        _l("更正原因"),
        [Optional(), Length(max=300)],
        description=_l("同一统计期已经报送过的才填写，会印在表上"),
    )


class SignReportForm(PortalForm):
    """A signature."""

    note = StringField(_l("备注"), [Optional(), Length(max=500)])


class DiscardReportForm(PortalForm):
    """Why a report is put aside."""

    reason = TextAreaField(_l("作废原因"), [InputRequired(), Length(max=300)])


class HandInRegisterForm(PortalForm):
    """An old register as a workbook."""

    committee_id = SelectField(_l("调解委员会"), [InputRequired()])
    file = FileField(
        _l("原登记簿（Excel 或 CSV 表）"),
        [FileRequired(_l("请选择文件。"))],
        description=_l("一行一个案件，前十行内有表头。一次不超过 5000 行，8 MB。"),
    )
    used_year = IntegerField(
        _l("年份"), [Optional()], description=_l("原登记簿今年已经用到的案号，从下一号起由系统编；没有的不填")
    )
    used_last = IntegerField(_l("已用到第几号"), [Optional()])
