"""The base of a page that is filled in as repeated blocks (members, lines of income, supporters), saved all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField
from wtforms.fields.choices import SelectChoice

from portal.errors import N_, RuleBroken
from portal.services.forms.answers import ColumnsForm
from portal.web.forms import PortalForm

SPARE, MOST = 2, 60
ABSENT = (None, "", False)


class Blocks(FieldList):
    """Blocks of fields; one in which nothing was filled in does not count, and spare ones stand below.

    `row` is what one of them is called; with its number it stands before every message about one.
    """

    def __init__(self, *args: Any, row: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row or _l("行")

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Each block by itself and its fields beside each other, every message with the block's name."""
        ok = bool(super().validate(form, extra_validators))
        for entry in self.entries:
            for name, error in entry.form.faults():
                field, ok = entry.form[name], False
                field.errors = [*field.errors, gettext(error.message, **error.params)]
        for number, entry in enumerate(self.entries, start=1):
            for field in entry.form:
                field.errors = [
                    gettext("%(row)s %(n)s：%(message)s", row=self.row, n=number, message=message)
                    for message in field.errors
                ]
        if not ok:
            self.errors: list[Any] = [entry.errors for entry in self.entries]
        return ok

    @property
    def filled(self) -> list[dict[str, Any]]:
        """What was filled in, block by block; what a block is set to from the start does not count as filling it in."""
        return [entry.data for entry in self.entries if entry.form.is_filled()]

    def spare(self, count: int = SPARE) -> None:
        """Offer empty blocks below the filled ones; none of a kind that stands for records of its own (members)."""
        if self.entries and not self.entries[0].form.anchors:
            return
        while len(self.entries) < min(len(self.filled) + count, MOST):
            self.append_entry()


class Block(ColumnsForm):
    """One block. `anchors` are the fields that make it count: one of them must be filled in. A zero is filled in."""

    anchors: tuple[str, ...] = ()

    def is_filled(self) -> bool:
        """Whether this block says something."""
        return any(_says_something(self[name].data) for name in self.anchors)

    def faults(self) -> Iterator[tuple[str, RuleBroken]]:
        """What is wrong with its fields beside each other, each with the field's name. A block that was begun and lacks what
        makes it count would be lost without a word: it is refused."""
        if self.is_filled() or any(self[name].errors for name in self.anchors):
            return
        if any(_says_something(field.data) for field in self if field.data != field.default):
            first = self[self.anchors[0]]
            sentence = N_("请填写%(label)s；不要这一行的，请把这一行都清空。")
            yield first.short_name, RuleBroken(None, sentence, label=str(first.label.text))


class RowsForm(PortalForm):
    """A page of blocks; a rule about all of them stands on top of the page."""

    class Meta(PortalForm.Meta):
        """Blocks have their filters in their fields."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind blocks as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            if isinstance(field, Blocks):
                field.spare()

    def refuse(self, error: RuleBroken) -> None:
        """A rule about the blocks together has no single field."""
        if isinstance(self._fields.get(error.field or ""), FieldList):
            error.field = None
        super().refuse(error)

    def show_conflict(self, record: Any) -> None:
        """Keep what was typed and say that somebody else saved; the page beside shows how it stands."""
        self.is_stale = True
        self.version.data = str(record.version)
        sentence = gettext("有人在您之前保存了这一页。您填的内容还在，请打开“家庭申报”核对后再保存。")
        self.form_errors = [*self.form_errors, sentence]


def _says_something(value: Any) -> bool:
    return not any(value is absent for absent in ABSENT) and value != ""


def fen(value: Decimal | None) -> int | None:
    """Yuan as typed, in fen."""
    return None if value is None else int(value * 100)


def yuan(value: Any) -> Decimal | None:
    """Fen as kept, in yuan."""
    return None if value is None else Decimal(int(value)) / 100


def day(text: Any) -> dt.date | None:
    """A day as kept."""
    return dt.date.fromisoformat(text) if text else None


def choices_with_none(choices: list[SelectChoice]) -> list[SelectChoice]:
    """The choices with an empty one before them."""
    return [SelectChoice("", _l("请选择")), *choices]
