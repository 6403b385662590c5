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

    Use: `number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)` and `number = SealedText("number_sealed")`.
    """

    def __init__(self, column: str) -> None:
        self.column = column

    def __get__(self, record: Any, owner: type) -> Any:
        if record is None:
            return self
        sealed = getattr(record, self.column)
        return None if sealed is None else self._decode(current().open(sealed, self._context(record)))

    def __set__(self, record: Any, value: Any) -> None:
        if record.record_key is None:
            record.record_key = secrets.token_bytes(RECORD_KEY_BYTES)
        sealed = None if value is None else current().seal(self._encode(value), self._context(record))
        setattr(record, self.column, sealed)

    def _context(self, record: Any) -> bytes:
        return f"{record.__tablename__}|{self.column}|".encode() + record.record_key

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
