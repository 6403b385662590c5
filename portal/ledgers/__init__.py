"""Ledgers (台账): one definition of columns gives a page, a workbook and a paper. The rooms above declare what is listed."""

from __future__ import annotations

from flask import Flask

from portal.ledgers.asking import Asked
from portal.ledgers.definition import Column, Filter, Ledger, Measure, Row, all_ledgers, define, ledger_of

__all__ = ["Asked", "Column", "Filter", "Ledger", "Measure", "Row", "all_ledgers", "define", "ledger_of"]


def register(app: Flask) -> None:
    """Add the pages of the ledgers."""
    from portal.ledgers import routes

    app.register_blueprint(routes.blueprint)
