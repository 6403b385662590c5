"""Form fields made from an item's definition: one for each question, rows of columns included.

What answers mean, and which are wanted, is in `services.answers`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from portal.services.answer_words import said
from portal.services.definitions import FieldDefinition
from portal.services.forms.people import HouseholdField, PersonField
from portal.web.forms import BoundedInteger, PortalForm, clean_text
from portal.web.money import YuanField

PREFIX = "answer_"
FEW = 5
SPARE_ROWS = 2
MOST_ROWS = 50


class ColumnsForm(Form):
    """One row of a question in columns; it has no tokens of its own."""

    class Meta(Form.Meta):
        """Trim each column's text, as everywhere."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Add the house's text filter."""
            unbound_field.kwargs["filters"] = [clean_text]
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> Any:
            """The same catalogue as the form around it."""
            return PortalForm.Meta.get_translations(PortalForm.Meta(), form)


class Rows(list[dict[str, Any]]):
    """Rows that can be shown beside other rows in a conflict."""

    def __str__(self) -> str:
        return "; ".join(
            ", ".join(str(value) for value in row.values() if value not in (None, "")) for row in self
        )


class RowsField(FieldList):
    """A question answered in rows; empty rows do not count, and two spare ones stand below."""

    @property
    def data(self) -> Rows:
        """The rows in which something is filled in."""
        return Rows(e.data for e in self.entries if any(v not in (None, "") for v in e.data.values()))

    def spare(self) -> None:
        """Offer empty rows below the filled ones."""
        filled = len(self.data)
        while len(self.entries) < min(filled + SPARE_ROWS, MOST_ROWS):
            self.append_entry()


def field_of(one: FieldDefinition) -> Field:
    """The unbound field for a question. A draft may leave it open: only the verb that accepts asks for all of them."""
    return _MAKERS[one.kind](one)


def column_of(one: FieldDefinition) -> Field:
    """The unbound field for one column of a question in rows."""
    return _MAKERS[one.kind if one.kind not in {"rows", "file"} else "text"](one)


def typed(one: FieldDefinition, kept: Any) -> Any:
    """A kept answer as its form field holds it; what cannot be read any more is shown empty."""
    try:
        return _READERS.get(one.kind, lambda _one, value: value)(one, kept)
    except (TypeError, ValueError, ArithmeticError):
        return None


def plain(one: FieldDefinition, value: Any) -> Any:
    """What was typed, as a value that JSON can hold; None where nothing was."""
    if value is None or value == "":
        return None
    if one.kind == "rows":
        columns = {c.code: c for c in one.columns}
        return [{code: plain(columns[code], v) for code, v in row.items()} for row in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def shown(one: FieldDefinition, kept: Any) -> str:
    """A kept answer in words, for a page that only reads. Rows are shown as a table and not through here."""
    return said(one, kept, with_tail=True)


def _text(one: FieldDefinition) -> Field:
    return StringField(one.label, [Optional(), Length(max=one.max_length)], description=one.hint)


def _long_text(one: FieldDefinition) -> Field:
    return TextAreaField(one.label, [Optional(), Length(max=one.max_length)], description=one.hint)


def _number(one: FieldDefinition) -> Field:
    return BoundedInteger(one.label, [Optional()], description=one.hint)


def _money(one: FieldDefinition) -> Field:
    return YuanField(one.label, [Optional()], places=2, rounding=None, description=one.hint)


def _date(one: FieldDefinition) -> Field:
    return DateField(one.label, [Optional()], description=one.hint)


def _choice(one: FieldDefinition) -> Field:
    choices = [SelectChoice(code, words) for code, words in one.options]
    if len(choices) <= FEW and one.required:
        return RadioField(one.label, [Optional()], choices=choices, description=one.hint)
    choices.insert(0, SelectChoice("", gettext("请选择")))
    return SelectField(one.label, [Optional()], choices=choices, description=one.hint)


def _person(one: FieldDefinition) -> Field:
    return PersonField(one.label, [Optional()], description=one.hint)


def _household(one: FieldDefinition) -> Field:
    return HouseholdField(one.label, [Optional()], description=one.hint)


def _file(one: FieldDefinition) -> Field:
    return FileField(one.label, [Optional()], description=one.hint)


def _rows(one: FieldDefinition) -> Field:
    row = type("RowForm", (ColumnsForm,), {c.code: column_of(c) for c in one.columns})
    return RowsField(FormField(row), one.label, max_entries=MOST_ROWS, description=one.hint)


def _typed_rows(one: FieldDefinition, kept: Any) -> list[dict[str, Any]]:
    columns = {c.code: c for c in one.columns}
    return [
        {code: typed(columns[code], value) for code, value in row.items() if code in columns}
        for row in kept or []
    ]


_MAKERS = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "person": _person,
    "household": _household,
    "file": _file,
    "rows": _rows,
}
_READERS = {
    "money": lambda _one, kept: Decimal(str(kept)) if kept not in (None, "") else None,
    "date": lambda _one, kept: dt.date.fromisoformat(kept) if kept else None,
    "rows": _typed_rows,
}

__all__ = ["PREFIX", "RowsField", "field_of", "plain", "shown", "typed"]
