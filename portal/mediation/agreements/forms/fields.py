"""Fields that several of these forms have: a sum in yuan, rows, and the numbers of people whom a mediation kept from harm."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import NumberRange, Optional

from portal.mediation.states import PREVENTIONS
from portal.standards.amounts import fen_of, figures
from portal.standards.invalid import InvalidAmount
from portal.web.field_words import FieldWords
from portal.web.forms import BoundedInteger, PortalForm, clean_text


class YuanField(StringField):
    """A sum typed in yuan; `fen` is what it says, 0 for nothing. What cannot be read stays as it was typed."""

    fen = 0

    def process_data(self, value: Any) -> None:
        """Show fen as yuan."""
        super().process_data(figures(value) if isinstance(value, int) and value else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; raises ValueError with the rule in the reader's words."""
        super().process_formdata(valuelist)
        text = clean_text(self.data or "")
        if text:
            try:
                self.fen = fen_of(text)
            except InvalidAmount as error:
                raise ValueError(gettext(error.message, **error.params)) from error


class Row(Form):
    """One row of a form: trimmed texts, the house's words, no tokens of its own."""

    class Meta:
        """As every form of the house."""

        csrf = False
        locales = ("zh",)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Add the house's text filter to each field."""
            unbound_field.kwargs.setdefault("filters", [clean_text])
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> Any:
            """Plain words."""
            return FieldWords(["zh"])


class RowsForm(PortalForm):
    """A form with rows."""

    class Meta(PortalForm.Meta):
        """Rows have their own filters."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind rows as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)


def _people(label: str) -> BoundedInteger:
    return BoundedInteger(label, [Optional(), NumberRange(0, 99_999)])


class PreventionFields:
    """Four numbers: how many people each danger was kept from."""

    prevented_criminal = _people(_l("防止民转刑（人）"))
    prevented_suicide = _people(_l("防止自杀（人）"))
    prevented_petition = _people(_l("防止群体性上访（人）"))
    prevented_brawl = _people(_l("防止群体性械斗（人）"))

    def preventions(self) -> dict[str, int]:
        """The numbers by kind, 0 where nothing was typed."""
        return {kind: getattr(self, f"prevented_{kind}").data or 0 for kind in PREVENTIONS}
