"""Fields that name somebody who is registered: typed as in the search box, kept as the record's key."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from wtforms import StringField
from wtforms.validators import StopValidation

from portal.residents import queries
from portal.web.access import current_actor
from portal.web.forms import PortalForm


class _RecordField(StringField):
    """A text that must name exactly one record; `data` is its key, the text stays as typed."""

    typed: str = ""

    def process_data(self, value: Any) -> None:
        """A key becomes the words that find it again."""
        self.data = value
        self.typed = self.words_of(int(value)) if value else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """The words become a key; raises ValueError when they name nobody, or more than one."""
        self.typed = (valuelist[0] if valuelist else "").strip()[:100]
        self.data = self.key_of(self.typed) if self.typed else None

    def _value(self) -> str:
        return self.typed

    def words_of(self, key: int) -> str:
        """The words by which a record is found."""
        raise LookupError(key)

    def key_of(self, text: str) -> int:
        """The record that these words name."""
        raise LookupError(text)


class NamesRecords(PortalForm):
    """A form with such fields: in a conflict they are shown by their words and not by their keys."""

    def show_conflict(self, record: Any) -> None:
        """Lay both versions side by side, in words."""
        super().show_conflict(record)
        fields = {str(f.label.text): f for f in self if isinstance(f, _RecordField)}
        self.conflict = [
            (label, _said(fields.get(label), mine), _said(fields.get(label), stored))
            for label, mine, stored in self.conflict
        ]


def _said(field: _RecordField | None, text: str) -> str:
    return field.words_of(int(text)) if field is not None and text else text


class PersonField(_RecordField):
    """A registered resident, by number, or by name and the number's last four."""

    def words_of(self, key: int) -> str:
        """Name and the last four of the number."""
        lines = queries.lines_of(current_actor(), [key])
        return f"{lines[0].name} {lines[0].last_four}".strip() if lines else ""

    def key_of(self, text: str) -> int:
        """Search as the search box does."""
        lines = queries.search_residents(current_actor(), text, limit=2).lines
        if not lines:
            raise ValueError(gettext("没有找到这个人，请先登记，或改填证件号码。"))
        if len(lines) > 1:
            raise ValueError(gettext("有不止一人符合，请填证件号码，或“姓名 尾号四位”。"))
        if is_guess(text, lines[0].name):
            whole = f"{lines[0].name} {lines[0].last_four}".strip()
            raise ValueError(
                gettext("没有叫“%(typed)s”的人；如果是“%(whole)s”，请照这样填写。", typed=text, whole=whole)
            )
        return lines[0].id


class WantedWith:
    """Must be filled in where one of `others` is, and may stay empty otherwise."""

    def __init__(self, others: tuple[str, ...], message: Any) -> None:
        self.others, self.message = others, message

    def __call__(self, form: Any, field: Any) -> None:
        """Raises StopValidation: with the sentence, or without where the field may stay empty."""
        if field.data or field.errors:
            return
        if any(form[name].data for name in self.others):
            raise StopValidation(str(self.message))
        raise StopValidation


def is_guess(text: str, name: str) -> bool:
    """Whether the words only begin a name, or spell it: good for a search, too little to name the other parent by."""
    return not any(character.isdigit() for character in text) and text != name


class HouseholdField(_RecordField):
    """A registered household, by its number or its head's name."""

    def words_of(self, key: int) -> str:
        """The household's number."""
        return queries.get_household(current_actor(), key).number

    def key_of(self, text: str) -> int:
        """Search by number, address or a member's name."""
        found = queries.search_households(current_actor(), text, limit=2)
        exact = [household for household in found if household.number == text] or found
        if not exact:
            raise ValueError(gettext("没有找到这个家庭，请先登记，或改填户号。"))
        if len(exact) > 1:
            raise ValueError(gettext("有不止一个家庭符合，请填完整的户号。"))
        return exact[0].id


class OrganisationField(_RecordField):
    """A registered organisation, by its name or credit code."""

    def words_of(self, key: int) -> str:
        """The organisation's name."""
        return queries.get_organisation(current_actor(), key).name

    def key_of(self, text: str) -> int:
        """Search by name or by the whole code."""
        found = queries.search_organisations(current_actor(), text, limit=2)
        exact = [one for one in found if text in (one.name, one.credit_code)] or found
        if not exact:
            raise ValueError(gettext("没有找到这个单位，请先登记，或改填统一社会信用代码。"))
        if len(exact) > 1:
            raise ValueError(gettext("有不止一个单位符合，请填全称或统一社会信用代码。"))
        return exact[0].id
