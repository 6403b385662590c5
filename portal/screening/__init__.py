"""Weekly screening of disputes (矛盾纠纷排查) and its reports, the zero report among them: silence never reads as a zero."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with the floors below, and add the room's pages."""
    from portal.screening import calendar, joining, ledger, ledger_models, models, rollup  # noqa: F401  (its tables)

    joining.join(app)
    ledger.register(app)
    calendar.join(app)
    rollup.register(app)
