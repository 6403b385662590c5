"""Taking a number that goes on paper: gap-free, in the caller's transaction, against a bare committed insert."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from portal.db import session, transaction
from portal.demo.office import demo_actor, unit_of
from portal.documents.actions import allocate_number
from scripts.benchmarks.asked import Asked
from scripts.benchmarks.measuring import figure_tables, plain_figures, take_turns

tables = figure_tables


def run(_asked: Asked) -> dict[str, Any]:
    """Each round commits, as the counter does."""
    with transaction("read"):
        actor, unit_id = demo_actor("clerk"), unit_of("119901001").id

    def take() -> None:
        with transaction():
            allocate_number(actor, unit_id=unit_id, kind="acceptance")

    def insert() -> None:
        with transaction():
            session.execute(
                text(
                    "INSERT INTO spent_token (token, location, spent_at) VALUES (hex(randomblob(16)), '', '2026-01-01')"
                )
            )

    contenders = {"a number, with its trail": take, "one committed row": insert}
    figures = take_turns(contenders, limit="one committed row", rounds=40)
    return plain_figures("Taking a number that goes on paper", figures)
