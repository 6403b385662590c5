"""Bound volumes, checks of them, pay by the case."""

from __future__ import annotations

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    return None


def downgrade() -> None:
    return None
