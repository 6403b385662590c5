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
    """Add the pages, the job and the command of the ledgers, and say how a printed one is recognised."""
    from portal.audit import words
    from portal.documents import proofs
    from portal.ledgers import commands, models, prints, reading_command, routes, work  # noqa: F401  (a table, a kind of job)

    app.register_blueprint(routes.blueprint)
    commands.ledgers_group.add_command(reading_command.read_file)
    app.cli.add_command(commands.ledgers_group)
    proofs.add_prover("ledgers", by_sha256=prints.tell_by_sha256, by_code=prints.tell_by_code)
    words.name_verbs({"ledgers.export_ledger": N_("下载台账"), "ledgers.print_ledger": N_("打印台账")})
    words.name_subjects({"LedgerPrint": N_("台账打印件")})
    words.name_facts(
        {
            "ledger": N_("台账"),
            "rows": N_("行数"),
            "conditions": N_("条件"),
            "columns": N_("显示并导出的列"),
            "first": N_("起始日期"),
            "last": N_("截止日期"),
        }
    )
