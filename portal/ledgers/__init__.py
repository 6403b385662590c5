"""Ledgers (台账): one definition of columns gives a page, a workbook and a paper. The rooms above declare what is listed."""

from __future__ import annotations

from flask import Flask

from portal.errors import N_
from portal.ledgers.asking import Asked
from portal.ledgers.definition import (
    Column,
    Filter,
    Ledger,
    Measure,
    Row,
    Values,
    all_ledgers,
    define,
    ledger_of,
)

__all__ = [
    "Asked",
    "Column",
    "Filter",
    "Ledger",
    "Measure",
    "Row",
    "Values",
    "all_ledgers",
    "define",
    "ledger_of",
]


def register(app: Flask) -> None:
    """Add the pages and the command of the ledgers."""
    from portal.audit import words
    from portal.ledgers import commands, models, routes  # noqa: F401  (the table belongs to the schema)

    app.register_blueprint(routes.blueprint)
    app.cli.add_command(commands.ledgers_group)
    words.name_verbs({"ledgers.export_ledger": N_("下载台账"), "ledgers.print_ledger": N_("打印台账")})
    words.name_facts(
        {
            "ledger": N_("台账"),
            "rows": N_("行数"),
            "conditions": N_("条件"),
            "first": N_("起始日期"),
            "last": N_("截止日期"),
        }
    )
