"""The forms of residents: shape only. What a person must be is asked of the rules (`person`), all at once, for every field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.errors import RuleBroken
from portal.residents.actions import (
    PURPOSES,
    REASONS,
    Correction,
    NewPaper,
    PossibleMatch,
    faults_of_correction,
)
from portal.residents.models import Resident
from portal.residents.person import FOREIGN_KINDS, Person, faults_of
from portal.residents.queries import Match
from portal.standards.codes import ETHNIC_GROUPS, SEX
from portal.standards.invalid import Invalid
from portal.standards.names import propose_name
from portal.standards.papers import PAPERS
from portal.units.queries import list_units
from portal.web.addresses import key_of
from portal.web.forms import PortalForm

HAN = "01"
SEX_ORDER = ("1", "2", "9", "0")


def _labels(table: dict[str, str], blank: str = "") -> list[tuple[str, str]]:
    """Choices of a code table in the reader's language, with an empty one first where it may be left open."""
    return ([("", blank)] if blank else []) + [(code, gettext(label)) for code, label in table.items()]


def paper_choices(*, with_none: bool = True) -> list[tuple[str, str]]:
    """The kinds of document, in the order of the table."""
    return [(k.code, gettext(k.label)) for k in PAPERS.values() if with_none or not k.needs_reason]


