"""The form of a question at the counter: who is in the household, what it has, and what it would be paid."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.errors import N_, RuleBroken
from portal.services.assistance.months import month_text, read_month
from portal.services.assistance.rules.property import Property
from portal.services.assistance.rules.terms import CARE_LEVELS, EXTRAS, TIERS
from portal.services.assistance.schemes import AREAS, SCHEMES
from portal.services.assistance.trying import SITUATIONS, Told, ToldFamily, WrongPerson
from portal.services.forms.answers import ColumnsForm
from portal.services.forms.choices import worded
from portal.standards.amounts import fen_of
from portal.standards.invalid import Invalid
from portal.web.forms import BoundedInteger, PortalForm
from portal.web.wording import in_words

FEWEST, MOST = 3, 10
CARE = "care_"
RELATIONS = {
    "": N_("请选择"),
    "01": N_("申请人本人"),
    "10": N_("配偶"),
    "20": N_("子女"),
    "50": N_("父母"),
    "40": N_("孙子女、外孙子女"),
    "60": N_("祖父母、外祖父母"),
    "70": N_("兄弟姐妹"),
    "97": N_("其他亲属"),
    "99": N_("非亲属"),
}
NEEDS = {"": N_("无"), **EXTRAS, **{f"{CARE}{level}": label for level, label in CARE_LEVELS.items()}}


def _money(_form: Any, field: Field) -> None:
    """WTForms' validator: a sum in yuan, or nothing."""
    if field.data:
        try:
            fen_of(field.data)
        except Invalid as error:
            raise ValidationError(gettext(error.message) % error.params) from None


def _fen(text: str | None) -> int:
    return fen_of(text) if text else 0


class PersonBlock(ColumnsForm):
    """One person; a block without a relation does not count."""

    relation = SelectField(_l("与申请人的关系"), choices=worded(RELATIONS), default="")
    name = StringField(_l("称呼"), [Length(max=50)])
    birth = DateField(_l("出生日期"), [Optional()])
    situation = SelectField(_l("有没有下列情况"), choices=worded(SITUATIONS), default="")
    need = SelectField(_l("分类施保或护理档次"), choices=worded(NEEDS), default="")
    wages = StringField(_l("工资等月收入"), [Length(max=15), _money])
    pension = StringField(_l("养老金、赡养费等月收入"), [Length(max=15), _money])

    def told(self) -> Told:
        """What was filled in."""
        need = self.need.data or ""
        return Told(
            relation=self.relation.data or "",
            name=self.name.data or "",
            birth=self.birth.data,
            situation=self.situation.data or "",
            grounds=(need,) if need in EXTRAS else (),
            care=need.removeprefix(CARE) if need.startswith(CARE) else "",
            wages_fen=_fen(self.wages.data),
            pension_fen=_fen(self.pension.data),
        )


class TryReckoningForm(PortalForm):
    """A household as it is told at the counter."""

    class Meta(PortalForm.Meta):
        """Blocks have their filters in their fields."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind the blocks as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    scheme = SelectField(_l("救助类别"), choices=worded({c: s.name for c, s in SCHEMES.items()}))
    area = RadioField(_l("城市或农村"), choices=worded(AREAS), default="urban")
    month = StringField(_l("按哪个月的标准"), [InputRequired(), Length(max=7)])
    tier = SelectField(
        _l("档次"), choices=[SelectChoice("", _l("按差额，不分档")), *worded(TIERS)], default=""
    )
    people = FieldList(FormField(PersonBlock), min_entries=FEWEST, max_entries=MOST)
    other = StringField(_l("家庭其他收入（全年）"), [Length(max=15), _money])
    costs = StringField(_l("可以扣减的医疗等支出（每月）"), [Length(max=15), _money])
    money = StringField(_l("存款、有价证券等"), [Length(max=15), _money])
    vehicles = BoundedInteger(_l("机动车（辆）"), [Optional(), NumberRange(0, 99)])
    houses = BoundedInteger(_l("住房（套）"), [Optional(), NumberRange(0, 99)])

    def __init__(self, *args: Any, month: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, month=month_text(month), **kwargs)
        if not self.is_submitted():
            self.people[0].form.relation.data = "01"

    def add_person(self) -> None:
        """One more empty block, up to the most."""
        if len(self.people.entries) < MOST:
            self.people.append_entry()

    @property
    def asked_month(self) -> dt.date:
        """The month; raises RuleBroken at `month`."""
        return read_month(self.month.data or "")

    @property
    def told(self) -> ToldFamily:
        """What was filled in."""
        return ToldFamily(
            people=[entry.form.told() for entry in self._filled],
            other_fen=_fen(self.other.data),
            costs_fen=_fen(self.costs.data),
            tier=self.tier.data or "",
            assets=Property(_fen(self.money.data), self.vehicles.data or 0, self.houses.data or 0),
        )

    def refuse(self, error: RuleBroken) -> None:
        """What one person's facts lack is said at that person."""
        if isinstance(error, WrongPerson):
            found = self._filled[error.place].form._fields.get(error.field or "")
            if found is not None:
                found.errors = [*found.errors, in_words(error)]
                self.people.errors = [entry.errors for entry in self.people.entries]
                return
        super().refuse(error)

    @property
    def _filled(self) -> list[Any]:
        return [entry for entry in self.people.entries if entry.form.relation.data]
