"""The forms of the newborn follow-up: shape only. A birth is typed with up to four children; more come from a list."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.errors import N_
from portal.services.forms.choices import worded
from portal.services.forms.intake import CheckboxesField
from portal.services.forms.people import PersonField
from portal.services.items.birth_registration.newborns.notice import ChildFacts, NoticeFacts
from portal.services.items.birth_registration.words import (
    NEED_STATES,
    NEEDS,
    STOP_REASONS,
    VISIT_RESULTS,
)
from portal.standards.codes import FEMALE, MALE, SEX
from portal.standards.papers import PAPERS
from portal.units.queries import list_units, unit_and_below
from portal.web.access import current_actor
from portal.web.forms import BoundedInteger, PortalForm

MOST_TYPED = 4
LOST = "lost"
_OUTCOMES = {"alive": N_("平安"), LOST: N_("有变，不要联系")}
_SEXES = (("", N_("没有")), (FEMALE, SEX[FEMALE]), (MALE, SEX[MALE]), ("0", N_("未说明")))


class RecordNewbornForm(PortalForm):
    """A hospital's notice of one birth."""

    event_number = StringField(_l("医院事件编号"), [InputRequired(), Length(max=40)])
    hospital = StringField(_l("医院"), [InputRequired(), Length(max=100)])
    born_on = DateField(_l("出生日期"), [InputRequired()])
    born_at = StringField(_l("出生时间"), [Optional(), Length(max=5)], description=_l("如 8:05，可以不填"))
    mother_name = StringField(_l("产妇姓名"), [InputRequired(), Length(max=100)])
    paper_kind = SelectField(_l("证件种类"), default="citizen")
    number = StringField(_l("证件号码"), [Optional(), Length(max=40)])
    phone = StringField(_l("联系电话"), [Optional(), Length(max=40)])
    address = StringField(_l("住址"), [Optional(), Length(max=200)])
    is_opted_out = BooleanField(_l("家庭表示不需要走访"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper_kind.choices = [(k.code, gettext(k.label)) for k in PAPERS.values()]

    @property
    def child_rows(self) -> list[tuple[int, Any, Any, Any]]:
        """Number, sex, weight and outcome of each row."""
        return [
            (n, self[f"sex_{n}"], self[f"weight_{n}"], self[f"outcome_{n}"]) for n in range(1, MOST_TYPED + 1)
        ]

    def facts(self) -> NoticeFacts:
        """What was typed; a row without a sex is no child."""
        children = tuple(
            ChildFacts(sex.data, weight.data, is_lost=outcome.data == LOST)
            for _number, sex, weight, outcome in self.child_rows
            if sex.data
        )
        return NoticeFacts(
            event_number=self.event_number.data or "",
            hospital=self.hospital.data or "",
            born_on=self.born_on.data,
            born_at=self.born_at.data or "",
            mother_name=self.mother_name.data or "",
            paper_kind=self.paper_kind.data or "",
            number=self.number.data or "",
            phone=self.phone.data or "",
            address=self.address.data or "",
            is_opted_out=bool(self.is_opted_out.data),
            children=children,
        )


def _add_rows() -> None:
    """Give the form its rows of children."""
    for n in range(1, MOST_TYPED + 1):
        choices = [SelectChoice(code, _l(words)) for code, words in _SEXES]
        setattr(RecordNewbornForm, f"sex_{n}", SelectField(_l("性别"), [Optional()], choices=choices))
        setattr(RecordNewbornForm, f"weight_{n}", BoundedInteger(_l("体重（克）"), [Optional()]))
        setattr(
            RecordNewbornForm,
            f"outcome_{n}",
            SelectField(_l("情况"), [Optional()], choices=worded(_OUTCOMES), default="alive"),
        )


_add_rows()


class ImportNewbornsForm(PortalForm):
    """A hospital's list as a workbook; `is_trial` only looks."""

    file = FileField(
        _l("医院的名单"), [FileRequired(_l("请选择文件。"))], description=_l("Excel 工作簿（.xlsx）")
    )
    is_trial = BooleanField(_l("先只核对，不导入"), default=True)


class ChooseMotherForm(PortalForm):
    """Who the mother is, found as in the search box."""

    resident = PersonField(
        _l("产妇"), [InputRequired()], description=_l("证件号码、手机号，或“姓名 尾号四位”；须先登记为居民")
    )


class DispatchVisitForm(PortalForm):
    """Which community goes."""

    unit_id = SelectField(_l("派给"), [InputRequired()], coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = current_actor()
        below = unit_and_below(actor.unit_id) if actor.unit_id is not None else set()
        self.unit_id.choices = [(u.id, u.name) for u in list_units(kind="community") if u.id in below]


class ReferNewbornForm(PortalForm):
    """To whom a notice is passed on."""

    reason = TextAreaField(
        _l("转给哪里、怎样转的"),
        [InputRequired(), Length(max=300)],
        description=_l("如：住在邻近街道，已函告"),
    )


class StopVisitForm(PortalForm):
    """Why the family is left in peace; the community reads one neutral sentence whatever it is."""

    reason = RadioField(_l("原因"), [InputRequired()], choices=worded(STOP_REASONS))


class RestoreVisitForm(PortalForm):
    """Why contact is taken up again."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])


class RecordVisitForm(PortalForm):
    """What came of a visit; fits on a phone."""

    visited_on = DateField(_l("走访日期"), [InputRequired()])
    result = RadioField(_l("走访结果"), [InputRequired()], choices=worded(VISIT_RESULTS))
    needs = CheckboxesField(_l("需要协助的事项"), [Optional()], choices=worded(NEEDS))
    note = TextAreaField(_l("备注"), [Optional(), Length(max=500)])


class SettleNeedForm(PortalForm):
    """How one thing that the family needed ended."""

    state = RadioField(
        _l("办理结果"),
        [InputRequired()],
        choices=worded({code: NEED_STATES[code] for code in ("done", "dropped")}),
        default="done",
    )
    done_on = DateField(_l("办理日期"), [InputRequired()])
    note = TextAreaField(_l("备注"), [Optional(), Length(max=300)])


class CloseVisitForm(PortalForm):
    """Why the follow-up ends before everything is done."""

    note = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])
