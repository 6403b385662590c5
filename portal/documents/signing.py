"""The office's signing keys (Ed25519): the one that signs now, those that signed before, and whether a signature holds.

Changing keys is a verb of `actions.keys`; what a presented paper proves is decided in `proving`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Insert, select

from portal import clock
from portal.db import session
from portal.documents import payload
from portal.documents.facts import digest
from portal.documents.models import SigningKey
from portal.documents.payload import Claim, Payload


def current_key(*, to_change: bool = False) -> SigningKey:
    """The key that signs now, made on first use; two first users at once make one. Holds off a change of keys until the
    transaction ends, so that no paper is signed by a key that was just taken out of use; `to_change` waits for those
    that sign."""
    key = _active(to_change)
    if key is None:
        add_key()
        key = _active(to_change)
    if key is None:
        raise RuntimeError("no signing key is in use, and none could be made")
    return key


def add_key() -> None:
    """Make a key pair and put it into use, unless another transaction has just done so."""
    made = _new_key()
    values = {
        column.key: value
        for column in SigningKey.__table__.columns
        if (value := getattr(made, column.key)) is not None
    }
    session.execute(_insert_unless_active(values))


def find_key(key_id: str) -> SigningKey | None:
    """The key with this name, in use or not; None for a stranger's."""
    return session.scalars(select(SigningKey).where(SigningKey.key_id == key_id)).first()


def list_keys() -> list[SigningKey]:
    """Every key this office ever signed with, oldest first."""
    return list(session.scalars(select(SigningKey).order_by(SigningKey.made_at, SigningKey.id)))


def fingerprint(key: SigningKey) -> str:
    """The SHA-256 of the public key in groups of four, as it is read out over a telephone."""
    text = hashlib.sha256(key.public_key).hexdigest().upper()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def sign_paper(*, kind: str, day: dt.date, check_code: str, number: str, frozen: dict[str, Any]) -> str:
    """The text of the payload that proves a paper; `frozen` holds its facts, its imprint without proof, and its salt."""
    key = current_key()
    claim = Claim(
        key_id=key.key_id,
        kind_code=payload.kind_code_of(kind),
        day=day,
        check_code=check_code,
        digest=printed_digest(frozen),
        number=number,
    )
    private = Ed25519PrivateKey.from_private_bytes(key.private_key)
    return payload.write(claim, private.sign(payload.message_of(claim)))


def printed_digest(frozen: dict[str, Any]) -> bytes:
    """The digest of what is printed: everything frozen but the proof itself."""
    imprint = {name: value for name, value in frozen["imprint"].items() if name != "proof"}
    return bytes.fromhex(digest({**frozen, "imprint": imprint}))[: payload.DIGEST_BYTES]


def is_signed_by(key: SigningKey, presented: Payload) -> bool:
    """Whether this key made the signature over this claim."""
    try:
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(presented.signature, presented.signed)
    except InvalidSignature:
        return False
    return True


def is_distrusted(key: SigningKey, day: dt.date) -> bool:
    """Whether a signature by this key with this date proves nothing, because the key was stolen by then."""
    return key.distrusted_since is not None and day >= key.distrusted_since


def _active(to_change: bool) -> SigningKey | None:
    statement = select(SigningKey).where(SigningKey.is_active).with_for_update(read=not to_change)
    return session.scalars(statement).first()


def _new_key() -> SigningKey:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    made = SigningKey(
        key_id=hashlib.sha256(public).digest()[: payload.KEY_BYTES].hex(),
        public_key=public,
        is_active=True,
        made_at=clock.now(),
        retire_reason="",
    )
    made.private_key = private.private_bytes_raw()
    return made


def _insert_unless_active(values: dict[str, Any]) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert(SigningKey).values(**values).on_conflict_do_nothing()
