"""The family of errors that the standards raise for what somebody typed. How an error reaches a form is not decided here."""

from __future__ import annotations

from typing import Any


class Invalid(ValueError):
    """What was typed does not follow its standard.

    `message` is the Chinese source text with `%(name)s` places, `params` fills them after translation, and `str()`
    gives the finished Chinese sentence. A form hands both on: `RuleBroken(field, error.message, **error.params)`.
    """

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


class InvalidIdentity(Invalid):
    """Not an identity number of GB 11643 (公民身份号码) or of a card built on the same pattern."""


class InvalidPaper(Invalid):
    """Not a number that the chosen identity document (证件) can carry."""


class InvalidCreditCode(Invalid):
    """Not a unified social credit code (统一社会信用代码) of GB 32100."""


class InvalidPhone(Invalid):
    """Neither a mobile nor a landline number of mainland China."""


class InvalidAccount(Invalid):
    """Not a bank account number."""


class InvalidName(Invalid):
    """A name that cannot be kept or printed as it was typed."""


class InvalidAmount(Invalid):
    """Not an amount of money between 0 and the upper limit, in whole fen."""
