"""The key ring, derived from the data key: AES-256-GCM for sealed fields, HMAC-SHA-256 for blind indexes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class KeyProblem(RuntimeError):
    """The data key is not the one this database was written with; the sentence names the mend."""


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal/" + purpose).derive(master)


class KeyRing:
    """The keys of one installation: the first seals, all open; indexes are made with the first."""

    def __init__(self, master: bytes, *older: bytes) -> None:
        self._ciphers = {self._name(key): AESGCM(_derive(key, b"seal")) for key in (master, *older)}
        self._current = self._name(master)
        self._index_key = _derive(master, b"index")

    @staticmethod
    def _name(master: bytes) -> bytes:
        return hashlib.sha256(b"portal/name" + master).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """A public name of the sealing key, kept in the database to recognise a wrong key at start."""
        return self._current.hex()

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt, bound to `context` (table, column, record): moved to another place, it does not open."""
        nonce = secrets.token_bytes(_NONCE)
        return self._current + nonce + self._ciphers[self._current].encrypt(nonce, plain, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt; raises KeyProblem when the key is missing, the content was changed or stands in another place."""
        cipher = self._ciphers.get(sealed[:4])
        if cipher is None:
            raise KeyProblem(
                "data.key in the instance folder is not the key of this database; put the right one back."
            )
        try:
            return cipher.decrypt(sealed[4 : 4 + _NONCE], sealed[4 + _NONCE :], context)
        except InvalidTag as error:
            raise KeyProblem(
                "a sealed field does not open: it was changed, or moved from another record."
            ) from error

    def index(self, purpose: str, value: str) -> str:
        """A blind index: equal values of one purpose give equal hashes, and nothing can be read back without the key."""
        return hmac.new(self._index_key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()[:40]


_ring: KeyRing | None = None


def use(ring: KeyRing) -> None:
    """Make `ring` the one that sealed fields of this process use."""
    global _ring
    _ring = ring


def current() -> KeyRing:
    """The ring in use; raises KeyProblem before the application is set up."""
    if _ring is None:
        raise KeyProblem("the data key is not loaded; the application must be created first.")
    return _ring
