"""What decisions, dues, anomalies, lines and reliefs tell of a household is kept sealed; indexes for counting a day."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal import vault

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES: tuple[str, ...] = ()
MANY = 1_000
KEY_BYTES = 16

# The columns by table: a text, or a number, with its sealed column.
TEXTS = {
    "support_decision": {"reason": "reason_sealed"},
    "adjustment_line": {"note": "note_sealed"},
    "support_due": {"reason": "reason_sealed"},
    "payment_anomaly": {"reason": "reason_sealed"},
    "temporary_relief": {
        "reason": "reason_sealed",
        "need": "need_sealed",
        "place": "place_sealed",
        "first_because": "first_because_sealed",
        "district_note": "district_note_sealed",
    },
}
NUMBERS = {
    "support_decision": {"income_fen": "income_sealed"},
    "adjustment_line": {"income_fen": "income_sealed"},
}
FACTS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PLAIN_FACTS = {"payment_anomaly": {"details": "details_sealed"}}
# Which of the tables had no sealed field before.
NEW = ("adjustment_line", "temporary_relief", "support_due", "payment_anomaly")
LENGTHS = {
    ("adjustment_line", "note"): 300,
    ("temporary_relief", "place"): 200,
    ("temporary_relief", "first_because"): 300,
    ("support_due", "reason"): 200,
    ("payment_anomaly", "reason"): 200,
}


# By which the day's figures of the counter and what a person uploaded in a day are counted.
DAYS = ("applied_on", "accepted_on", "decided_on", "collected_on")


def upgrade() -> None:
    for day in DAYS:
        op.create_index(f"ix_application_{day}", "application", [day])
    op.create_index("ix_stored_file_of_person", "stored_file", ["uploaded_by", "uploaded_at"])
    for table in TEXTS:
        if table in NEW:
            op.add_column(table, sa.Column("record_key", sa.LargeBinary(KEY_BYTES), nullable=True))
        for sealed in _pairs(table).values():
            op.add_column(table, sa.Column(sealed, sa.LargeBinary(), nullable=True))
        _move(table, _seal)
        with op.batch_alter_table(table) as batch:
            if table in NEW:
                batch.alter_column("record_key", existing_type=sa.LargeBinary(KEY_BYTES), nullable=False)
            for plain in _pairs(table):
                batch.drop_column(plain)


def downgrade() -> None:
    op.drop_index("ix_stored_file_of_person", "stored_file")
    for day in DAYS:
        op.drop_index(f"ix_application_{day}", "application")
    for table, texts in TEXTS.items():
        for plain in texts:
            op.add_column(table, sa.Column(plain, _text(table, plain), server_default="", nullable=False))
        for plain in NUMBERS.get(table, {}):
            op.add_column(table, sa.Column(plain, sa.BigInteger(), server_default="0", nullable=False))
        for plain in PLAIN_FACTS.get(table, {}):
            op.add_column(table, sa.Column(plain, FACTS, nullable=True))
        _move(table, _open)
        with op.batch_alter_table(table) as batch:
            for plain, sealed in _pairs(table).items():
                if plain not in PLAIN_FACTS.get(table, {}):
                    batch.alter_column(plain, server_default=None)
                batch.drop_column(sealed)
            if table in NEW:
                batch.drop_column("record_key")


def _pairs(table: str) -> dict[str, str]:
    return TEXTS[table] | NUMBERS.get(table, {}) | PLAIN_FACTS.get(table, {})


def _text(table: str, name: str) -> sa.types.TypeEngine[Any]:
    return sa.String(LENGTHS[table, name]) if (table, name) in LENGTHS else sa.Text()


def _move(table: str, turn: Callable[[str, Any], dict[str, Any]]) -> None:
    """Write what `turn` makes of each row, so many rows at a time, by their keys."""
    facts = PLAIN_FACTS.get(table, {})
    names = ("id", "record_key", *_pairs(table), *_pairs(table).values())
    columns: list[sa.Column[Any]] = [
        sa.Column(name, FACTS if name in facts else sa.types.NullType()) for name in names
    ]
    rows = sa.table(table, *columns)
    bind, last = op.get_bind(), 0
    while few := bind.execute(sa.select(rows).where(rows.c.id > last).order_by(rows.c.id).limit(MANY)).all():
        values = [turn(table, row) | {"of_row": row.id} for row in few]
        named = {name: sa.bindparam(name) for name in values[0] if name != "of_row"}
        bind.execute(sa.update(rows).where(rows.c.id == sa.bindparam("of_row")).values(named), values)
        last = few[-1].id


def _seal(table: str, row: Any) -> dict[str, Any]:
    key = row.record_key or secrets.token_bytes(KEY_BYTES)
    found: dict[str, Any] = {"record_key": key}
    for plain, sealed in TEXTS[table].items():
        found[sealed] = vault.current().seal((getattr(row, plain) or "").encode(), _place(table, sealed, key))
    for plain, sealed in NUMBERS.get(table, {}).items():
        number = json.dumps(getattr(row, plain) or 0).encode()
        found[sealed] = vault.current().seal(number, _place(table, sealed, key))
    for plain, sealed in PLAIN_FACTS.get(table, {}).items():
        facts = json.dumps(getattr(row, plain), ensure_ascii=False, sort_keys=True).encode()
        found[sealed] = vault.current().seal(facts, _place(table, sealed, key))
    return found


def _open(table: str, row: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for plain, sealed in TEXTS[table].items():
        found[plain] = _opened(table, row, sealed).decode()[: LENGTHS.get((table, plain))]
    for plain, sealed in NUMBERS.get(table, {}).items():
        found[plain] = json.loads(_opened(table, row, sealed) or b"0")
    for plain, sealed in PLAIN_FACTS.get(table, {}).items():
        found[plain] = json.loads(_opened(table, row, sealed) or b"null")
    return found


def _opened(table: str, row: Any, sealed: str) -> bytes:
    kept = getattr(row, sealed)
    key = bytes(row.record_key)
    return b"" if kept is None else vault.current().open(bytes(kept), _place(table, sealed, key))


def _place(table: str, sealed: str, key: bytes) -> bytes:
    return f"{table}|{sealed}|".encode() + key
