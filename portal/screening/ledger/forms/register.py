"""The page on which a dispute is registered, a row for each party; and the corrections of what was registered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
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
from portal.disputes.parties import LONGEST_NAME, NewParty, looks_like_body
from portal.errors import N_, RuleBroken
from portal.screening.ledger.scale import Level
from portal.units.models import Unit
from portal.web.field_words import FieldWords
from portal.web.forms import BoundedInteger, PortalForm, clean_text
from portal.web.money import YuanField
from portal.web.wording import in_words

ROWS = 3
# Days as people type them where the browser has no calendar of its own.
PAPER_DAY = "%Y年%m月%d日"
DAYS = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", PAPER_DAY]
_AT_PARTY = re.compile(r"parties-(\d+)-(\w+)")
# What a screening does not bring in by an application.
_SOURCES = {code: label for code, label in SOURCES.items() if code != "application"}
# Nobody has applied for anything yet: the sides of a mediation under plain names.
SIDE_WORDS = {"applicant": N_("一方"), "respondent": N_("另一方"), "third": N_("第三方")}
_BY_NAME = {"": N_("看名称判断")}


class PartyFields(Form):
    """One party: name, side, phone, address; whether it is an organisation is read off its name unless somebody says."""

    class Meta:
        """Trim every text, in the house's words."""

        csrf = False
        locales = ("zh",)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Add the house's text filter to each field."""
            unbound_field.kwargs.setdefault("filters", [clean_text])
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> Any:
            """Plain words."""
            return FieldWords(["zh"])

    name = StringField(_l("姓名（名称）"), [Length(max=LONGEST_NAME)])
    side = SelectField(_l("哪一方"), choices=worded(SIDE_WORDS), default="applicant")
    kind = SelectField(_l("个人或单位"), choices=worded(_BY_NAME | PARTY_KINDS), default="")
    phone = StringField(_l("联系电话"), [Length(max=50)])
    address = StringField(_l("住址（地址）"), [Length(max=150)])

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything of anybody."""
        return bool(self.name.data or self.phone.data or self.address.data)

    def party(self) -> NewParty:
        """What was typed and chosen."""
        name = self.name.data or ""
        kind = self.kind.data or ("organisation" if looks_like_body(name) else "person")
        details = {key: self[key].data for key in ("phone", "address") if self[key].data}
        return NewParty(side=self.side.data or "", kind=kind, name=name, details=details)


class _WithParties(PortalForm):
    """A form that holds groups of fields, which have filters of their own."""

    class Meta(PortalForm.Meta):
        """Rows are bound as they are."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind rows as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)


class MatterForm(_WithParties):
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


class RegisterForm(MatterForm):
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

    def offer(self, places: Iterable[Unit], scale: Mapping[str, Level]) -> None:
        """Offer these units, and the levels of the street."""
        self.place_id.choices = [(str(one.id), one.name) for one in places]
        self.risk.choices = levels_worded(scale)

    def begin(self) -> None:
        """The second row is the other side."""
        self.parties[1].form.side.data = "respondent"

    @property
    def filled(self) -> list[PartyFields]:
        """The rows that say something, in order."""
        return [entry.form for entry in self.parties.entries if entry.form.is_filled]

    def refuse(self, error: RuleBroken) -> None:
        """A rule about a party stands at that party's field."""
        found = _AT_PARTY.fullmatch(error.field or "")
        if found is not None and int(found[1]) < len(self.filled):
            field = self.filled[int(found[1])]._fields.get(found[2])
            if field is not None:
                field.errors = [*field.errors, in_words(error)]
                self.parties.errors = [entry.errors for entry in self.parties.entries]
                return
        if error.field == "parties":
            error.field = None
        super().refuse(error)


class AddPartyForm(_WithParties):
    """One more party."""

    party = FormField(PartyFields)

    def refuse(self, error: RuleBroken) -> None:
        """Put a rule at the party's field."""
        inner = self.party.form._fields.get((error.field or "").removeprefix("party-"))
        if inner is None:
            super().refuse(error)
        else:
            inner.errors = [*inner.errors, in_words(error)]


def levels_worded(scale: Mapping[str, Level]) -> list[SelectChoice]:
    """The levels of a street as choices, in its own words."""
    return [SelectChoice(code, _l(level.label)) for code, level in scale.items()]
