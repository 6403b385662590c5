"""Descriptors that seal a model's fields: read and written as plain values, kept as ciphertext bound to their record."""

from __future__ import annotations

import json
import secrets
from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.vault.keys import current

RECORD_KEY_BYTES = 16


class SealedRecord:
    """Mixin of a model with sealed fields: a random key of its own, made at once, that its ciphertexts are bound to."""

    record_key: Mapped[bytes] = mapped_column(
        LargeBinary(RECORD_KEY_BYTES), default=lambda: secrets.token_bytes(RECORD_KEY_BYTES)
    )


class SealedText:
    """A text kept sealed in the column `<name>_sealed` (LargeBinary, nullable) of a `SealedRecord` model.

    `missing` is read where nothing is kept.
    Use: `number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)` and `number = SealedText("number_sealed")`.
    """

    _owner: Any = None

    def __init__(self, column: str, missing: Any = None) -> None:
        self.column, self.missing = column, missing

    def __get__(self, record: Any, owner: type) -> Any:
        if record is None:
            return self
        sealed = getattr(record, self.column)
        if sealed is None:
            return self.missing
        return self._decode(current().open(sealed, self._context(record)))

    def __set__(self, record: Any, value: Any) -> None:
        if record.record_key is None:
            record.record_key = secrets.token_bytes(RECORD_KEY_BYTES)
        sealed = None if value is None else current().seal(self._encode(value), self._context(record))
        setattr(record, self.column, sealed)

    def __set_name__(self, owner: Any, name: str) -> None:
        self._owner = owner

    def seal_for(self, record_key: bytes, value: Any) -> bytes | None:
        """The ciphertext of a value for a row that is written in bulk, bound to the record key that goes with it."""
        return None if value is None else current().seal(self._encode(value), self._bound_to(record_key))

    def open_for(self, record_key: bytes, sealed: bytes | None) -> Any:
        """The value of a row that was read in columns: its ciphertext and its record key."""
        if sealed is None:
            return self.missing
        return self._decode(current().open(sealed, self._bound_to(record_key)))

    def _context(self, record: Any) -> bytes:
        return f"{record.__tablename__}|{self.column}|".encode() + record.record_key

    def _bound_to(self, record_key: bytes) -> bytes:
        return f"{self._owner.__tablename__}|{self.column}|".encode() + record_key

    def _encode(self, value: Any) -> bytes:
        return str(value).encode()

    def _decode(self, plain: bytes) -> Any:
        return plain.decode()


class SealedJSON(SealedText):
    """The same for a value that JSON can hold: assign the whole value, a change inside it is not noticed."""

    def _encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()

    def _decode(self, plain: bytes) -> Any:
        return json.loads(plain)
