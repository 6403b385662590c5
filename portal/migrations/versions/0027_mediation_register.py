"""Registers that come in from Excel, and questions about invented cases."""

from __future__ import annotations

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    return None


def downgrade() -> None:
    return None
