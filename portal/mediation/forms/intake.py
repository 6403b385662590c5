"""The one page of an intake, with a row for each party; and the form of one party alone."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from portal.disputes.kinds import SIDES
from portal.disputes.parties import NewParty
from portal.disputes.party_forms import OnePartyForm, PartiesForm, PartyRow
from portal.errors import N_, RuleBroken
from portal.mediation.forms.bodies import asks_for_body, lacks_names, must_be_people
from portal.mediation.forms.choices import worded
from portal.mediation.states import CASE_SOURCES, DIFFICULTIES, RESPONDENT_WISHES
from portal.standards.codes import ETHNIC_GROUPS, SEX
from portal.web.forms import BoundedInteger, PortalForm
from portal.web.money import YuanField

MOST_ROWS = 30
_TYPED = (
    "sex",
    "ethnic_group",
    "age",
    "job",
    "phone",
    "address",
    "employer",
    "legal_representative",
    "credit_code",
    "attending",
)


class PartyFields(PartyRow):
    """The fields of one party, in a row of the intake or alone."""

    side = SelectField(_l("地位"), choices=worded(SIDES), default="applicant")
    kind = HiddenField(default="person")
    sex = SelectField(_l("性别"), choices=worded(SEX | {"0": N_("未填")}), default="0")
    age = StringField(
        _l("年龄（周岁）"), [Regexp(r"(1[0-4][0-9]|[1-9]?[0-9])?\Z", message=_l("请填写 0 到 149 的整数。"))]
    )
    ethnic_group = SelectField(_l("民族"), choices=worded({"": N_("未填")} | ETHNIC_GROUPS), default="")
    phone = StringField(_l("联系方式"), [Length(max=50)])
    address = StringField(_l("住址"), [Length(max=150)])
    employer = StringField(_l("工作单位"), [Length(max=100)])
    job = StringField(_l("职业或职务"), [Length(max=50)])
    legal_representative = StringField(_l("法定代表人"), [Length(max=50)])
    credit_code = StringField(_l("统一社会信用代码"), [Length(max=40)])
    attending = StringField(
        _l("到场人"),
        [Length(max=100)],
        description=_l("代表单位来的人，写姓名、职务；有委托书的另登记代理人"),
    )
    cannot_read = BooleanField(_l("不识字（须当面宣读，有见证人）"))
    is_person = BooleanField(_l("确实是个人姓名"))

    @property
    def asks_for_body(self) -> bool:
        """Whether the name reads as an organisation's, so that the row asks whether it is a person's."""
        return asks_for_body(self)

    @property
    def is_filled(self) -> bool:
        """Whether the row names somebody, or says anything of somebody."""
        return bool(self.name.data) or any(self[name].data not in (None, "", "0") for name in _TYPED)

    def party(self) -> NewParty:
        """What was typed and chosen."""
        is_person = not self.is_body
        details = {
            name: str(self[name].data or "") for name in _TYPED if self[name].data not in (None, "", "0")
        }
        for name in (
            ("legal_representative", "credit_code", "attending")
            if is_person
            else ("sex", "age", "ethnic_group", "job", "employer")
        ):
            details.pop(name, None)
        return NewParty(
            side=self.side.data or "",
            kind=self.kind.data or "",
            name=self.name.data or "",
            details=details,
            cannot_read=bool(self.cannot_read.data),
            resident_id=self.taken_person,
            organisation_id=self.taken_body,
        )


class HandOverForm(PortalForm):
    """Which committee gets a dispute that is known already, and what the other side says."""

    committee_id = SelectField(_l("调委会"), [InputRequired()])
    respondent_wish = SelectField(
        _l("被申请人的意见"),
        choices=worded(RESPONDENT_WISHES),
        default="unknown",
        description=_l("问过的选，没问过的不用改"),
    )
    note = TextAreaField(_l("移送说明"), [Optional(), Length(max=500)])

    def offer(self, committees: list[tuple[int, str]]) -> None:
        """Offer these committees, the nearest first."""
        self.committee_id.choices = [(str(key), name) for key, name in committees]


class PartyForm(OnePartyForm):
    """One party, to be added or corrected."""

    party = FormField(PartyFields)

    def new(self) -> NewParty:
        """What was typed; raises RuleBroken at the name of an organisation that was typed as a person's."""
        row: Any = self.party.form
        if row.asks_for_body and not row.is_person.data:
            try:
                must_be_people([row])
            except RuleBroken as error:
                error.field = "name"
                raise
        return row.party()


