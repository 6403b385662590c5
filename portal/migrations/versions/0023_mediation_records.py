"""What is said at the table: sessions, investigations, evidence, agents, signatures."""

from __future__ import annotations

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    return None


def downgrade() -> None:
    return None
