"""Finding a resident: the search box against the plain scan it replaces; the limit is reading one row by its key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from portal.db import session, transaction
from portal.demo.office import demo_actor
from portal.residents import queries
from portal.residents.models import Resident
from scripts.benchmarks.asked import Asked, say
from scripts.benchmarks.measuring import figure_tables, plain_figures, take_turns

tables = figure_tables


def run(asked: Asked) -> dict[str, Any]:
    """Measured on the demo street enlarged by `generate` (see `street`)."""
    say(f"a demo street with {asked.residents:,} more residents, SQLite")
    actor = demo_actor("clerk")
    with transaction("read"):
        one = session.query(Resident).order_by(Resident.id.desc()).first()
        assert one is not None  # noqa: S101  (the street has just been filled)
        name, key = one.name, one.id

    def ask(q: str) -> None:
        with transaction("read"):
            queries.search_residents(actor, q, 20)

    def scan() -> None:
        with transaction("read"):
            session.execute(
                text("SELECT id FROM resident WHERE name LIKE :q LIMIT 20"), {"q": f"%{name[-2:]}%不"}
            ).all()

    def read() -> None:
        with transaction("read"):
            session.execute(text("SELECT * FROM resident WHERE id = :id"), {"id": key}).one()

    contenders = {
        "two characters of a name": lambda: ask(name[-2:]),
        "one character": lambda: ask(name[0]),
        "pinyin initials": lambda: ask("zs"),
        "last four digits": lambda: ask("1234"),
        "full identity number": lambda: ask("119901196611220018"),
        "scan with LIKE": scan,
        "one row by its key": read,
    }
    figures = take_turns(contenders, limit="one row by its key", rounds=30)
    return plain_figures(
        f"Finding one of {asked.residents:,} residents and those of the demo street", figures
    )
