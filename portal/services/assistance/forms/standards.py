"""The forms of the standards: one figure from a month on, and why one is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.errors import N_, RuleBroken
from portal.services.assistance.months import month_text, read_month
from portal.services.assistance.schemes import AREAS
from portal.services.assistance.standards import BOTH, FIGURES
from portal.services.forms.choices import worded
from portal.standards.amounts import fen_of
from portal.standards.invalid import Invalid
from portal.web.forms import PortalForm

WAYS = {"fixed": N_("金额（元）"), "share": N_("保障标准的百分之几")}


class EnterStandardForm(PortalForm):
    """One figure of one scheme, from a month on, by which paper."""

    code = SelectField(_l("项目"), [Optional()], default="")
    area = RadioField(
        _l("适用于"), [Optional()], choices=[*worded(AREAS), SelectChoice(BOTH, _l("城乡统一"))], default=""
    )
    way = RadioField(_l("按"), [InputRequired()], choices=worded(WAYS), default="fixed")
    amount = StringField(_l("金额或百分比"), [InputRequired(), Length(max=15)])
    month = StringField(
        _l("从哪个月起执行"),
        [InputRequired(), Length(max=7)],
        description=_l("例如 2026-05。月中公布的，整月都按新标准。"),
    )
    source = StringField(_l("文件文号"), [InputRequired(), Length(max=100)])
    unit_id = SelectField(_l("适用范围"), [Optional()], default="")
    confirmed = BooleanField(_l("已经核对，按此登记"))

    def __init__(
        self,
        scheme: str,
        streets: Sequence[tuple[int, str]],
        *args: Any,
        for_everybody: bool,
        month: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, month=month_text(month), **kwargs)
        self.code.choices = worded(FIGURES[scheme])
        everybody = [SelectChoice("", gettext("全区统一"))] if for_everybody else []
        self.unit_id.choices = [*everybody, *(SelectChoice(str(key), name) for key, name in streets)]

    def values(self, scheme: str) -> dict[str, Any]:
        """What was entered, as the action wants it; raises RuleBroken at `month` or `amount`."""
        text = self.amount.data or ""
        shares = self.way.data == "share"
        return {
            "scheme": scheme,
            "area": self.area.data or BOTH,
            "code": self.code.data or "",
            "valid_from": read_month(self.month.data or ""),
            "source": self.source.data or "",
            "fen": None if shares else read_fen(text, "amount"),
            "percent": _read_percent(text, "amount") if shares else None,
            "unit_id": int(self.unit_id.data) if self.unit_id.data else None,
            "confirmed": bool(self.confirmed.data),
        }


class WithdrawStandardForm(PortalForm):
    """Why a standard is taken back."""

    reason = StringField(_l("撤回原因"), [InputRequired(), Length(max=200)])


def _read_percent(text: str, field: str) -> int:
    """A per cent with up to two decimals, in hundredths."""
    try:
        return fen_of(text.strip().rstrip("%％"))
    except Invalid:
        raise RuleBroken(field, N_("请填写百分比，例如 20 或 12.5。")) from None


def read_fen(text: str, field: str) -> int:
    """A sum in yuan with up to two decimals, in fen; raises RuleBroken at `field`."""
    try:
        return fen_of(text.strip())
    except Invalid as error:
        raise RuleBroken(field, error.message, **error.params) from error
