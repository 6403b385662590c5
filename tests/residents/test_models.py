"""What lies in the database: no identity number and no phone in the clear, and nothing that opens with another key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal import vault
from portal.db import session, transaction
from portal.extensions import db
from portal.residents import actions
from portal.residents.models import IdentityPaper, Resident
from portal.vault.actions import check_key
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("database")

SECRETS = (
    "119901196611220018",
    "119901650301003",
    "11990119650301003X",
    "E11990001",
    "13900000001",
    "13900000002",
    "87650000",
)


def _everything() -> None:
    """Each kind of row that a number or phone passes through on its way."""
    clerk, reviewer = staff.actor("clerk"), staff.actor("reviewer")
    with transaction():
        zhang = residents.make_zhang()
        actions.request_duplicate(
            clerk,
            person=residents.make_person(name="李同号", number="119901196611220018", phone="13900000002"),
            reason="历史重号",
        )
        residents.make_organisation(phone="0591-87650000")
    with transaction():
        zhang = session.get_one(Resident, zhang.id)
        fields = {n: getattr(zhang, n) for n in actions.Correction.__dataclass_fields__}
        correction = actions.Correction(**(fields | {"phone": "13900000002"}))
        actions.correct_resident(clerk, zhang, version=None, correction=correction, reason="换号")
        paper = actions.NewPaper(kind="passport", number="E11990001")
        actions.add_paper(clerk, zhang, version=None, paper=paper, reason="本人出示")
        old = residents.make_resident(
            name="张旧号", number="119901650301003", use_18=True, birth_date=dt.date(1965, 3, 1)
        )
        actions.merge_residents(reviewer, zhang, gone=old, version=None, reason="同一人")
        actions.reveal_number(clerk, zhang, reason="handling", paper_id=zhang.papers[0].id)


def test_no_number_stands_in_the_database() -> None:
    _everything()
    rows = []
    for table in db.metadata.sorted_tables:
        rows += [
            str(tuple(bytes(v) if isinstance(v, memoryview) else v for v in row))
            for row in session.execute(table.select())
        ]
    found = {secret for secret in SECRETS for row in rows if secret in row}
    assert not found
    if db.engine.dialect.name == "sqlite":
        file = Path(db.engine.url.database or "")
        content = b"".join(
            file.with_name(file.name + end).read_bytes()
            for end in ("", "-wal")
            if file.with_name(file.name + end).exists()
        )
        assert "张䶮".encode() in content
        assert not [s for s in SECRETS if s.encode() in content or s.encode("utf-16-le") in content]


def test_a_wrong_key_is_a_clear_error_and_not_an_empty_field() -> None:
    with transaction():
        residents.make_zhang()
    right = vault.current()
    vault.use(vault.KeyRing(b"7" * 32))
    try:
        with pytest.raises(vault.KeyProblem, match="put the right one back"):
            _ = session.query(Resident).one().phone
        with pytest.raises(vault.KeyProblem, match="Nothing was changed"):
            check_key()
    finally:
        vault.use(right)
    assert session.query(Resident).one().phone == "13900000001"


def test_a_number_moved_to_another_row_does_not_open() -> None:
    with transaction():
        residents.make_zhang()
        residents.make_resident(name="李另人")
    with transaction():
        session.execute(
            text(
                "UPDATE identity_paper SET number_sealed = (SELECT number_sealed FROM identity_paper ORDER BY id LIMIT 1)"
            )
        )
    second = session.query(IdentityPaper).order_by(IdentityPaper.id.desc()).first()
    with pytest.raises(vault.KeyProblem, match="does not open"):
        _ = second.number if second else None


@pytest.mark.parametrize(
    "change",
    [
        "sex = '3'",
        "death_date = '1900-01-01'",
        "merged_into_id = id",
        "grid_id = 99999999",
        "merged_into_id = 99999999",
    ],
)
def test_the_database_itself_refuses_what_cannot_be(change: str) -> None:
    with transaction():
        residents.make_zhang()
    with pytest.raises(IntegrityError), transaction():
        session.execute(text(f"UPDATE resident SET {change}"))
