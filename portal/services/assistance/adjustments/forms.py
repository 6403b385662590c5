"""The forms of a standard adjustment: entering a batch, settling an exception, the reason for taking a batch back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.errors import N_, RuleBroken
from portal.services.assistance.schemes import AREAS, SCHEMES
from portal.services.forms.choices import worded
from portal.standards.amounts import fen_of
from portal.standards.invalid import Invalid
from portal.web.forms import PortalForm

WAYS = {
    "release": N_("随批调整（原因已消除，由另一人审批）"),
    "settle": N_("逐户处理完毕（不随批调整）"),
}


class EnterAdjustmentForm(PortalForm):
    """Which standard takes the place of which, from when, by which paper."""

    scheme = SelectField(
        _l("救助类别"),
        [InputRequired()],
        choices=worded({code: one.name for code, one in SCHEMES.items() if one.pays_monthly}),
    )
    area = RadioField(_l("城市或农村"), [InputRequired()], choices=worded(AREAS))
    old_yuan = StringField(_l("原标准"), [InputRequired(), Length(max=12)])
    new_yuan = StringField(_l("新标准"), [InputRequired(), Length(max=12)])
    effective = StringField(
        _l("从哪个月起执行"),
        [InputRequired(), Length(max=7)],
        description=_l("例如 2026-05。月中公布的，也从当月起执行，不按天折算。"),
    )
    decided_on = DateField(_l("调标文件日期"), [InputRequired()])
    source = StringField(_l("调标文件文号"), [InputRequired(), Length(max=100)])
    run = StringField(
        _l("首次按新标准发放的月份"),
        [Optional(), Length(max=7)],
        description=_l("不填的，为第一个尚未报批发放的月份；此前各月的差额补发。"),
    )
    note = TextAreaField(_l("备注"), [Optional(), Length(max=500)])


class AskReversalForm(PortalForm):
    """Why the whole batch is to be taken back."""

    reason = TextAreaField(_l("撤销理由"), [InputRequired(), Length(max=1000)])


class RefuseReversalForm(PortalForm):
    """Why the batch stays as it is."""

    reason = TextAreaField(_l("不同意的理由"), [InputRequired(), Length(max=1000)])


class SettleExceptionForm(PortalForm):
    """What becomes of one exception."""

    how = RadioField(
        _l("怎样处理"),
        [InputRequired()],
        choices=worded(WAYS),
    )
    reason = TextAreaField(_l("情况说明"), [InputRequired(), Length(max=300)])


def read_yuan(text: str, field: str) -> int:
    """A sum in yuan as typed, in fen; raises RuleBroken at `field`."""
    try:
        return fen_of(text)
    except Invalid as error:
        raise RuleBroken(field, error.message, **error.params) from error
