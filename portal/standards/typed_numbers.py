"""How a number that somebody typed, pasted or scanned is read before any check. Names never pass through here."""

from __future__ import annotations

import unicodedata


def read_number(text: str, drop: str = "") -> str:
    """The number without what typing adds to it: full width becomes half width (NFKC), letters become capitals,
    white space and invisible marks go, and so does every character of `drop`.
    """
    normal = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        character
        for character in normal
        if not character.isspace()
        and unicodedata.category(character) not in ("Cf", "Cc")
        and character not in drop
    )


def is_digits(text: str) -> bool:
    """True for one or more of the ten ASCII digits and nothing else; `str.isdigit` also takes Arabic and other digits."""
    return text.isascii() and text.isdigit()


def show(character: str) -> str:
    """A character as a message names it: itself and its code point, or only the code point when it cannot be shown."""
    point = f"U+{ord(character):04X}"
    return f"“{character}”({point})" if character.isprintable() and character != " " else point


def starred(text: str, first: int, last: int) -> str:
    """The text with all but its `first` and `last` characters as stars; one too short to hide anything is all stars."""
    hidden = len(text) - first - last
    if hidden <= 0:
        return "*" * len(text)
    return text[:first] + "*" * hidden + (text[-last:] if last else "")
