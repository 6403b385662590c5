"""The form that changes a setting: its value field follows the kind of the setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.errors import N_
from portal.settings.registry import Definition
from portal.web.addresses import key_of
from portal.web.forms import PortalForm

_LONG = 60
YES_NO = (("yes", N_("是")), ("no", N_("否")))


class ChangeSettingForm(PortalForm):
    """A new value from a day on, and why. `for_setting` gives the class for one setting."""

    value: Field
    unit_id = SelectField(_l("适用范围"), [Optional()], default="")
    valid_from = DateField(_l("从哪天起生效"), [InputRequired()], default=clock.today)
    reason = StringField(_l("修改原因"), [InputRequired(), Length(max=500)])

    @property
    def chosen_unit(self) -> int | None:
        """The unit that the value is for, or None for the whole office."""
        return key_of(self.unit_id.data)


def for_setting(declared: Definition, units: Sequence[tuple[int, str]], **kwargs: Any) -> ChangeSettingForm:
    """The form of one setting; `units` are those that may have a value of their own."""

    class Form(ChangeSettingForm):
        value = _value_field(declared)

    form = Form(**kwargs)
    if declared.per_unit and units:
        form.unit_id.choices = [
            SelectChoice("", gettext("全街道")),
            *(SelectChoice(str(key), name) for key, name in units),
        ]
    else:
        del form.unit_id
    return form


def _value_field(declared: Definition) -> Field:
    if declared.kind in {"flag", "choice"}:
        choices = YES_NO if declared.kind == "flag" else declared.choices
        return RadioField(
            _l("新的值"),
            [InputRequired()],
            choices=[SelectChoice(code, _l(label)) for code, label in choices],
        )
    if declared.kind == "integer":
        return StringField(
            _l("新的值"), [InputRequired(), Length(max=10)], render_kw={"inputmode": "numeric"}
        )
    if declared.kind == "table":
        return TextAreaField(
            _l("新的值"), [Length(max=declared.longest)], description=_l("一行一条，各栏用 | 隔开")
        )
    if "\n" in declared.default or len(declared.default) > _LONG:
        return TextAreaField(_l("新的值"), [InputRequired(), Length(max=declared.longest)])
    return StringField(_l("新的值"), [Length(max=declared.longest)])
