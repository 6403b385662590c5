"""A sum of money as it is typed into a form: in yuan, with or without thousands separators, ¥ or 元."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import gettext
from wtforms import DecimalField
from wtforms.validators import StopValidation

from portal.standards.amounts import fen_of
from portal.standards.invalid import InvalidAmount


class YuanField(DecimalField):
    """A sum in yuan, read as every sum of the house is; `data` is a Decimal, or None where nothing was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError for what is no amount, with what is wrong in words."""
        text = (valuelist[0] if valuelist else "").strip()
        if not text:
            self.data = None
            return
        try:
            self.data = Decimal(fen_of(text)).scaleb(-2)
        except InvalidAmount as error:
            self.data = None
            raise ValueError(gettext(error.message, **error.params)) from None

    def pre_validate(self, form: Any) -> None:
        """What is no amount is told once: nothing is said of its size besides."""
        if self.process_errors:
            raise StopValidation
