"""Choices from a table of marked words, as the fields of a form want them."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext
from wtforms.fields.choices import SelectChoice


def worded(words: Mapping[str, str]) -> list[SelectChoice]:
    """One choice for each code, its label translated when it is shown."""
    return [SelectChoice(code, lazy_gettext(text)) for code, text in words.items()]
