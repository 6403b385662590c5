"""What an action may raise, and the marker for texts that are translated later. How each becomes an answer is `web.errors`."""

from __future__ import annotations

from typing import Any


def N_(text: str) -> str:  # noqa: N802  (the customary name of a marker that catalogues look for)
    """Mark a text for the catalogues and give it back unchanged; the edge (template, form, command) translates it."""
    return text


class PortalError(Exception):
    """The family of everything the portal raises on purpose."""


class RuleBroken(PortalError):
    """A rule of the office refuses what was asked.

    `field` names the form field that the reader should mend, or is None when no single field is at fault.
    `message` is the Chinese source text, with `%(name)s` places filled from `params` after translation.
    """

    def __init__(self, field: str | None, message: str, **params: Any) -> None:
        super().__init__(message % params if params else message)
        self.field = field
        self.message = message
        self.params = params


class Forbidden(PortalError):
    """The actor's post does not carry this permission, or a four-eyes rule stands in the way."""

    def __init__(self, verb: str, message: str | None = None) -> None:
        super().__init__(message or verb)
        self.verb = verb
        self.message = message


class NotFound(PortalError):
    """There is no such record, or none that this actor may see; the two are not told apart."""


class Conflict(PortalError):
    """Somebody else saved this record first; `record` holds what is stored now."""

    def __init__(self, record: Any) -> None:
        super().__init__("stale version")
        self.record = record
