"""What every form of the portal has: protection against forgery and repetition, clean text, and one way to show a refusal.

A form asks about shape only (required, length, date, choice) and never writes; rules belong to actions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, request
from flask_babel import get_locale, gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField, SelectFieldBase
from wtforms.validators import Optional, StopValidation

from portal.db import session
from portal.errors import Conflict, RuleBroken
from portal.web import once
from portal.web.field_words import FieldWords
from portal.web.wording import in_words

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

NO_VERSION = -1


def clean_text(value: Any) -> Any:
    """Trim and put into one form (NFC never merges distinct Chinese characters); for every text field of the house."""
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


class PortalForm(FlaskForm):
    """The base of every form. `version` carries the version that the reader saw; `once` makes a second sending harmless."""

    form_errors: list[str]

    once = HiddenField(default=once.new_token)
    version = HiddenField()

    class Meta(FlaskForm.Meta):
        """Trim every text; messages in the reader's language."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Add the house's text filter to each field."""
            filters = list(unbound_field.kwargs.get("filters", []))
            if clean_text not in filters and not issubclass(unbound_field.field_class, FileField):
                unbound_field.kwargs["filters"] = [clean_text, *filters]
            return unbound_field.bind(form=form, **options)

        @property
        def locales(self) -> list[str]:
            """WTForms' own messages follow the page's language."""
            return ["zh"] if str(get_locale() or "zh").startswith("zh") else ["en"]

        def get_translations(self, form: Any) -> Any:
            """Plain words over WTForms' own catalogues (Flask-WTF would look for ours)."""
            return FieldWords(self.locales)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        restored = self._restored()
        if restored is not None:
            kwargs["formdata"] = restored
        super().__init__(*args, **kwargs)
        self.conflict: list[tuple[str, str, str]] = []
        self.is_stale = False
        self.is_kept = False
        self.is_restored = restored is not None
        if self.is_restored:
            self.once.data = once.new_token()

    def _restored(self) -> MultiDict[str, str] | None:
        take = current_app.extensions.get("portal_restore")
        token = request.args.get("restore", "") if request.method == "GET" else ""
        return take(token, request.path) if take and token else None

    @property
    def seen_version(self) -> int:
        """The version of the record that the reader had before them; one that no record has when the form does not say."""
        sent = (
            self.version.raw_data if self.is_submitted() else [self.version.data]
        )  # a default is nobody's sight
        text = (sent or [""])[0] or ""
        return int(text) if text.isdecimal() and len(text) < 10 else NO_VERSION

    def accepts(self) -> bool:
        """Whether the form was sent and its shape is right."""
        return bool(self.validate_on_submit())

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape of each field, and no character that no database or paper can hold."""
        ok = bool(super().validate(extra_validators))
        for field in self:
            for text in field.raw_data or []:
                if isinstance(text, str) and _FORBIDDEN.search(text):
                    field.errors = [*field.errors, gettext("含有无法保存的控制字符，请删去后重新填写。")]
                    field.data = _FORBIDDEN.sub("", field.data) if isinstance(field.data, str) else field.data
                    ok = False
        return ok

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn what an action refuses into messages on this form; nothing of the attempt is stored."""
        try:
            yield
        except RuleBroken as error:
            session.rollback()
            self.refuse(error)
        except Conflict as error:
            record = error.record
            session.rollback()
            self.show_conflict(record)

    def refuse(self, error: RuleBroken) -> None:
        """Put a broken rule at its field, or on top when no single field is at fault."""
        sentence = in_words(error)
        field = self._fields.get(error.field or "")
        if field is None or isinstance(field, HiddenField):
            self.form_errors = [*self.form_errors, sentence]
        else:
            field.errors = [*field.errors, sentence]

    def show_conflict(self, record: Any) -> None:
        """Lay what was typed beside what is stored now, and let the reader decide with the newer version at hand."""
        self.is_stale = True
        stored = type(self)(formdata=None, obj=record)
        self.conflict = [
            (str(mine.label.text), _shown(mine), _shown(stored[mine.name], mine))
            for mine in self
            if not isinstance(mine, HiddenField)
            and mine.name in stored
            and _shown(mine) != _shown(stored[mine.name], mine)
        ]
        self.version.data = str(record.version)
        self.form_errors = [
            *self.form_errors,
            gettext("有人在您之前保存了这条记录。请核对两份内容，确认后再次提交。"),
        ]

    @property
    def status(self) -> int:
        """200 when shown, 409 when out of date, 422 when refused."""
        if self.is_stale:
            return 409
        return 422 if self.errors else 200

    def hidden(self) -> Markup:
        """The hidden fields of every form: forgery token, one-time token, version."""
        return self.hidden_tag()


def _shown(field: Field, offered: Field | None = None) -> str:
    """A field's value in the words that the reader chose it by, or would choose it by in the field `offered`."""
    if isinstance(field, SelectFieldBase):
        chooser = offered if isinstance(offered, SelectFieldBase) else field
        labels = {str(choice.value): str(choice.label) for choice in chooser.iter_choices()}
        chosen = field.data if isinstance(field.data, list | tuple) else [field.data]
        return ", ".join(labels.get(str(one), str(one)) for one in chosen if one not in (None, ""))
    return "" if field.data is None else str(field.data)


class BoundedInteger(IntegerField):
    """A whole number that every database can hold."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuse what is longer than ten digits instead of overflowing."""
        if valuelist and len(valuelist[0]) > 10:
            raise ValueError(gettext("这个数字太大。"))
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """What is no number is told once: nothing is said of its size besides. What is empty may be optional."""
        if self.process_errors and any(str(text).strip() for text in self.raw_data or ()):
            raise StopValidation


class EmptyForm(PortalForm):
    """A form with nothing but a button."""


__all__ = ["BoundedInteger", "EmptyForm", "Optional", "PortalForm", "clean_text"]
