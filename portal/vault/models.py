"""The name of the key that this database is sealed with: a lost or wrong key is noticed at start, not at the counter."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model


class VaultKey(Model):
    """The fingerprint of the sealing key (never the key)."""

    fingerprint: Mapped[str] = mapped_column(String(16), unique=True)