class LeavePartyForm(PortalForm):
    """Why a party takes no part any more."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])


class MatterForm(PortalForm):
    """What a case is about; the same fields in the intake and when they are corrected."""

    category_id = SelectField(_l("纠纷类别"), [InputRequired()])
    title = StringField(
        _l("事由"), [Optional(), Length(max=150)], description=_l("可以不填，自动写成“甲与乙某某纠纷”")
    )
    story = TextAreaField(
        _l("纠纷简要情况"),
        [InputRequired(), Length(max=10_000)],
        description=_l("什么时间、什么地点、因为什么事、双方各怎么说"),
    )
    demand = TextAreaField(
        _l("申请事项（要求什么）"), [Optional(), Length(max=3000)], description=_l("一行写一项")
    )
    amount = YuanField(_l("涉及金额"), [Optional(), NumberRange(min=0, max=10**12)], places=2, rounding=None)
    people = BoundedInteger(
        _l("涉及人数"), [Optional(), NumberRange(min=1, max=1_000_000)], description=_l("不填的按当事人数")
    )
    place = StringField(_l("发生地点"), [Optional(), Length(max=200)])
    mediation_place = StringField(_l("调解地点"), [Optional(), Length(max=150)])
    source_note = StringField(
        _l("移送（委托）单位、文号"),
        [Optional(), Length(max=150)],
        description=_l("移送、委托、指定的必须填"),
    )
    difficulty = SelectField(_l("难易程度"), choices=worded(DIFFICULTIES), default="general")
    is_public = BooleanField(_l("公开调解"), default=True)

    def offer(self, categories: list[tuple[int, str]]) -> None:
        """Offer the categories in force."""
        self.category_id.choices = [("", gettext("请选择")), *((str(key), name) for key, name in categories)]

    @property
    def amount_fen(self) -> int:
        """The amount in fen."""
        return round((self.amount.data or 0) * 100)


class ChangeIntakeForm(MatterForm):
    """The matter of a case that is corrected."""

    title = StringField(_l("事由"), [InputRequired(), Length(max=150)])


class OpenCaseForm(PartiesForm, MatterForm):
    """The whole intake: parties, matter, where it comes from, what the other side says."""

    committee_id = SelectField(_l("调委会"), [InputRequired()])
    applied_on = DateField(_l("申请（发现）日期"), [InputRequired()])
    source = SelectField(_l("案件来源"), choices=worded(CASE_SOURCES), default="application")
    is_oral = RadioField(
        _l("申请方式"), choices=worded({"oral": N_("口头申请"), "written": N_("书面申请")}), default="oral"
    )
    respondent_wish = SelectField(
        _l("被申请人的意见"),
        choices=worded(RESPONDENT_WISHES),
        default="unknown",
        description=_l("明确拒绝调解的，不能受理"),
    )
    parties = FieldList(FormField(PartyFields), min_entries=2, max_entries=MOST_ROWS)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever applies is named, though the other side may not be known yet; what another body sent says with which letter."""
        ok = super().validate(extra_validators)
        if self.source.data not in {"application", "initiative", "screening"} and not self.source_note.data:
            message = gettext("请填写移送（委托、指定）的单位和文号。")
            self.source_note.errors = [*self.source_note.errors, message]
            ok = False
        return not lacks_names(self.parties, 1) and ok

    def refuse(self, error: RuleBroken) -> None:
        """The day on which the dispute was found is that of the application."""
        if error.field == "found_on":
            error.field = "applied_on"
        super().refuse(error)

    def add_row(self) -> None:
        """One more empty row, on the side that the last one is not on."""
        if len(self.parties.entries) < MOST_ROWS:
            self.parties.append_entry()
            self.parties.entries[-1].form.side.data = "respondent"

    def drop_row(self, place: int) -> None:
        """Take a row out; two stay."""
        if 0 <= place < len(self.parties.entries) and len(self.parties.entries) > 2:
            self.parties.entries.pop(place)
