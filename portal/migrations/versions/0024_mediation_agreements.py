"""Agreements, what is owed by them, judicial confirmation, visits."""

from __future__ import annotations

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    return None


def downgrade() -> None:
    return None
