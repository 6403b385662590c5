"""What may stand in an address: keys are whole numbers that every database can hold, and no text has a character that
PostgreSQL cannot keep. A key that is too long names nothing and is not found.
"""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST_KEY = 2**63 - 1
LARGEST_PAGE = 1_000_000


class KeyConverter(IntegerConverter):
    """The `int` of every address, bounded by the largest key."""

    regex = r"\d{1,19}"

    def to_python(self, value: str) -> int:
        """The number; one that no key can be leads to 404."""
        number = int(value)
        if number > LARGEST_KEY:
            raise ValidationError
        return number


def as_key(text: str) -> int:
    """A key that stands behind the question mark (`request.args.get("beside", type=as_key)`); raises ValueError for no key."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= LARGEST_KEY):
        raise ValueError(f"{text[:30]!r} is no key")
    return int(text)


def number_of(text: str | None) -> int | None:
    """A whole number from 0 that somebody else's program put into a form or an address; None for anything else."""
    given = text or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 18 else None


def key_of(value: object) -> int | None:
    """The key that a choice of a form stands for; None for the empty choice, or for what is no key."""
    return number_of(str(value or ""))


def asked_number(name: str) -> int | None:
    """The number that stands behind the question mark; None where there is none."""
    return number_of(request.args.get(name))


def asked_page(name: str = "page", most: int = LARGEST_PAGE) -> int:
    """Which page of a list is asked for, from 1; whatever is no page is the first."""
    return min(max(1, asked_number(name) or 1), most)


def refuse_nul() -> None:
    """Answer 400 where the address holds U+0000, which nobody types and which PostgreSQL cannot compare with anything."""
    if "\0" in request.path or any("\0" in text for pair in request.args.items(multi=True) for text in pair):
        raise BadRequest


def register(app: Flask) -> None:
    """Use these for every address; must come before the first one is added."""
    app.url_map.converters["int"] = KeyConverter
    app.before_request(refuse_nul)
