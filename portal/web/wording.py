"""A broken rule as a sentence in the reader's language: the message, and the words that are put into it."""

from __future__ import annotations

from flask_babel import gettext

from portal.errors import RuleBroken


def in_words(error: RuleBroken) -> str:
    """The sentence; parameters that are themselves marked texts (the name of a state, of a field) are translated too."""
    words = {
        name: gettext(value) if isinstance(value, str) and value else value
        for name, value in error.params.items()
    }
    sentence = gettext(error.message)
    return sentence % words if words else sentence
