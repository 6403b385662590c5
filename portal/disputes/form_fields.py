"""Choices from tables of marked words, boxes to tick, and times as a form holds them: fields of the forms about disputes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateTimeLocalField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from portal import clock

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]


def worded(words: Mapping[str, str], *, none: str = "") -> list[SelectChoice]:
    """One choice for each code, its label translated when it is shown; `none` is a marked label of an empty one before."""
    first = [SelectChoice("", lazy_gettext(none))] if none else []
    return first + [
        SelectChoice(code, lazy_gettext(text)) for code, text in words.items() if code or not none
    ]


def keyed(rows: Iterable[tuple[int, str]], *, none: str = "") -> list[SelectChoice]:
    """One choice for each record, by its key."""
    first = [SelectChoice("", lazy_gettext(none))] if none else []
    return first + [SelectChoice(str(key), label) for key, label in rows]


class CheckboxesField(SelectMultipleField):
    """Several of a few, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OfficeTimeField(DateTimeLocalField):
    """A date and a time by the office's clock; `instant` is the aware moment that was typed."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=_FORMATS, **kwargs)

    @property
    def instant(self) -> dt.datetime | None:
        """What was typed, as an instant."""
        return self.data.replace(tzinfo=clock.OFFICE_ZONE) if self.data else None


def office_now() -> dt.datetime:
    """This moment on the office's day, to the minute, as such a field begins with."""
    now = clock.office_time()
    return dt.datetime.combine(clock.today(), dt.time(now.hour, now.minute))
