"""The workbench and the supervision page: what waits for whom, across the rooms. It owns no records and changes none."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the page that a sign-in opens on, and the figures of rooms that a monitor wants."""
    from portal.dashboard import queries, routes
    from portal.web.metrics import define_gauge

    app.register_blueprint(routes.blueprint)
    define_gauge(
        "portal_papers_waiting",
        "Papers that wait for the render worker.",
        lambda: queries.count_papers("pending"),
    )
    define_gauge(
        "portal_papers_failed", "Papers that could not be made.", lambda: queries.count_papers("failed")
    )
    define_gauge("portal_audit_links", "The last link of the audit chain.", queries.last_link)
