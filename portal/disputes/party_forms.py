"""Rows in which parties are typed or taken from the registers: what the forms of every room that enters parties have in common.

Which more is asked of a party, and which sides there are, is the room's affair.
"""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, HiddenField, StringField
from wtforms.validators import Length

from portal.disputes.parties import LONGEST_NAME
from portal.errors import RuleBroken
from portal.web.addresses import key_of
from portal.web.field_words import FieldWords
from portal.web.forms import PortalForm, clean_text
from portal.web.wording import in_words

_AT_PARTY = re.compile(r"parties-(\d+)-(\w+)")


class PartyRow(Form):
    """One party; `resident_id` and `organisation_id` are keys of records that were found and taken."""

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
    resident_id = HiddenField()
    organisation_id = HiddenField()

    @property
    def is_body(self) -> bool:
        """Whether the row stands for an organisation."""
        return self["kind"].data == "organisation"

    @property
    def is_filled(self) -> bool:
        """Whether the row names anybody."""
        return bool(self.name.data)

    @property
    def taken_person(self) -> int | None:
        """The key of the resident who was taken into the row."""
        return None if self.is_body else key_of(self.resident_id.data)

    @property
    def taken_body(self) -> int | None:
        """The key of the organisation that was taken into the row."""
        return key_of(self.organisation_id.data) if self.is_body else None


class FormWithRows(PortalForm):
    """A form that holds groups of fields, which have filters of their own."""

    class Meta(PortalForm.Meta):
        """Rows are bound as they are."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind rows as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)


class PartiesForm(FormWithRows):
    """A page with several parties, in its field `parties`."""

    parties: FieldList

    def begin(self) -> None:
        """The second row is the other side."""
        self.parties[1].form.side.data = "respondent"

    @property
    def filled(self) -> list[Any]:
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


class OnePartyForm(FormWithRows):
    """A page with one party alone, in its field `party`."""

    party: FormField

    def refuse(self, error: RuleBroken) -> None:
        """Put a rule at the party's field."""
        inner = self.party.form._fields.get((error.field or "").removeprefix("party-"))
        if inner is None:
            super().refuse(error)
        else:
            inner.errors = [*inner.errors, in_words(error)]