class _PersonFields(PortalForm):
    """What registering and correcting ask alike."""

    name = StringField(_l("姓名"), [InputRequired(), Length(max=100)])
    sex = RadioField(_l("性别"), [Optional()])
    birth_date = DateField(_l("出生日期"), [Optional()])
    ethnic_group = SelectField(_l("民族"), [Optional()])
    phone = StringField(_l("联系电话"), [Optional(), Length(max=40)])
    household_address = StringField(_l("户籍地址"), [Optional(), Length(max=200)])
    address = StringField(_l("现住址"), [Optional(), Length(max=200)])
    grid_id = SelectField(_l("所在网格"), [Optional()], coerce=key_of)
    no_document_reason = StringField(_l("没有证件的原因"), [Optional(), Length(max=200)])
    guardian = StringField(_l("监护人"), [Optional(), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sex.choices = [(code, gettext(SEX[code])) for code in SEX_ORDER]
        self.ethnic_group.choices = _labels(ETHNIC_GROUPS, gettext("未填写"))
        self.grid_id.choices = [("", gettext("未划分")), *((u.id, u.name) for u in list_units(kind="grid"))]

    def person_facts(self) -> dict[str, Any]:
        """What both forms hand on."""
        texts = (
            "name",
            "ethnic_group",
            "phone",
            "household_address",
            "address",
            "no_document_reason",
            "guardian",
        )
        facts: dict[str, Any] = {name: self[name].data or "" for name in texts}
        return facts | {
            "sex": self.sex.data or "",
            "birth_date": self.birth_date.data,
            "grid_id": self.grid_id.data,
        }

    def show_faults(self, faults: Sequence[RuleBroken]) -> bool:
        """Put every broken rule at its field, one a field; True when there is none."""
        for fault in faults:
            field = self._fields.get(fault.field or "")
            if field is None or not field.errors:
                self.refuse(fault)
        return not faults

    def propose(self, kind: str) -> None:
        """Where a name would be kept otherwise than typed, lay the kept form into the field: sending it again confirms."""
        try:
            proposal = propose_name(self.name.data or "", foreign=kind in FOREIGN_KINDS)
        except Invalid:
            return
        if proposal.changed:
            self.name.data = proposal.text
            self.name.raw_data = [proposal.text]


class RegisterResidentForm(_PersonFields):
    """A person, the document first; `matches` are people registered already who may be the same."""

    kind = SelectField(_l("证件种类"), [InputRequired()])
    number = StringField(_l("证件号码"), [Optional(), Length(max=60)])
    use_18 = BooleanField(_l("已与证件核对，按18位登记，旧号一并保留"))
    other_person_reason = TextAreaField(_l("认定是另一个人的依据"), [Optional(), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = paper_choices()
        self.matches: list[Match] = []
        self.match: PossibleMatch | None = None
        if not self.is_submitted() and not self.is_restored:
            self.ethnic_group.data = HAN

    def to_person(self) -> Person:
        """The person as typed."""
        return Person(
            kind=self.kind.data or "",
            number=self.number.data or "",
            use_18=bool(self.use_18.data),
            **self.person_facts(),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape, then every rule that does not need the database."""
        has_shape = super().validate(extra_validators)
        faults = faults_of(self.to_person(), clock.today())
        if has_shape:
            self.propose(self.kind.data or "")
        return self.show_faults(faults) and has_shape

    def refuse(self, error: RuleBroken) -> None:
        """Keep the matches of a refusal, for the page to show."""
        if isinstance(error, PossibleMatch):
            self.match, self.matches = error, error.matches
        super().refuse(error)


class CorrectResidentForm(_PersonFields):
    """What is registered of a person, to be corrected with a reason."""

    reason = StringField(_l("更正原因"), [InputRequired(), Length(max=200)])

    def __init__(self, resident: Resident, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, obj=resident, **kwargs)
        self.resident = resident

    def show_conflict(self, record: Any) -> None:
        """Lay both versions side by side; the stored one is read anew."""
        self.is_stale = True
        stored = CorrectResidentForm(record, formdata=None)
        for field in self:
            theirs = stored[field.name]
            if field.name not in {"reason", "csrf_token", "once", "version"} and field.data != theirs.data:
                self.conflict.append((str(field.label.text), _words(field), _words(theirs)))
        self.version.data = str(record.version)
        self.form_errors = [
            *self.form_errors,
            gettext("有人在您之前保存了这条记录。请核对两份内容，确认后再次提交。"),
        ]

    def to_correction(self) -> Correction:
        """The correction as typed."""
        return Correction(**self.person_facts())

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape, then every rule that does not need the database."""
        if not super().validate(extra_validators):
            return False
        faults = faults_of_correction(self.resident, self.to_correction())
        paper = self.resident.primary_paper
        self.propose(paper.kind if paper else "none")
        return self.show_faults(faults)


def _words(field: Any) -> str:
    labels = {str(c[0]): str(c[1]) for c in getattr(field, "choices", None) or ()}
    return labels.get(str(field.data), "" if field.data is None else str(field.data))


class AddPaperForm(PortalForm):
    """Another document, a renewed one, or the right number in place of a wrong one."""

    purpose = RadioField(_l("登记什么"), [InputRequired()], default="another")
    replaces = SelectField(_l("被代替或更正的证件"), [Optional()], coerce=key_of)
    kind = SelectField(_l("证件种类"), [InputRequired()])
    number = StringField(_l("证件号码"), [InputRequired(), Length(max=60)])
    use_18 = BooleanField(_l("已与证件核对，按18位登记，旧号一并保留"))
    is_primary = BooleanField(_l("作为主要证件（列表和文书上用它）"), default=True)
    adopt = BooleanField(_l("按证件更正出生日期和性别"))
    reason = StringField(_l("原因"), [InputRequired(), Length(max=200)])

    def __init__(self, papers: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose.choices = _labels(PURPOSES)
        self.replaces.choices = [("", gettext("请选择")), *papers]
        self.kind.choices = paper_choices(with_none=False)

    def to_paper(self) -> NewPaper:
        """The document as typed."""
        return NewPaper(
            kind=self.kind.data or "",
            number=self.number.data or "",
            purpose=self.purpose.data,
            replaces=self.replaces.data,
            is_primary=bool(self.is_primary.data),
            use_18=bool(self.use_18.data),
            adopt=bool(self.adopt.data),
        )


class RecordDeathForm(PortalForm):
    """The day of death and where it is known from."""

    death_date = DateField(_l("死亡日期"), [InputRequired()])
    source = StringField(_l("依据"), [InputRequired(), Length(max=200)])


class ReasonForm(PortalForm):
    """A reason and nothing else: taking back a death, undoing a merge."""

    reason = StringField(_l("原因"), [InputRequired(), Length(max=200)])


class MergeResidentsForm(PortalForm):
    """Why the record that was chosen (`gone`) goes into this one."""

    gone = HiddenField()
    reason = StringField(_l("合并原因"), [InputRequired(), Length(max=200)])


class FindOtherRecordForm(PortalForm):
    """Words that find the other record of the same person, as in the search box."""

    q = StringField(
        _l("另一条记录"), [InputRequired(), Length(max=100)], description=_l("姓名、证件号码或后四位、手机号")
    )


class RevealNumberForm(PortalForm):
    """Why a whole number is wanted."""

    reason = SelectField(_l("查看原因"), [InputRequired()])
    note = StringField(_l("说明"), [Optional(), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = _labels(REASONS)


class DecideDuplicateForm(PortalForm):
    """A second person's word on a number that two people have."""

    note = StringField(_l("意见"), [Optional(), Length(max=200)])
