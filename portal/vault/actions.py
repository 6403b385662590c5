"""Checking at start that the key at hand is the one that this database was sealed with."""

from __future__ import annotations

from sqlalchemy import select

from portal.db import session
from portal.vault.keys import KeyProblem, current
from portal.vault.models import VaultKey


def adopt_key() -> None:
    """Note the key's fingerprint in a database that has none yet; raises KeyProblem when it has another's."""
    known = session.scalars(select(VaultKey.fingerprint)).first()
    if known is None:
        session.add(VaultKey(fingerprint=current().fingerprint))
    else:
        check_key()


def check_key() -> None:
    """Raise KeyProblem unless the key at hand is the database's own."""
    known = session.scalars(select(VaultKey.fingerprint)).first()
    if known and known != current().fingerprint:
        raise KeyProblem(
            "data.key in the instance folder is not the key that this database was sealed with; "
            "put the right key back from the backup. Nothing was changed."
        )
