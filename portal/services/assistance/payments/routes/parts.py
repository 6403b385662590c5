"""What other pages show of payments: the part of a file's page."""

from __future__ import annotations

from typing import Any

from portal.actor import Actor
from portal.services.assistance.models import SupportFile
from portal.services.assistance.payments import queries
from portal.services.assistance.payments.routes.base import WORDS

TEMPLATE = "services/assistance/payments_part.html"


def payments_of_file(actor: Actor, file: SupportFile) -> dict[str, Any] | None:
    """What this household was paid, what came back, and what is owed; nothing for a reader who may not see payments."""
    if not actor.can("payments.read_payments"):
        return None
    lines = queries.lines_of_file(file.id)
    return {
        **WORDS,
        "lines": lines,
        "returns": queries.returns_of_file(file.id),
        "dues": queries.dues_of_file(file.id),
    }
