"""Keys in addresses: whole numbers that every database can hold; a longer one names nothing and is not found."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST_KEY = 2**63 - 1


class KeyConverter(IntegerConverter):
    """The `int` of every address, bounded by the largest key."""

    regex = r"\d{1,19}"

    def to_python(self, value: str) -> int:
        """The number; one that no key can be leads to 404."""
        number = int(value)
        if number > LARGEST_KEY:
            raise ValidationError
        return number


def register(app: Flask) -> None:
    """Use it for `<int:…>`; must come before the first address is added."""
    app.url_map.converters["int"] = KeyConverter
