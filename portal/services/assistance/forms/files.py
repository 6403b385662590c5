"""The forms of a file's life: proposing a change of each kind, hearing, deciding, reviews, the account. Shape only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal import clock
from portal.services.assistance.actions import NewMember, Plan
from portal.services.assistance.changes import FINDINGS, KINDS, REASONS, WAYS
from portal.services.assistance.holders import BASES, LONGEST_RELATION
from portal.services.assistance.models import SupportChange, SupportFile, SupportMember
from portal.services.assistance.months import add_months, month_text, next_month, read_month
from portal.services.assistance.rules.extras import still_holding
from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.rules.terms import EXTRA_DISABLED, EXTRA_ILL, EXTRAS, TIERS
from portal.services.assistance.schemes import CATEGORIES
from portal.services.forms.choices import worded
from portal.services.forms.people import NamesRecords, PersonField, WantedWith
from portal.standards.amounts import fen_of
from portal.standards.invalid import InvalidAmount
from portal.standards.relations import RELATIONS
from portal.web.forms import BoundedInteger, PortalForm

LONGEST = 1000
BACK, AHEAD = 12, 6
GROUNDS = "grounds_"
# What a paper proves; the other grounds follow from the age.
PROVEN = (EXTRA_DISABLED, EXTRA_ILL)


class MoneyField(StringField):
    """An amount typed in yuan; `data` is whole fen, or None where nothing was typed. What was typed stays as it is."""

    typed = ""

    def process_data(self, value: int | None) -> None:
        """Fen become yuan with two places."""
        self.data = value
        self.typed = "" if value is None else yuan(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError for what is no amount."""
        self.typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if self.typed:
            try:
                self.data = fen_of(self.typed)
            except InvalidAmount as error:
                raise ValueError(gettext(error.message, **error.params)) from None

    def _value(self) -> str:
        return self.typed


