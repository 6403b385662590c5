"""The page on which a dispute is registered, a row for each party; and the corrections of what was registered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.disputes.form_fields import CheckboxesField, worded
from portal.disputes.kinds import PARTY_KINDS, SOURCES, TENDENCIES
from portal.disputes.models import DisputeCategory
from portal.disputes.parties import NewParty, looks_like_body
from portal.disputes.party_forms import OnePartyForm, PartiesForm, PartyRow
from portal.errors import N_
from portal.screening.ledger.scale import Level
from portal.units.models import Unit
from portal.web.forms import BoundedInteger, PortalForm
from portal.web.money import YuanField

ROWS = 3
# Days as people type them where the browser has no calendar of its own.
PAPER_DAY = "%Y年%m月%d日"
DAYS = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", PAPER_DAY]
# What a screening does not bring in by an application.
_SOURCES = {code: label for code, label in SOURCES.items() if code != "application"}
# Nobody has applied for anything yet: the sides of a mediation under plain names.
SIDE_WORDS = {"applicant": N_("一方"), "respondent": N_("另一方"), "third": N_("第三方")}
_BY_NAME = {"": N_("看名称判断")}


class PartyFields(PartyRow):
    """One party: name, side, phone, address; whether it is an organisation is read off its name unless somebody says."""

    side = SelectField(_l("哪一方"), choices=worded(SIDE_WORDS), default="applicant")
    kind = SelectField(_l("个人或单位"), choices=worded(_BY_NAME | PARTY_KINDS), default="")
    phone = StringField(_l("联系电话"), [Length(max=50)])
    address = StringField(_l("住址（地址）"), [Length(max=150)])

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything of anybody."""
        return bool(self.name.data or self.phone.data or self.address.data)

    @property
    def is_body(self) -> bool:
        """What was chosen, or what was taken from the register, or what the name looks like."""
        if self.resident_id.data or self.kind.data:
            return bool(self.kind.data == "organisation")
        return bool(self.organisation_id.data) or looks_like_body(self.name.data or "")

    def party(self) -> NewParty:
        """What was typed and chosen."""
        return NewParty(
            side=self.side.data or "",
            kind="organisation" if self.is_body else "person",
            name=self.name.data or "",
            details={key: self[key].data for key in ("phone", "address") if self[key].data},
            resident_id=self.taken_person,
            organisation_id=self.taken_body,
        )


class MatterForm(PortalForm):
    """What a dispute is about; the same fields when it is registered and when it is corrected."""

    category_id = SelectField(_l("纠纷类别"), [InputRequired()])
    story = TextAreaField(
        _l("起因及主要情况"),
        [InputRequired(), Length(max=10_000)],
        description=_l("什么时间、什么地点、因为什么事、各方怎么说；内容加密保存"),
    )
    demand = TextAreaField(_l("诉求"), [Optional(), Length(max=3000)])
    place = StringField(_l("发生地点"), [Optional(), Length(max=200)])
    title = StringField(
        _l("纠纷名称"), [Optional(), Length(max=150)], description=_l("可以不填，自动写成“甲与乙某某纠纷”")
    )
    people = BoundedInteger(
        _l("涉及人数"), [Optional(), NumberRange(min=1, max=1_000_000)], description=_l("不填的按当事人数")
    )
    amount = YuanField(_l("涉及金额"), [Optional(), NumberRange(min=0, max=10**12)], places=2, rounding=None)
    is_mass = BooleanField(_l("群体性矛盾纠纷"))

    def offer_categories(self, rows: Iterable[DisputeCategory]) -> None:
        """Offer the categories in force."""
        self.category_id.choices = [("", gettext("请选择")), *((str(one.id), one.name) for one in rows)]

    @property
    def amount_fen(self) -> int:
        """The amount in fen."""
        return round((self.amount.data or 0) * 100)


class ChangeForm(MatterForm):
    """The matter of a dispute that is corrected."""

    title = StringField(_l("纠纷名称"), [InputRequired(), Length(max=150)])


class RegisterForm(PartiesForm, MatterForm):
    """The whole page: where and when it was found and how, who quarrels about what, and how dangerous it is."""

    place_id = SelectField(_l("所属单位"), [InputRequired()])
    found_on = DateField(
        _l("排查日期"), [InputRequired()], format=DAYS, description=_l("发现这件纠纷的那天，按它计入周报")
    )
    source = SelectField(_l("排查方式"), choices=worded(_SOURCES), default="patrol")
    source_note = StringField(
        _l("来源说明"), [Optional(), Length(max=150)], description=_l("例如热线工单号、交办文号，没有的不填")
    )
    happened_on = DateField(_l("发生日期"), [Optional()], format=DAYS)
    risk = RadioField(_l("风险等级"), [InputRequired()], choices=[], default="yellow")
    tendencies = CheckboxesField(_l("激化倾向"), choices=worded(TENDENCIES))
    parties = FieldList(FormField(PartyFields), min_entries=ROWS, max_entries=ROWS)
    is_another = BooleanField(_l("不是同一件，仍要登记"))

    def offer(self, places: Iterable[Unit], scale: Mapping[str, Level]) -> None:
        """Offer these units, and the levels of the street."""
        self.place_id.choices = [(str(one.id), one.name) for one in places]
        self.risk.choices = levels_worded(scale)


class AddPartyForm(OnePartyForm):
    """One more party."""

    party = FormField(PartyFields)


def levels_worded(scale: Mapping[str, Level]) -> list[SelectChoice]:
    """The levels of a street as choices, in its own words."""
    return [SelectChoice(code, _l(level.label)) for code, level in scale.items()]
