"""Links with courts, police and others: referrals, visits for guidance, proxies."""

from __future__ import annotations

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    return None


def downgrade() -> None:
    return None