class TicksField(SelectMultipleField):
    """Any number of choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProposeForm(NamesRecords):
    """What every proposal says; the fields that a kind asks for besides are added by `propose_form`.

    `shown` says which result the reader has seen of what is typed: only what was seen is filed.
    """

    reason_code = SelectField(_l("变更原因"), [InputRequired()])
    shown = HiddenField()
    effective_month = SelectField(_l("生效月份"), [InputRequired()])
    reason = TextAreaField(
        _l("事实和理由"),
        [InputRequired(), Length(max=LONGEST)],
        description=_l("什么时候、什么情况、依据什么材料。印在通知书上"),
    )

    def month(self) -> dt.date:
        """The month that was chosen."""
        return read_month(self.effective_month.data or "", "effective_month")

    def plan(self, file: SupportFile) -> Plan:
        """What was asked for, as the action wants it."""
        fields = self._fields
        income = fields.get("income_fen")
        tier = fields.get("tier")
        months = fields.get("fading_months")
        return Plan(
            income_fen=income.data if income else None,
            tier=(tier.data or None) if tier else None,
            leaving=tuple((int(key), self.reason_code.data or "") for key in self._of("leaving", [])),
            joining=tuple(self._joining()),
            grounds=self._grounds(file),
            proven=self._proven(),
            head_id=_number(self._of("head", "")),
            person_id=_number(self._of("person", "")),
            fading_months=months.data if months else None,
        )

    def _of(self, name: str, default: Any) -> Any:
        field = self._fields.get(name)
        return (field.data or default) if field else default

    def _joining(self) -> list[NewMember]:
        found = []
        for number in ("1", "2"):
            person = self._of(f"joining_{number}", None)
            if person:
                found.append(NewMember(int(person), self._of(f"relation_{number}", "")))
        return found

    def _proven(self) -> dict[int, tuple[str, ...]]:
        """What those who join have shown papers of, by resident."""
        numbers = [number for number in ("1", "2") if self._of(f"joining_{number}", None)]
        return {
            int(self._of(f"joining_{number}", "")): tuple(self._of(f"proven_{number}", ()))
            for number in numbers
        }

    def _grounds(self, file: SupportFile) -> dict[int, tuple[str, ...]] | None:
        found = {
            int(name.removeprefix(GROUNDS)): tuple(field.data or ())
            for name, field in self._fields.items()
            if name.startswith(GROUNDS)
        }
        return found or None


def propose_form(
    file: SupportFile, kind: str, change: SupportChange | None = None, **data: Any
) -> ProposeForm:
    """The form of a kind for this file, with its people; of a proposal that is to be reckoned anew, as it stands."""
    known = KINDS[kind]
    here = [m for m in file.members if m.until_month is None]
    fields: dict[str, Any] = {}
    for wanted in known.asks:
        fields |= _ASKED[wanted](file, here)
    made = type("ProposeForm", (ProposeForm,), fields)
    data.setdefault("effective_month", month_text(change.effective_month if change else _next()))
    data.setdefault("reason_code", change.reason_code if change else _only(known.reasons))
    data.setdefault("reason", change.reason if change else "")
    form: ProposeForm = made(data=data, version=str((change or file).version))
    form.reason_code.choices = [
        SelectChoice("", _l("请选择")),
        *worded({code: REASONS[code] for code in known.reasons}),
    ]
    form.effective_month.choices = _months(kind, change)
    return form


def _only(codes: tuple[str, ...]) -> str:
    """The one reason of a kind that knows no other; where there are several, the reader chooses."""
    return codes[0] if len(codes) == 1 else ""


def _next() -> dt.date:
    return next_month(clock.today())


def _months(kind: str, change: SupportChange | None) -> list[SelectChoice]:
    """The months to choose from: the next ones, and for what may look back also those that have passed."""
    first = -BACK if kind in {"death", "stop", "reduce"} else 0
    found = [add_months(_next(), count) for count in range(first, AHEAD)]
    if change is not None and change.effective_month not in found:
        found.insert(0, change.effective_month)
    return [SelectChoice(month_text(m), month_text(m)) for m in found]


def _people(here: list[SupportMember], *, by_resident: bool = False) -> list[SelectChoice]:
    """Name and birth, for people of one name are common in one household."""
    return [SelectChoice(str(m.resident_id if by_resident else m.id), _told(m)) for m in here]


def _told(member: SupportMember) -> str:
    born = member.resident.birth_date
    return f"{member.resident.name} {born.isoformat()}" if born else member.resident.name


def _ask_income(file: SupportFile, here: list[SupportMember]) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "income_fen": MoneyField(
            _l("变更后的家庭月收入"),
            [Optional()],
            description=_l("全家可计算的收入，元/月；不变的留空"),
        )
    }
    newest = file.decisions[-1] if file.decisions else None
    if newest is not None and newest.method == "tier":
        asked["tier"] = SelectField(
            _l("档次"), [Optional()], choices=[SelectChoice("", _l("不变")), *worded(TIERS)], default=""
        )
    return asked


def _ask_grounds(file: SupportFile, here: list[SupportMember]) -> dict[str, Any]:
    known = _grounds_now(file)
    return {
        f"{GROUNDS}{m.resident_id}": TicksField(
            _l("%(name)s的分类施保", name=_told(m)),
            choices=worded(EXTRAS),
            default=list(
                still_holding(
                    known.get(str(m.resident_id), known.get(m.resident.name, [])),
                    m.resident.birth_date,
                    _next(),
                )
            ),
        )
        for m in here
        if m.is_counted
    }


def _grounds_now(file: SupportFile) -> dict[str, list[str]]:
    """The grounds of the newest sheet, by key or name."""
    for decision in reversed(file.decisions):
        people = ((decision.sheet or {}).get("family") or {}).get("people", [])
        if people:
            return {(p.get("key") or p["name"]): list(p.get("grounds", [])) for p in people}
    return {}


def _ask_people(file: SupportFile, here: list[SupportMember]) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "leaving": TicksField(_l("离开的成员"), choices=_people(here)),
    }
    relations = [
        SelectChoice("", _l("请选择")),
        *worded({c: w for c, w in RELATIONS.items() if c not in {"01", "02"}}),
    ]
    for number in ("1", "2"):
        asked[f"joining_{number}"] = PersonField(
            _l("加入的成员 %(n)s", n=number),
            [WantedWith((f"relation_{number}", f"proven_{number}"), _l("请填写加入的成员。"))],
            description=_l("证件号码，或“姓名 尾号四位”；须已登记"),
        )
        asked[f"relation_{number}"] = SelectField(
            _l("成员 %(n)s 与户主的关系", n=number),
            [WantedWith((f"joining_{number}",), _l("请选择这位成员与户主的关系。"))],
            choices=relations,
            default="",
        )
        asked[f"proven_{number}"] = TicksField(
            _l("成员 %(n)s 的分类施保", n=number),
            choices=worded({code: EXTRAS[code] for code in PROVEN}),
            description=_l("凭残疾证、诊断证明勾选；老年人、未成年人按年龄自动计入"),
        )
    return asked


def _ask_head(file: SupportFile, here: list[SupportMember]) -> dict[str, Any]:
    others = [m for m in here if m.resident_id != file.head_id]
    return {
        "head": SelectField(
            _l("新户主"),
            [Optional()],
            choices=[SelectChoice("", _l("不变")), *_people(others, by_resident=True)],
            default="",
        )
    }


def _ask_person(file: SupportFile, here: list[SupportMember]) -> dict[str, Any]:
    return {"person": RadioField(_l("哪位成员"), [InputRequired()], choices=_people(here))}


def _ask_fading(file: SupportFile, here: list[SupportMember]) -> dict[str, Any]:
    return {
        "fading_months": BoundedInteger(
            _l("渐退几个月"), [InputRequired()], description=_l("期满自动提出停发"), default=6
        )
    }


def _ask_target(file: SupportFile, here: list[SupportMember]) -> dict[str, Any]:
    relations = [
        SelectChoice("", _l("请选择")),
        *worded({c: w for c, w in RELATIONS.items() if c not in {"01", "02"}}),
    ]
    return {
        "target": StringField(_l("转入的户号"), [InputRequired(), Length(max=80)]),
        "relation": SelectField(_l("与新户户主的关系"), [InputRequired()], choices=relations),
        "head": _ask_head(file, here)["head"],
        "income_left": MoneyField(_l("转出后本户月收入"), [Optional()], description=_l("元/月；不变的留空")),
        "income_there": MoneyField(_l("转入后新户月收入"), [Optional()], description=_l("元/月；不变的留空")),
    }


_ASKED = {
    "income": _ask_income,
    "grounds": _ask_grounds,
    "people": _ask_people,
    "head": _ask_head,
    "person": _ask_person,
    "fading": _ask_fading,
    "target": _ask_target,
}


class RecordHearingForm(PortalForm):
    """What was said to the household, and what it said."""

    told_on = DateField(_l("告知日期"), [InputRequired()])
    heard_on = DateField(_l("听取日期"), [InputRequired()])
    way = RadioField(_l("听取方式"), [InputRequired()], choices=worded(WAYS))
    heard_name = StringField(_l("陈述人"), [InputRequired(), Length(max=100)])
    is_waived = BooleanField(_l("当事人放弃陈述"))
    opinion = TextAreaField(_l("当事人的意见"), [Optional(), Length(max=LONGEST)])
    evidence = TextAreaField(_l("提交的证据"), [Optional(), Length(max=LONGEST)])
    reply = TextAreaField(_l("答复"), [Optional(), Length(max=LONGEST)])
    staff_two = SelectField(_l("第二位工作人员"), [InputRequired()], coerce=int)


class AttachSignedRecordForm(PortalForm):
    """The scan of the signed record."""

    file = FileField(_l("签字后的扫描件"), [FileRequired(_l("请选择扫描件。"))])


class RecordKinForm(PortalForm):
    """Which relative was told where nobody is left to hear."""

    kin_contact = TextAreaField(
        _l("亲属联系情况"),
        [InputRequired(), Length(max=200)],
        description=_l("联系了哪位亲属、何时、用什么方式；没有亲属的也请写明"),
    )


class DecideChangeForm(PortalForm):
    """Nothing but the button: what must hold before is asked by the rules."""


class DropChangeForm(PortalForm):
    """Why nothing is changed after all."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=500)])


