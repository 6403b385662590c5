"""The forms of households and organisations: shape only."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.residents.actions import OrganisationFacts
from portal.residents.groups import ORGANISATION_KINDS, Household
from portal.standards.codes import RELATIONS
from portal.units.queries import list_units
from portal.web.addresses import key_of
from portal.web.forms import PortalForm

WHO = _l("姓名、证件号码或“姓名 出生年份”")


class _HouseholdFields(PortalForm):
    """What stands on a household's register."""

    number = StringField(_l("户号"), [InputRequired(), Length(max=40)])
    address = StringField(_l("住址"), [InputRequired(), Length(max=200)])
    unit_id = SelectField(_l("所属社区"), [Optional()], coerce=key_of)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communities = [(u.id, u.name) for u in list_units(kind="community")]
        self.unit_id.choices = [("", gettext("未划分")), *communities]


class RegisterHouseholdForm(_HouseholdFields):
    """A household by its register."""

    head = StringField(_l("户主"), [Optional(), Length(max=100)], description=WHO)


class _Correction(PortalForm):
    """A form whose reason belongs to this change alone: nothing that is stored stands beside it."""

    reason: StringField

    def show_conflict(self, record: Any) -> None:
        """Both versions of what is registered, side by side."""
        super().show_conflict(record)
        self.conflict = [row for row in self.conflict if row[0] != str(self.reason.label.text)]


class CorrectHouseholdForm(_Correction, _HouseholdFields):
    """What is registered of a household, to be corrected with a reason."""

    reason = StringField(_l("更正原因"), [InputRequired(), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        household: Household | None = kwargs.get("obj")
        known = {key for key, _name in self.unit_id.choices}
        if household is not None and household.unit is not None and household.unit_id not in known:
            self.unit_id.choices = [*self.unit_id.choices, (household.unit_id, household.unit.name)]


class AddHouseholdMemberForm(PortalForm):
    """Somebody joins a household."""

    resident = StringField(_l("成员"), [InputRequired(), Length(max=100)], description=WHO)
    relation = SelectField(_l("与户主关系"), [InputRequired()])
    since = DateField(_l("加入日期"), [InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, gettext(label)) for code, label in RELATIONS.items()]
        self.relation.choices = [("", gettext("请选择")), *known]
        if not self.is_submitted() and not self.is_restored:
            self.since.data = clock.today()


class CorrectHouseholdMemberForm(_Correction):
    """How somebody is related to the head, and since when they belong to the household."""

    relation = SelectField(_l("与户主关系"), [InputRequired()])
    since = DateField(_l("加入日期"), [InputRequired()])
    reason = StringField(_l("更正原因"), [InputRequired(), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.relation.choices = [(code, gettext(label)) for code, label in RELATIONS.items()]


class EndHouseholdMemberForm(PortalForm):
    """Somebody leaves a household."""

    until = DateField(_l("迁出日期"), [InputRequired()])


class RegisterOrganisationForm(PortalForm):
    """An organisation by its certificate."""

    name = StringField(_l("单位名称"), [InputRequired(), Length(max=200)])
    kind = SelectField(_l("单位类型"), [InputRequired()])
    credit_code = StringField(
        _l("统一社会信用代码"), [Optional(), Length(max=40)], description=_l("18位；没有的可以不填")
    )
    legal_representative = StringField(_l("法定代表人或负责人"), [Optional(), Length(max=100)])
    phone = StringField(_l("联系电话"), [Optional(), Length(max=40)])
    address = StringField(_l("地址"), [Optional(), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(code, gettext(label)) for code, label in ORGANISATION_KINDS.items()]

    def to_facts(self) -> OrganisationFacts:
        """The organisation as typed."""
        names = ("name", "kind", "credit_code", "legal_representative", "phone", "address")
        return OrganisationFacts(**{name: self[name].data or "" for name in names})


class CorrectOrganisationForm(_Correction, RegisterOrganisationForm):
    """What is registered of an organisation, to be corrected with a reason."""

    reason = StringField(_l("更正原因"), [InputRequired(), Length(max=200)])
