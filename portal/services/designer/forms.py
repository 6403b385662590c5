"""The designer's forms: one for each section of an item, the lists as rows; they ask about shape, and leave gaps be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as fields_of
from typing import Any

from flask_babel import lazy_gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.services.definitions import FORMS, KINDS, NECESSITY, SUBJECTS, Guide, ItemDefinition
from portal.services.designer import rows
from portal.services.designer.labels import FIELD_WORDS, LABELS
from portal.services.designer.problems import DURING, STEP_RIGHTS, Problem
from portal.services.forms.answers import ColumnsForm
from portal.services.forms.choices import worded
from portal.services.forms.intake import CheckboxesField
from portal.web.forms import BoundedInteger, PortalForm

LONG = 4000
LONG_GUIDE = {
    "legal_basis",
    "audience",
    "flow",
    "notes",
    "prohibited",
    "limit_note",
    "fee_basis",
    "standards",
    "rights",
    "questions",
}


def _label(name: str) -> Any:
    return lazy_gettext(LABELS[name])


class SectionForm(PortalForm):
    """A section of an item; its rows, where it has any, are bound as they are."""

    class Meta(PortalForm.Meta):
        """Rows have their filters in their columns."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind rows as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    def values(self) -> dict[str, Any]:
        """What was typed, as properties of the definition."""
        skipped = {"csrf_token", "once", "version"}
        return {field.name: _plain(field) for field in self if field.name not in skipped}

    def tell(self, problems: Sequence[Problem]) -> None:
        """Put what is still missing at its fields, as messages on a page that was saved all the same."""
        self.is_kept = True
        for problem in problems:
            field = self._fields.get(problem.field)
            if field is not None:
                field.errors = [*field.errors, _sentence(problem)]


class BasicsForm(SectionForm):
    """Name, codes, limits, and how it is handled."""

    name = StringField(_l("事项名称"), [Length(max=100)])
    official_code = StringField(
        _label("official_code"), [Length(max=60)], description=_l("政务服务事项目录中的编码，没有的留空")
    )
    short_name = StringField(_label("short_name"), [Length(max=40)])
    kind = SelectField(_l("事项类型"), choices=worded(KINDS))
    subject = SelectField(_label("subject"), choices=worded(SUBJECTS))
    statutory_days = BoundedInteger(_label("statutory_days"), [InputRequired(), NumberRange(0, 999)])
    promised_days = BoundedInteger(_label("promised_days"), [InputRequired(), NumberRange(0, 999)])
    supplement_days = BoundedInteger(_label("supplement_days"), [InputRequired(), NumberRange(0, 999)])
    sample_percent = BoundedInteger(_label("sample_percent"), [InputRequired(), NumberRange(0, 100)])
    on_the_spot = BooleanField(_label("on_the_spot"))
    on_the_spot_alone = BooleanField(_label("on_the_spot_alone"))
    four_eyes = BooleanField(_label("four_eyes"))


class ResultForm(SectionForm):
    """The paper that ends an item without code."""

    result_title = StringField(
        _label("result_title"), [Length(max=30)], description=_l("例如：居住证办理结果告知书")
    )
    result_word = StringField(
        _label("result_word"),
        [Length(max=6)],
        description=_l("编号里的字，例如“居”，印成“示街办居〔2026〕1号”；留空用通用的“办”"),
    )
    result_text = TextAreaField(
        _label("result_text"), [Length(max=LONG)], description=_l("每行一段；花括号里的内容打印时自动填入")
    )


def _guide_field(name: str) -> Field:
    if name == "visits":
        return BoundedInteger(_label(name), [InputRequired(), NumberRange(0, 9)])
    if name in LONG_GUIDE:
        return TextAreaField(_label(name), [Length(max=LONG)])
    return StringField(_label(name), [Length(max=200)])


GuideForm = type(
    "GuideForm",
    (SectionForm,),
    {"__doc__": "The guide, every field of it."}
    | {name: _guide_field(name) for name in LABELS if name in {one.name for one in fields_of(Guide)}},
)


class Rows(FieldList):
    """The rows of a list; each keeps its place, empty or not."""

    @property
    def data(self) -> list[dict[str, Any]]:
        """Every row as it was typed."""
        return [entry.data for entry in self.entries]


class RowsForm(SectionForm):
    """Made anew for each list by `rows_form`."""

    section = ""

    def tell(self, problems: Sequence[Problem]) -> None:
        """At the field of the row."""
        for problem in problems:
            entries = self.rows.entries
            if problem.row is None or problem.row >= len(entries):
                continue
            field = entries[problem.row].form._fields.get(problem.field)
            if field is not None:
                field.errors = [*field.errors, _sentence(problem)]


def rows_form(section: str, definition: ItemDefinition, kept: Sequence[dict[str, Any]]) -> RowsForm:
    """The form of one list of an item, filled with what is kept or with what was sent."""
    row = type("Row", (ColumnsForm,), _row_fields(section, definition))
    form = type("ListForm", (RowsForm,), {"rows": Rows(FormField(row)), "section": section})
    made: RowsForm = form(rows=[rows.typed(section, one) for one in kept])
    return made


