"""Who did what, when: append only, hash-chained. Reads of sensitive fields are recorded as well as writes."""

from __future__ import annotations

from flask import Flask

from portal.audit.actions import record, record_afterwards
from portal.audit.models import AuditEntry
from portal.errors import N_

__all__ = ["AuditEntry", "record", "record_afterwards", "register"]


def register(app: Flask) -> None:
    """Add the auditor's pages."""
    from portal.audit import routes, words

    app.register_blueprint(routes.blueprint)
    words.name_verbs({"audit.verify_chain": N_("核验留痕")})
