"""Sealed fields: plain to the code, ciphertext in the database, bound to their record, and a wrong key is a clear error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from portal import vault
from portal.accounts.models import FormStash
from portal.db import session, transaction
from portal.vault import KeyProblem, KeyRing
from portal.vault.actions import adopt_key, check_key
from tests.factories import staff

NUMBER = "119901196611220018"


def _stash(token: str, value: str) -> int:
    with transaction():
        row = FormStash(
            token=token, account_id=staff.actor("clerk").account_id, path="/", fields=[["number", value]]
        )
        session.add(row)
        session.flush()
        return row.id


@pytest.mark.both
@pytest.mark.usefixtures("database")
class TestSealed:
    def test_is_read_back_as_it_was_written(self) -> None:
        key = _stash("a", NUMBER)
        session.expire_all()
        assert session.get_one(FormStash, key).fields == [["number", NUMBER]]

    def test_stands_in_the_database_as_ciphertext(self) -> None:
        _stash("a", NUMBER)
        raw = session.execute(text("SELECT fields_sealed FROM form_stash")).scalar_one()
        assert NUMBER.encode() not in bytes(raw)

    def test_does_not_open_in_another_record(self) -> None:
        first, second = _stash("a", NUMBER), _stash("b", "other")
        with transaction():
            session.execute(
                text(
                    "UPDATE form_stash SET fields_sealed = (SELECT fields_sealed FROM form_stash WHERE id = :a) WHERE id = :b"
                ),
                {"a": first, "b": second},
            )
        with pytest.raises(KeyProblem, match="another record"):
            _ = session.get_one(FormStash, second).fields

    def test_a_wrong_key_is_named_before_anything_is_read(self) -> None:
        right = vault.current()
        with transaction():
            adopt_key()
        vault.use(KeyRing(b"w" * 32))
        try:
            with pytest.raises(KeyProblem, match=r"data\.key"):
                check_key()
            right_row = _sealed_with(right)
            with pytest.raises(KeyProblem, match=r"data\.key"):
                vault.current().open(right_row, b"context")
        finally:
            vault.use(right)

    def test_an_older_key_still_opens_after_a_rotation(self) -> None:
        old, ring = KeyRing(b"a" * 32), KeyRing(b"b" * 32, b"a" * 32)
        assert ring.open(old.seal(b"plain", b"context"), b"context") == b"plain"


def _sealed_with(ring: KeyRing) -> bytes:
    return ring.seal(b"plain", b"context")


@given(st.binary(max_size=200), st.binary(max_size=50), st.integers(0, 1_000))
def test_any_changed_byte_is_noticed(plain: bytes, context: bytes, place: int) -> None:
    ring = KeyRing(b"k" * 32)
    sealed = bytearray(ring.seal(plain, context))
    sealed[place % len(sealed)] ^= 1
    with pytest.raises(KeyProblem):
        ring.open(bytes(sealed), context)


@given(st.text(max_size=50), st.text(max_size=50))
def test_equal_values_and_only_they_have_equal_indexes(a: str, b: str) -> None:
    ring = KeyRing(b"k" * 32)
    assert (ring.index("x", a) == ring.index("x", b)) == (a == b)
    assert ring.index("x", a) != ring.index("y", a)