def _row_fields(section: str, definition: ItemDefinition) -> dict[str, Field]:
    businesses = [SelectChoice(one.code, one.name) for one in definition.businesses]
    found: dict[str, Field] = _ROWS[section]()
    if section in {"fields", "materials"} and businesses:
        found["only_for"] = CheckboxesField(
            _label("only_for"), [Optional()], choices=businesses, validate_choice=False
        )
    return found


def _conditions() -> dict[str, Field]:
    return {
        "text": TextAreaField(_label("text"), [Length(max=500)]),
        "hook": HiddenField(default=""),
    }


def _businesses() -> dict[str, Field]:
    return {
        "name": StringField(_label("name"), [Length(max=60)]),
        "hint": StringField(_label("hint"), [Length(max=200)]),
        "code": _code(),
    }


def _fields(kinds: dict[str, str] = FIELD_WORDS) -> dict[str, Field]:
    return {
        "label": StringField(_label("label"), [Length(max=60)]),
        "kind": SelectField(_label("kind"), choices=worded(kinds), default="text"),
        "required": BooleanField(_label("required")),
        "hint": StringField(_label("hint"), [Length(max=200)]),
        "options": TextAreaField(
            _label("options"), [Length(max=LONG)], description=_l("单选时填，每行一个选项")
        ),
        "max_length": BoundedInteger(_label("max_length"), [Optional(), NumberRange(1, 2000)], default=200),
        "code": _code(),
    }


def _materials() -> dict[str, Field]:
    return {
        "name": StringField(_l("材料名称"), [Length(max=100)]),
        "kind": StringField(_l("材料类型"), [Length(max=20)], description=_l("如：证照、证明、表格")),
        "necessity": SelectField(_label("necessity"), choices=worded(NECESSITY)),
        "forms": CheckboxesField(_label("forms"), choices=worded(FORMS), default=["original", "copy"]),
        "copies": BoundedInteger(_label("copies"), [Optional(), NumberRange(0, 99)], default=1),
        "source": StringField(_label("source"), [Length(max=100)]),
        "issuer": StringField(_label("issuer"), [Length(max=100)]),
        "hint": StringField(_label("hint"), [Length(max=200)]),
        "filling": StringField(_label("filling"), [Length(max=300)]),
        "sample": StringField(_label("sample"), [Length(max=200)]),
        "can_be_promised": BooleanField(_label("can_be_promised")),
        "promise_days": BoundedInteger(_label("promise_days"), [Optional(), NumberRange(0, 99)], default=10),
        "can_be_stated": BooleanField(_label("can_be_stated")),
        "is_shared": BooleanField(_label("is_shared")),
        "only_with_agent": BooleanField(_label("only_with_agent")),
        "code": _code(),
    }


def _steps() -> dict[str, Field]:
    return {
        "name": StringField(_l("步骤名称"), [Length(max=60)]),
        "during": SelectField(_label("during"), choices=worded(DURING)),
        "permission": SelectField(
            _label("permission"), choices=worded(STEP_RIGHTS), default="services.review_application"
        ),
        "required": BooleanField(_l("必办"), default=True),
        "days": BoundedInteger(_label("days"), [Optional(), NumberRange(0, 99)], default=0),
        "code": _code(),
    }


def _code() -> Field:
    return StringField(
        _label("code"), [Length(max=40)], description=_l("可不填，自动编；一件事按它合并相同的内容")
    )


_ROWS = {
    "conditions": _conditions,
    "businesses": _businesses,
    "fields": _fields,
    "columns": lambda: _fields({k: v for k, v in FIELD_WORDS.items() if k not in {"rows", "file"}}),
    "materials": _materials,
    "steps": _steps,
}


class StartDraftForm(PortalForm):
    """A new item: what it is called, its code, and what to begin from."""

    name = StringField(_l("事项名称"), [InputRequired(), Length(max=100)])
    code = StringField(
        _l("系统编码"),
        [InputRequired(), Length(max=40)],
        description=_l("小写字母、数字和连字符，如 residence-permit；发布后不能改"),
    )
    example = SelectField(_l("从样例开始"), [Optional()])


class ImportItemForm(PortalForm):
    """An item as a file that this portal wrote, here or elsewhere."""

    file = FileField(_l("事项文件（JSON）"), [FileRequired(_l("请选择文件。"))])


class SubmitDraftForm(PortalForm):
    """From which day it shall count."""

    valid_from = DateField(_l("生效日期"), [InputRequired()])


class PublishDraftForm(SubmitDraftForm):
    """The day again, for whoever publishes."""


class ReturnDraftForm(PortalForm):
    """What is to be mended."""

    reason = TextAreaField(_l("退回理由"), [InputRequired(), Length(max=500)])


class DiscardDraftForm(PortalForm):
    """Nothing but the button."""


def _plain(field: Field) -> Any:
    if isinstance(field, BoundedInteger):
        return field.data if field.data is not None else field.object_data or 0
    return field.data if field.data is not None else ""


def _sentence(problem: Problem) -> str:
    sentence = str(lazy_gettext(problem.message))
    return sentence % problem.params if problem.params else sentence