class RecordReviewForm(PortalForm):
    """What two people found at a household."""

    done_on = DateField(_l("核查日期"), [InputRequired()])
    with_id = SelectField(_l("另一位核查人"), [InputRequired()], coerce=int)
    finding = RadioField(_l("核查结果"), [InputRequired()], choices=worded(FINDINGS))
    category = SelectField(
        _l("类别"), choices=[SelectChoice("", _l("不变")), *worded(CATEGORIES)], default=""
    )
    note = TextAreaField(_l("核查情况"), [InputRequired(), Length(max=LONGEST)])


class ChangeAccountForm(PortalForm):
    """Where the money goes."""

    bank = StringField(_l("开户银行"), [InputRequired(), Length(max=100)])
    account = StringField(_l("账号"), [InputRequired(), Length(max=40)], description=_l("12 至 30 位数字"))
    account_holder = StringField(_l("户名"), [InputRequired(), Length(max=100)])
    account_relation = StringField(
        _l("户名人与户主的关系"),
        [Length(max=LONGEST_RELATION)],
        description=_l("户名不是户主的填写，例如女儿、村委会"),
    )
    account_basis = SelectField(
        _l("代领依据"), choices=[SelectChoice("", _l("户名是户主本人")), *worded(BASES)], default=""
    )
    agreement = FileField(
        _l("代领协议或监护证明"), description=_l("户名不是户主的，须上传扫描件（57号第二十六条）")
    )
    confirmed = BooleanField(
        _l("已与存折或银行卡核对，账号无误"), description=_l("存折和部分旧账号通不过卡号校验，核对后勾选")
    )


def with_nobody(people: Iterable[tuple[int, str]]) -> list[SelectChoice]:
    """People as choices, nobody chosen."""
    return [SelectChoice(0, gettext("请选择")), *(SelectChoice(key, name) for key, name in people)]


def _number(text: str) -> int | None:
    return int(text) if str(text).isdigit() else None
